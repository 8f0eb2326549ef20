// The facts that the explanation states, on small books where they are known.

#include <catch2/catch.hpp>

#include "scenarios/load.h"
#include "sim/explain/words.h"
#include "sim/run.h"
#include "tests/support/temporary_folder.h"

using namespace delcredere;
using Catch::Contains;

namespace {

class Book {
 public:
  Book() {
    write("buyers.csv",
          "buyer_id,name,sector,grade,insured_limit\n"
          "B1,Alpha,retail,A,5000\n"
          "B2,Beta,construction,E,\n"
          "B3,Gamma,construction,E,1000\n");
    write("invoices.csv",
          "invoice_id,buyer_id,issue_date,due_date,amount,paid_date,disputed\n"
          "H1,B1,2025-10-01,2025-11-01,500,2025-11-04,\n"
          "H2,B2,2025-10-01,2025-11-01,600,2025-11-01,\n"
          "I1,B1,2025-12-01,2026-01-15,10000.25,,\n"
          "I2,B2,2025-11-10,2025-12-26,2500.50,,\n"
          "I3,B3,2025-12-20,2026-02-03,4000,,yes\n"
          "P1,B3,2026-02-01,2026-03-01,7000,,\n"
          "P2,B3,2027-02-01,2027-03-01,9000,,\n");
  }
  void write(const std::string& name, const std::string& text) const { test::write_text(folder_.file(name), text); }
  Study study(const std::string& more, const std::vector<std::string>& sets = {}) const {
    write("study.yaml", std::string("delcredere: 1\nname: small\nas_of: 2026-01-05\ncurrency: EUR\nhorizon: 52 weeks\n"
                                    "portfolio: {buyers: buyers.csv, invoices: invoices.csv}\n"
                                    "simulation: {trials: 1000, seed: 7}\n") +
                            more);
    LoadOptions options;
    options.sets = sets;
    return load_study(folder_.file("study.yaml"), options).study;
  }
  /// The explanation on one line, so that wrapping does not matter.
  std::string explained(const std::string& more, const std::vector<std::string>& sets = {}) const {
    std::string words;
    for (const char c : explain_model(study(more, sets))) {
      const bool space = c == '\n' || c == ' ';
      if (!space || words.empty() || words.back() != ' ') words += space ? ' ' : c;
    }
    return words;
  }

 private:
  test::TemporaryFolder folder_;
};

const std::string kGrades = "grades: {A: 0.05%, E: 12%}";

}  // namespace

TEST_CASE("the portfolio is counted and added up") {
  const std::string text = Book().explained("credit: {" + kGrades + "}\n");
  CHECK_THAT(text, Contains("3 open invoices: open receivables 16,500.75 EUR"));
  CHECK_THAT(text, Contains("overdue: 1 of them, 2,500.50 EUR (15.15 %), the oldest by 10 days"));
  CHECK_THAT(text, Contains("disputed: 1 of them, 4,000.00 EUR"));
  CHECK_THAT(text, Contains("1 planned invoice to come inside the horizon: 7,000.00 EUR"));
  CHECK_THAT(text, Contains("1 planned invoice issued after the horizon: 9,000.00 EUR, left out"));
  CHECK_THAT(text, Contains("2 paid invoices as history: 1,100.00 EUR"));
  // Shares 10000.25, 4000 and 2500.50 of 16500.75: the sum of their squares is 0.4490.
  CHECK_THAT(text, Contains("3 of 3 buyers owe something; HHI 0.4490 (as if 2.227 equal buyers)"));
  CHECK_THAT(text, Contains("B1 (Alpha) 60.6 %, B3 (Gamma) 24.24 % and B2 (Beta) 15.15 %"));
}

TEST_CASE("12 % a year is 11.97 % in 52 weeks") {
  const std::string text = Book().explained("credit: {" + kGrades + "}\n");
  CHECK_THAT(text, Contains("E 12 % 11.97 % 2 6,500"));
  CHECK_THAT(text, Contains("A 0.05 % 0.04986 % 1 10,000"));
  CHECK_THAT(text, Contains("60 % of the failures are insolvencies"));
}

TEST_CASE("sectors, loadings and what buyers share") {
  const std::string dependence = "credit: {" + kGrades +
                                 ", dependence: {factor_correlation: 40%, sectors: {default: {asset_correlation: 12%}, "
                                 "construction: {asset_correlation: 20%}}}}\n";
  const std::string text = Book().explained(dependence);
  CHECK_THAT(text, Contains("construction 2 6,500 20 % 80 % own 0.4472"));
  CHECK_THAT(text, Contains("retail 1 10,000 12 % 88 % own 0.3464"));
  CHECK_THAT(text, Contains("2 factors, every two of them correlated by 40 %"));
  // sqrt(0.2) x sqrt(0.12) x 0.4
  CHECK_THAT(text, Contains("two buyers of different sectors share 6.197 %"));
  CHECK_THAT(Book().explained("credit: {" + kGrades + ", dependence: {model: independent}}\n"),
             Contains("systematic variance 0 %"));
  const std::string free = Book().explained(
      "credit: {" + kGrades +
      ", dependence: {factor_correlation: 50%, sectors: {default: {loadings: {market: 0.4, building: 0.2}}}}}\n");
  // 0.16 + 0.04 + 2 x 0.4 x 0.2 x 0.5
  CHECK_THAT(free, Contains("28 % 72 % building 0.2, market 0.4") || Contains("28 % 72 % market 0.4, building 0.2"));
}

TEST_CASE("a shock's multiplier is told as it acts") {
  const std::string text = Book().explained("credit: {" + kGrades +
                                            "}\nshocks: {slump: {sectors: [construction], annual_probability: 10%, "
                                            "duration: 26 weeks, default_multiplier: 3, spillover: {retail: 40%}}}\n");
  CHECK_THAT(
      text,
      Contains(
          "slump: sectors construction (2 buyers); starts at random, 10 % a year, lasts 182 days; default hazard x 3"));
  CHECK_THAT(text, Contains("spills over to 1 buyer with a share of each effect: retail 40 %"));
  CHECK_THAT(text, Contains("x 3 all year on a PD of 5 % gives 14.26 % without correlation, 13.51 % at 20 % asset "
                            "correlation, and at 100 % it does nothing (5 %)"));
}

TEST_CASE("payment laws are shown as their tables are") {
  const std::string text = Book().explained("credit: {" + kGrades +
                                            "}\npayment: {segments: {default: {family: lognormal, on_time: 35%, mean: "
                                            "18 days, standard_deviation: 22 days}}}\n");
  // Late part 18 days, about 18.5 after rounding up, 65 % of the time: 12.0.
  CHECK_THAT(text, Contains("default 3 35 % 12.0") && Contains("18 -> 18.5"));
  // P(D = 0) = 60 %, so the median is 0 and the 99 % quantile that of the late part at 97.5 %.
  CHECK_THAT(Book().explained("credit: {" + kGrades +
                              "}\npayment: {segments: {default: {family: lognormal, on_time: 60%, mean: 9 days, "
                              "standard_deviation: 0 days}}}\n"),
             Contains("default 3 60 % 3.6 0 9 9 9 9 -> 9.0"));
}

TEST_CASE("what is known, and what is not possible") {
  // D is 0 or 5: paid after 3 days is impossible, unpaid after 10 is older than the law allows.
  const std::string text =
      Book().explained("credit: {" + kGrades +
                       "}\npayment: {buyer_effect: 30%, default_link: 30%, segments: {default: {family: lognormal, "
                       "on_time: 50%, mean: 5 days, standard_deviation: 0 days}}}\n");
  CHECK_THAT(text, Contains("something is known of 1 of 3 buyers: 2 payments of invoices due in the last 365 days and "
                            "1 unpaid invoice that is due"));
  CHECK_THAT(text, Contains("2 of them cannot come from the payment law and are left out"));
  CHECK_THAT(text, Contains("1 open invoice older than the payment law allows"));
  CHECK_THAT(text, !Contains("biased sample"));
  const Book open_only;
  open_only.write("invoices.csv",
                  "invoice_id,buyer_id,issue_date,due_date,amount\nI2,B2,2025-11-10,2025-12-26,2500.50\n");
  CHECK_THAT(open_only.explained("credit: {" + kGrades + "}\npayment: {buyer_effect: 30%, default_link: 30%}\n"),
             Contains("biased sample"));
  CHECK_THAT(open_only.explained("credit: {" + kGrades + "}\n"), Contains("buyer_effect 0 %"));
}

TEST_CASE("rules that the history contains are said to do nothing") {
  const std::string text =
      Book().explained("credit: {" + kGrades +
                       "}\ncredit_management: {dunning: {overdue: 15 days, residual_delay: 80%, in_history: true}, "
                       "supply_stop: {overdue: 45 days, in_history: false}}\n"
                       "scenarios: {base: {}, stricter: {credit_management: {dunning: {residual_delay: 40%}}}}\n");
  CHECK_THAT(text, Contains("dunning 15 days after the due date leaves 80 % of the remaining delay; in history"));
  CHECK_THAT(text, Contains("supply stop: no shipment while an undisputed invoice is unpaid 45 days") &&
                       Contains("acts from day 1"));
  CHECK_THAT(
      text,
      Contains(
          "stricter: credit_management.dunning.residual_delay 80 % -> 40 %; so dunning leaves 50 % of what is left"));
}

TEST_CASE("policies: limits, premium, waits") {
  const std::string text = Book().explained(
      "credit: {" + kGrades +
      "}\ninsurance:\n  p:\n    insured_percentage: 90%\n"
      "    limits: {column: insured_limit, discretionary: {amount: 2000, insured_percentage: 80%}}\n"
      "    aggregate_first_loss: {amount: 300}\n    maximum_liability: {times_premium: 30}\n    max_terms: 45 days\n"
      "    premium: {rate_on_turnover: 1%, minimum: 20}\n"
      "  q:\n    causes: {insolvency: {wait: 0 days}}\n    premium: {flat: 1234}\n");
  // Limits 5000 of 10000.25, 2000 (discretionary) of 2500.50, 1000 of 4000.
  CHECK_THAT(text, Contains("limits at as_of hold 8,000 EUR of the open debt (48.48 %); 0 of 3 owing buyers without "
                            "cover, 1 under the discretionary limit of 2,000 at 80 %"));
  // 1 % of 7,000 planned in 364 of 365 days.
  CHECK_THAT(text, Contains("provisional premium 70 EUR: 1 % of 7,000 planned turnover"));
  CHECK_THAT(text, Contains("at most 30 times the premium a policy year, 2,1"));
  CHECK_THAT(text, Contains("first 300 of loss of a policy year kept"));
  CHECK_THAT(text, Contains("terms up to 45 days (1 open invoice is longer)"));
  CHECK_THAT(text, Contains("a living buyer costs it nothing until 180 days overdue"));
  CHECK_THAT(text, Contains("premium 1,234 EUR flat; late payers alone cost it nothing"));
}

TEST_CASE("policies: recoveries, ceilings, clauses, and what a running policy has used") {
  const std::string text = Book().explained(
      "credit: {" + kGrades +
      "}\ninsurance:\n  p:\n    cover: {from: 2025-07-01}\n    filing_lag: 5 days\n"
      "    buyer_cap: {default: 5000, B1: 3000}\n    aggregate_first_loss: {amount: 300}\n"
      "    maximum_liability: {amount: 9000, reinstate: true}\n"
      "    premium: {flat: 1234, bonus: {loss_ratio: 30%, share: 10%}, malus: {loss_ratio: 200%, share: 25%}}\n"
      "    recoveries: {sharing: insurer_first, cost: 10%}\n"
      "    state: {aggregate_first_loss_used: 100, liability_used: 2000, premium_paid: 600}\n  q: {}\n");
  CHECK_THAT(text, Contains("filed in 5 days") && Contains("ceiling by buyer 5,000 (B1 3,000)"));
  CHECK_THAT(text, Contains("at most 9,000 a policy year, refilled by the insurer's recoveries"));
  CHECK_THAT(text, Contains("recoveries go to the insurer first, less 10 % cost"));
  CHECK_THAT(text, Contains("recoveries are shared pro rata of the total debt"));
  CHECK_THAT(text, Contains("10 % of the premium comes back below a loss ratio of 30 %; 25 % of the premium is due "
                            "besides above a loss ratio of 200 %"));
  CHECK_THAT(text,
             Contains("taken over in mid-term: 100 of the aggregate first loss used, 2,000 of the maximum liability "
                      "used, 600 premium paid"));
}

TEST_CASE("scenarios: what differs, and nothing else") {
  const std::string text = Book().explained(
      "credit: {" + kGrades +
      "}\nliquidity: {opening_cash: 100}\nscenarios:\n  base: {}\n  same: {credit: {grades: {E: 0.12}}}\n"
      "  worse: {credit: {grades: {E: 20%}}, liquidity: {opening_cash: 50}}\n  gone: {fail: [{top: 1, by: exposure, "
      "on: 2026-02-02}]}\n");
  CHECK_THAT(text, Contains("base: nothing differs") && Contains("same: nothing differs"));
  CHECK_THAT(text, Contains("worse: credit.grades.E 12 % -> 20 %; liquidity.opening_cash 100.00 -> 50.00"));
  CHECK_THAT(text, Contains("gone: B1 fails on 2026-02-02 (insolvency), owing 10,000 EUR today"));
}

TEST_CASE("a book of exposures has no payments to explain") {
  const test::TemporaryFolder folder;
  test::write_text(folder.file("buyers.csv"), "buyer_id,sector,annual_pd,exposure\nX1,a,0.01,100\nX2,a,0.02,50\n");
  test::write_text(
      folder.file("study.yaml"),
      "delcredere: 1\nname: e\nas_of: 2026-01-05\ncurrency: EUR\nhorizon: 365 days\nportfolio: {buyers: buyers.csv}\n"
      "simulation: {trials: 10, seed: 1}\n");
  const std::string text = explain_model(load_study(folder.file("study.yaml"), {}).study);
  CHECK_THAT(text, Contains("a book of exposures: 2 buyers, 150.00 EUR in all"));
  CHECK_THAT(text, Contains("2 buyers have their own PD: 1 % to 2 % a year, 1.5 % on average"));
  CHECK_THAT(text, !Contains("Payment") && !Contains("Liquidity"));
}

TEST_CASE("words and figures") {
  using namespace explaining;
  CHECK(grouped(1234567) == "1,234,567");
  CHECK(exact_money(123456789, {"EUR", 2}) == "1,234,567.89");
  CHECK(exact_money(-5, {"EUR", 2}) == "-0.05");
  CHECK(exact_money(1234, {"JPY", 0}) == "1,234");
  CHECK(whole_money(150, {"EUR", 2}) == "2");
  CHECK(whole_money(250, {"EUR", 2}) == "2");
  CHECK(percent(0.1197) == "11.97 %");
  CHECK(percent(0.0005) == "0.05 %");
  CHECK(number(1e-9) == "1e-09");
  CHECK(number(123456) == "123,456");
  CHECK(listed({"a", "b", "c"}, 3) == "a, b and c");
  CHECK(listed({"a", "b", "c"}, 2) == "a and 2 more");
  Page page;
  page.section("Title");
  page.say(std::string(60, 'x') + ' ' + std::string(42, 'y') + " 5 % z");  // 103 fit, "5 %" would end at 106
  page.table({{"a", "1"}, {"bb", "22"}});
  const std::string text = page.take();
  CHECK_THAT(text, Contains("Title         xxx") && Contains("\n                5 % z\n") && Contains("a    1\n") &&
                       Contains("bb  22\n"));
}

TEST_CASE("a grid is told by its first structure") {
  const std::string text =
      Book().explained("credit: {" + kGrades + "}\ninsurance: {offer: {insured_percentage: [80%, 90%]}, own: {}}\n");
  CHECK_THAT(text, Contains("offer/insured_percentage=80%: pays 80 %") && Contains("own: pays 90 %"));
  CHECK_THAT(text, Contains("and 1 more structure of the grid, which differ in what their names say: "
                            "offer/insured_percentage=90% is the last"));
  CHECK_THAT(text, !Contains("offer/insured_percentage=90%: pays"));
}

TEST_CASE("a run-off is told the day of its last claim") {
  // The last due day of undisputed debt is 15 January 2026, day 10: unpaid it is lost 180 days later, paid in 30 more.
  const std::string policy = "credit: {" + kGrades + "}\ninsurance: {p: {}}\n";
  CHECK_THAT(Book().explained(policy, {"portfolio.new_sales=none"}),
             Contains("no new sales: the last claim can be paid on 2026-08-13, inside the horizon"));
  CHECK_THAT(Book().explained(policy, {"portfolio.new_sales=none", "horizon=26 weeks"}),
             Contains("beyond the horizon; `horizon: 220 days` reaches it"));
  CHECK_THAT(Book().explained(policy), !Contains("no new sales"));
}
