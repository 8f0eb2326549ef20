// credit.contagion, credit.country_events and the groups of buyers as people write them.

#include <catch2/catch.hpp>

#include "sim/run.h"
#include "tests/config/credit_config.h"

using namespace delcredere;
using namespace delcredere::testing;

namespace {

/// A book of invoices with countries, and a credit section.
Study invoice_study(const std::string& credit) {
  std::string text = credit_config(credit);
  text.replace(text.find("{buyers: buyers.csv}"), 20, "{buyers: buyers.csv, invoices: invoices.csv}");
  return study_from(text, {{"buyers.csv", "buyer_id,sector,country,annual_pd\nB1,retail,DE,1%\nB2,metal,FR,2%\n"},
                           {"invoices.csv",
                            "invoice_id,buyer_id,issue_date,due_date,amount\nI,B1,2026-01-01,2026-02-01,5\n"
                            "J,B2,2026-01-01,2026-02-01,5\n"}});
}

}  // namespace

TEST_CASE("infection and links are read", "[contagion]") {
  const ContagionParameters contagion =
      credit_study("  contagion: {infection: 0.5%, links: links.csv}\n",
                   {{"links.csv", "supplier_id,customer_id,hazard_multiplier\nB3,B1,2.5\nB1,B2,0\n"}})
          .base.credit.contagion;
  CHECK(contagion.infection == Approx(0.005));
  CHECK(contagion.links == std::vector<SupplyLink>{{0, 1, 0.0}, {2, 0, 2.5}});
  CHECK_FALSE(credit_study("  contagion: {}\n").base.credit.contagion.active());
  CHECK_THAT(credit_refusal("  contagion: {infection: 120%}\n"), Catch::Contains("9: credit.contagion.infection"));
  CHECK_THAT(credit_refusal("  links: l.csv\n"), Catch::Contains("belongs under credit.contagion"));
  const std::string wrong = credit_refusal(
      "  contagion: {links: links.csv}\n",
      {{"links.csv",
        "supplier_id,customer_id,hazard_multiplier\nB9,B1,2\nB1,B1,2\nB1,B2,-1\nB1,B2,x\nB2,B1,2\nB2,B1,3\n"}});
  CHECK_THAT(wrong, Catch::Contains("2: supplier_id: no buyer of the book, got 'B9'") &&
                        Catch::Contains("3: customer_id: a buyer cannot be its own supplier") &&
                        Catch::Contains("4: hazard_multiplier: must be a number of at least 0, got '-1'") &&
                        Catch::Contains("5: hazard_multiplier") && Catch::Contains("on lines 6 and 7"));
}

TEST_CASE("legal and infection groups are columns of the buyers", "[contagion]") {
  const Study study = credit_study("  contagion: {infection: 1%}\n",
                                   {{"buyers.csv",
                                     "buyer_id,sector,annual_pd,exposure,legal_group,infection_group\n"
                                     "B1,a,1%,1,G,\nB2,a,1%,1,G,X\nB3,a,1%,1,,X\n"}});
  CHECK(study.portfolio.buyers[1].legal_group == "G");
  CHECK(study.portfolio.buyers[2].infection_group == "X");
  const std::string text = explain_model(study);
  CHECK_THAT(text, Catch::Contains("2 buyers in 1 legal group") && Catch::Contains("2 buyers in 1 group"));
  CHECK_THAT(credit_refusal("  dependence: {model: gamma, counts: poisson}\n  contagion: {infection: 1%}\n"),
             Catch::Contains("poisson does not go with contagion"));
}

TEST_CASE("country events are read, and need payments that could stop", "[country]") {
  const Study study = invoice_study(
      "  country_events: {FR: {annual_probability: 2%, duration: 6 months}, DE: {duration: 30 days, occurs: certain, "
      "start: 2026-03-01}}\n");
  const std::vector<Shock>& events = study.base.credit.country_events;
  REQUIRE(events.size() == 2);
  CHECK((events[0].name == "DE" && events[0].certain && events[0].start == 55 && events[0].duration == 30));
  CHECK((events[1].name == "FR" && events[1].annual_probability == Approx(0.02) && events[1].duration > 179));
  CHECK_THAT(explain_model(study), Catch::Contains("payments from FR (1 buyer) stop with probability 2 % a year"));
  CHECK_THROWS_WITH(invoice_study("  country_events: {FR: {annual_probability: 2%}}\n"),
                    Catch::Contains("duration") && Catch::Contains("required"));
  CHECK_THROWS_WITH(invoice_study("  country_events: {FR: {duration: 2 days, start: 2029-01-01}}\n"),
                    Catch::Contains("outside the horizon"));
  CHECK_THAT(credit_refusal("  country_events: {FR: {duration: 2 days}}\n"),
             Catch::Contains("does not apply to a book of exposures"));
}
