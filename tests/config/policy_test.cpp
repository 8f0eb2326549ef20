// Terms and names that cannot apply (row 18), named failures, shocks, books of exposures.

#include <catch2/catch.hpp>

#include "tests/config/study_folder.h"

using namespace delcredere;
using namespace delcredere::test;
using Catch::Contains;

namespace {

/// One policy `p` on the small book: limits 1,000,000 and 500.
std::string with_policy(const std::string& terms) { return std::string(kLeast) + "insurance:\n  p: " + terms + "\n"; }

std::string complaint(const StudyFolder& folder, const std::string& text) {
  const Error error = folder.refused(text);
  CHECK(error.code() == ExitCode::config);
  return error.what();
}

bool accepted(const StudyFolder& folder, const std::string& terms) {
  folder.load(with_policy(terms));
  return true;
}

}  // namespace

TEST_CASE("row 18: a policy that can never pay") {
  const StudyFolder folder;
  const std::string limits = "limits: {column: insured_limit}, ";
  const std::string message = complaint(folder, with_policy("{" + limits + "each_first_loss: {amount: 1000000}}"));
  CHECK_THAT(message,
             Contains("study.yaml:10:") && Contains("insurance.p.each_first_loss") && Contains("'p' can never pay"));
  CHECK(accepted(folder, "{" + limits + "each_first_loss: {amount: 999999.99}}"));
  // 90 % of 1,000,000 is 900,000.
  CHECK_THAT(complaint(folder, with_policy("{" + limits + "each_first_loss: {amount: 900000, basis: indemnity}}")),
             Contains("can never pay"));
  CHECK(accepted(folder, "{" + limits + "each_first_loss: {amount: 899999.99, basis: indemnity}}"));
  CHECK_THAT(complaint(folder, with_policy("{" + limits + "non_qualifying_loss: 1000000}")), Contains("can never pay"));
  CHECK_THAT(complaint(folder, with_policy("{" + limits + "minimum_retention: 1000000}")), Contains("can never pay"));
  CHECK(accepted(
      folder,
      "{limits: {column: insured_limit, discretionary: {amount: 2000000}}, each_first_loss: {amount: 1000000}}"));
  CHECK(accepted(folder, "{each_first_loss: {amount: 1000000000}}"));  // unlimited
  CHECK_THAT(complaint(folder, with_policy("{limits: {}}")), Contains("names no limits"));
  CHECK_THAT(complaint(folder, with_policy("{causes: {}}")), Contains("lists no cause"));
}

TEST_CASE("row 18: amounts, percentages, currency, names") {
  const StudyFolder folder;
  for (const char* key : {"non_qualifying_loss", "minimum_retention", "buyer_cap", "country_cap"}) {
    CHECK_THAT(complaint(folder, with_policy(std::string("{") + key + ": -1}")),
               Contains(key) && Contains("out of range"));
  }
  CHECK_THAT(complaint(folder, with_policy("{each_first_loss: {amount: -0.01}}")), Contains("out of range"));
  CHECK_THAT(complaint(folder, with_policy("{maximum_liability: {amount: -5}}")), Contains("out of range"));
  CHECK_THAT(complaint(folder, with_policy("{premium: {flat: -5}}")), Contains("out of range"));
  CHECK_THAT(complaint(folder, with_policy("{insured_percentage: 101%}")),
             Contains("insured_percentage") && Contains("'101%'"));
  CHECK_THAT(complaint(folder, with_policy("{insured_percentage: 1.000000000000000001}")),
             Contains("insured_percentage"));
  CHECK_THAT(complaint(folder, with_policy("{insured_percentage: {causes: {insolvency: 200%}}}")),
             Contains("out of range"));
  CHECK_THAT(complaint(folder, with_policy("{currency: USD}")), Contains("has no exchange rate") && Contains("'USD'"));
  CHECK(accepted(folder, "{currency: EUR}"));
  CHECK_THAT(complaint(folder, std::string(kLeast) + "insurance: {none: {}}\n"), Contains("reserved"));
  CHECK_THAT(complaint(folder, with_policy("{excluded_buyers: [B9]}")),
             Contains("'B9'") && Contains("insurance.p.excluded_buyers"));
  CHECK_THAT(complaint(folder, with_policy("{insured_buyers: [B1, b1]}")),
             Contains("'b1'") && Contains("Did you mean 'B1'?"));
  CHECK_THAT(complaint(folder, with_policy("{buyer_cap: {default: 5, B7: 3}}")), Contains("insurance.p.buyer_cap.B7"));
  CHECK_THAT(complaint(folder, with_policy("{limits: {column: limit}}")), Contains("insured_limit"));
  const PolicyTerms terms =
      folder
          .load(with_policy(
              "{buyer_cap: {default: 5, B1: 3}, country_cap: 7, insured_buyers: [B3, B1], excluded_buyers: [B2]}"))
          .study.base.policies[0];
  CHECK(terms.buyer_cap.fallback == 500);
  CHECK(terms.buyer_cap.by_key.at("B1") == 300);
  CHECK(terms.country_cap.fallback == 700);
  CHECK(terms.insured_buyers == std::vector<std::uint32_t>{0, 2});
  CHECK(terms.excluded_buyers == std::vector<std::uint32_t>{1});
}

TEST_CASE("premium and liability must fit each other") {
  const StudyFolder folder;
  CHECK_THAT(complaint(folder, with_policy("{maximum_liability: {times_premium: 30}}")), Contains("'p' has none"));
  CHECK(accepted(folder, "{maximum_liability: {times_premium: 30}, premium: {flat: 100}}"));
  CHECK_THAT(complaint(folder, with_policy("{maximum_liability: {amount: 5, times_premium: 30}}")),
             Contains("either amount or"));
  CHECK_THAT(complaint(folder, with_policy("{maximum_liability: {}}")), Contains("either amount or"));
  CHECK_THAT(complaint(folder, with_policy("{premium: {flat: 5, rate_on_turnover: 1%}}")), Contains("one of the two"));
  CHECK_THAT(complaint(folder, with_policy("{premium: {flat: 5, minimum: 1}}")),
             Contains("does not apply to a flat premium"));
}

TEST_CASE("causes: a cause not listed is off") {
  const StudyFolder folder;
  const auto terms = [&](const std::string& text) { return folder.load(with_policy(text)).study.base.policies[0]; };
  const PolicyTerms both = terms("{}");
  CHECK(both.insolvency->wait == 0);
  CHECK(both.protracted_default->wait == 180);
  const PolicyTerms one = terms("{causes: {insolvency: {}}}");
  CHECK(one.insolvency->wait == 0);
  CHECK_FALSE(one.protracted_default);
  const PolicyTerms usual = terms("{causes: {protracted_default: {}}}");
  CHECK_FALSE(usual.insolvency);
  CHECK(usual.protracted_default->wait == 180);
}

TEST_CASE("layers") {
  const StudyFolder folder;
  const auto layers = [](const std::string& text) { return std::string(kLeast) + "insurance:\n" + text; };
  CHECK_NOTHROW(
      folder.load(layers("  a: {limits: {column: insured_limit}}\n"
                         "  b: {limits: {discretionary: {amount: 5}, excess_of: a}}\n")));
  CHECK_THAT(complaint(folder, layers("  primary: {limits: {column: insured_limit}}\n"
                                      "  b: {limits: {discretionary: {amount: 5}, excess_of: primry}}\n")),
             Contains("Did you mean 'primary'?"));
  CHECK_THAT(complaint(folder, layers("  a: {}\n  b: {limits: {discretionary: {amount: 5}, excess_of: a}}\n")),
             Contains("'a' has no limits"));
  CHECK_THAT(complaint(folder, layers("  a: {limits: {discretionary: {amount: 5}, excess_of: b}}\n"
                                      "  b: {limits: {discretionary: {amount: 5}, excess_of: a}}\n")),
             Contains("stands above itself"));
  CHECK_THAT(complaint(folder, layers("  a: {limits: {discretionary: {amount: 5}, excess_of: a}}\n")),
             Contains("stands above itself"));
}

TEST_CASE("covers: policy years on anniversaries") {
  const StudyFolder folder;
  const Cover cover = folder.load(with_policy("{cover: {from: 2024-02-29, years: 4}}")).study.base.policies[0].cover;
  const Date as_of = *Date::parse_iso("2026-01-05");
  std::vector<Day> expected;
  for (const char* day : {"2024-02-29", "2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29"}) {
    expected.push_back(days_between(as_of, *Date::parse_iso(day)));
  }
  CHECK(cover.year_starts == expected);
  CHECK(cover.from == expected[0]);
  const LoadedStudy late = folder.load(with_policy("{cover: {from: 2030-01-01}}"));
  REQUIRE(late.warnings.size() >= 1);
  CHECK_THAT(late.warnings[0].text(), Contains("never pays"));
}

TEST_CASE("a book of exposures refuses what needs invoices") {
  const StudyFolder folder;
  const Study study = folder.load(kExposures).study;
  CHECK(study.portfolio.exposure_book);
  CHECK(study.base.credit.insolvency_share == 1.0);
  CHECK_FALSE(study.base.policies[0].protracted_default);
  REQUIRE(study.base.policies[0].insolvency);
  const auto message = [&](const std::string& set) {
    const Error error = folder.refused(kExposures, {set});
    CHECK(error.code() == ExitCode::config);
    return std::string(error.what());
  };
  CHECK_THAT(message("credit.insolvency_share=60%"), Contains("must be 100%"));
  CHECK_NOTHROW(folder.load(kExposures, {"credit.insolvency_share=1"}));
  CHECK_THAT(message("payment={}"), Contains("payment: does not apply"));
  CHECK_THAT(message("liquidity={}"), Contains("liquidity: does not apply"));
  CHECK_THAT(message("insurance.p50.causes={insolvency: {}, protracted_default: {}}"), Contains("protracted_default"));
  CHECK_THAT(message("insurance.p50.causes={insolvency: {wait: 1 day}}"), Contains("insolvency wait above 0"));
  CHECK_NOTHROW(folder.load(kExposures, {"insurance.p50.causes={insolvency: {wait: 0 days}}"}));
  CHECK_THAT(message("insurance.p50.premium={rate_on_turnover: 1%}"), Contains("premium on turnover"));
  CHECK_THAT(folder
                 .refused(kExposures,
                          {"insurance.p50.premium={flat: 9}", "insurance.p50.maximum_liability={times_premium: 2}"})
                 .what(),
             Contains("multiples of the premium"));
  CHECK_THAT(message("insurance.p50.max_extension=60 days"), Contains("max_extension"));
  CHECK_NOTHROW(folder.load(kExposures, {"insurance.p50.settlement=60 days", "insurance.p50.filing_lag=3 days"}));
}

TEST_CASE("what does nothing here is told: shocks on payments of exposures, a column of limits that is not there") {
  const StudyFolder folder;
  const auto warnings = [&](const std::vector<std::string>& sets) {
    std::string all;
    for (const auto& warning : folder.load(kExposures, sets).warnings) all += warning.text() + "\n";
    return all;
  };
  const std::string slump = "shocks.slump={annual_probability: 10%, duration: 5 weeks, default_multiplier: 2";
  CHECK_THAT(warnings({slump + ", sales_multiplier: 80%, delay_days: 3 days}"}),
             Contains("shocks.slump.sales_multiplier") && Contains("shocks.slump.delay_days") &&
                 Contains("does nothing in a book of exposures") && !Contains("slump.delay_multiplier"));
  CHECK_THAT(warnings({slump + "}"}), !Contains("does nothing in a book of exposures"));
  const std::string limits = "insurance.p50.limits={column: insured_limit, discretionary: {amount: 70}}";
  CHECK_THAT(warnings({limits}), !Contains("no buyer has an insured_limit"));
  folder.folder().write("exposures.csv", "buyer_id,sector,annual_pd,exposure\nX1,a,0.01,100\nX2,a,0.02,50\n");
  CHECK_THAT(warnings({limits}), Contains("insurance.p50.limits.column") && Contains("no buyer has an insured_limit"));
}

TEST_CASE("named failures") {
  const StudyFolder folder;
  const auto fail = [](const std::string& text) {
    return std::string(kLeast) + "scenarios: {s: {fail: [" + text + "]}}\n";
  };
  const NamedFailure named =
      folder.load(fail("{buyers: [B3, B1], on: 2026-01-06, cause: protracted_default}")).study.scenarios[0].failures[0];
  CHECK(named.buyers == std::vector<std::uint32_t>{0, 2});
  CHECK(named.day == 1);
  CHECK(named.cause == DefaultCause::protracted_default);
  // Open at as_of: B1 1000, B3 700, B2 500.50 (its plan row does not count).
  CHECK(folder.load(fail("{top: 1, on: 2027-01-04}")).study.scenarios[0].failures[0].buyers ==
        std::vector<std::uint32_t>{0});
  CHECK(folder.load(fail("{top: 2, on: 2027-01-04}")).study.scenarios[0].failures[0].day == 364);
  CHECK_THAT(complaint(folder, fail("{top: 1, on: 2027-01-05}")),
             Contains("outside the horizon") && Contains("2026-01-06 to 2027-01-04"));
  CHECK_THAT(complaint(folder, fail("{top: 1, on: 2026-01-05}")), Contains("outside the horizon"));
  CHECK_THAT(complaint(folder, fail("{top: 4, on: 2026-02-02}")), Contains("more than there are buyers"));
  CHECK_THAT(complaint(folder, fail("{top: 0, on: 2026-02-02}")), Contains("fail[1].top"));
  CHECK_THAT(complaint(folder, fail("{buyers: [B8], on: 2026-02-02}")), Contains("'B8'"));
  CHECK_THAT(complaint(folder, fail("{top: 1, buyers: [B1], on: 2026-02-02}")), Contains("either top or buyers"));
  CHECK_THAT(complaint(folder, fail("{top: 1}")), Contains("on: is required"));
  CHECK_THAT(complaint(folder, fail("{top: 1, on: 2026-02-02, cuase: insolvency}")), Contains("Did you mean 'cause'?"));
  CHECK_THAT(complaint(folder, std::string(kLeast) + "fail: []\n"), Contains("belongs into a scenario"));
}

TEST_CASE("shocks against the book and the horizon") {
  const StudyFolder folder;
  const auto shock = [](const std::string& text) {
    return std::string(kLeast) + "shocks: {s: {duration: 10 days, " + text + "}}\n";
  };
  CHECK_THAT(complaint(folder, shock("spillover: {retial: 40%}")),
             Contains("shocks.s.spillover.retial") && Contains("Did you mean 'retail'?"));
  CHECK_THAT(complaint(folder, shock("buyers: [B8]")), Contains("'B8'"));
  CHECK_THAT(complaint(folder, shock("start: 2026-01-05")), Contains("outside the horizon"));
  CHECK_THAT(complaint(folder, shock("annual_probability: 100%")), Contains("out of range"));
  CHECK_THAT(complaint(folder, shock("default_multiplier: -1")), Contains("out of range"));
  CHECK_THAT(complaint(folder, std::string(kLeast) + "shocks: {s: {}}\n"), Contains("shocks.s.duration: is required"));
  const Shock read = folder.load(shock("start: 2026-01-15, occurs: certain, countries: [DE]")).study.base.shocks[0];
  CHECK(read.start == 10);
  CHECK(read.certain);
  CHECK(read.name == "s");
  const LoadedStudy odd = folder.load(shock("sectors: [retial]"));
  REQUIRE(odd.warnings.size() == 1);
  CHECK_THAT(odd.warnings[0].text(), Contains("Did you mean 'retail'?"));
}

TEST_CASE("the config against the book") {
  const StudyFolder folder;
  CHECK_THAT(folder.refused(kLeast, {"credit.grades={A: 1%}"}).what(),
             Contains("has no grade 'E', which buyer B2 and 1 more have"));
  const LoadedStudy odd = folder.load(kLeast, {"credit.lgd.constructon.mean=50%"});
  REQUIRE(odd.warnings.size() == 1);
  CHECK_THAT(odd.warnings[0].text(), Contains("no buyer has the sector 'constructon'. Did you mean 'construction'?"));
  CHECK(folder.refused(kLeast, {"portfolio.buyers=nowhere.csv"}).code() == ExitCode::io);
  CHECK_THAT(folder.refused(kLeast, {"horizon=26 weeks", "outputs.return_periods=[10]"}).what(),
             Contains("horizon of one year"));
  CHECK_NOTHROW(folder.load(kLeast, {"horizon=26 weeks"}));
  CHECK_NOTHROW(folder.load(kLeast, {"horizon=366 days", "outputs.return_periods=[10]"}));
  folder.folder().write("bad.csv", "buyer_id,sector,annual_pd\nB1,a,1.5\n");
  const Error data = folder.refused(kLeast, {"portfolio.buyers=bad.csv"});
  CHECK(data.code() == ExitCode::data);
  // Errors of the config and of the book in one pass.
  const Error both = folder.refused(kLeast, {"portfolio.buyers=bad.csv", "simulation.trials=0"});
  CHECK(both.code() == ExitCode::config);
  CHECK_THAT(both.what(), Contains("simulation.trials") && Contains("bad.csv"));
}
