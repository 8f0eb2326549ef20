// docs/policy.md sentence by sentence, by way of a config: recoveries, reinstatement, running years, premium, cash
// days. Worked by hand. Cover and debts: policy_sentences_test.cpp.

#include <catch2/catch.hpp>

#include "tests/support/policy_example.h"

using namespace delcredere;
using namespace delcredere::testing;

namespace {

/// Debt of 100,000 of B1, shipped 2025-01-10, due 2025-03-11, insolvent on 2025-04-01.
Example one_debt(const std::string& terms) {
  Example example;
  example.invoices = "I1,B1,2025-01-10,2025-03-11,100000\n";
  example.fail = "[{buyers: [B1], on: 2025-04-01}]";
  example.insurance = "{p: {" + terms + "}}";
  return example;
}

Money paid(const Example& example) { return claims(run_example(example)); }
Money insurers_net(const Example& example) { return run_example(example).trial_columns.insured_loss(0, 1, 0); }

double premium_around(const RunResults& results, Day day) {
  for (std::size_t t = 0; t < results.axes.period_ends.size(); ++t)
    if (results.axes.period_ends[t] >= day) return results.cash.premium_mean(0, 1, t);
  return -1;
}

double recoveries_around(const RunResults& results, Day day) {
  for (std::size_t t = 0; t < results.axes.period_ends.size(); ++t)
    if (results.axes.period_ends[t] >= day) return results.cash.recoveries_mean(0, 1, t);
  return -1;
}

}  // namespace

TEST_CASE("four rules of sharing", "[policy]") {
  // A 100,000, D 80,000, paid 72,000; net recoveries of 18,000, 45,000 and 90,000.
  struct Row {
    const char* rule;
    std::int64_t of_20, of_50, of_100;
  };
  for (const Row& row :
       {Row{"pro_rata_total", 12'960, 32'400, 64'800}, Row{"insured_debt_first", 16'200, 40'500, 72'000},
        Row{"insurer_first", 18'000, 45'000, 72'000}, Row{"insured_first", 0, 17'000, 62'000}}) {
    Example example =
        one_debt("limits: {column: insured_limit}, recoveries: {cost: 10%, sharing: " + std::string(row.rule) + "}");
    example.limits = "80000";
    for (const auto& [lgd, back] : {std::pair{0.8, row.of_20}, {0.5, row.of_50}, {0.0, row.of_100}}) {
      INFO(row.rule << " " << lgd);
      example.lgd = lgd;
      CHECK(insurers_net(example) == units(72'000 - back));
    }
  }
}

TEST_CASE("the insurer's part is passed on when the claim is paid at the earliest", "[policy]") {
  Example example = one_debt("settlement: 60 days");
  example.lgd = 0.8;  // 20,000 on 2025-05-01 (day 121); the claim is paid on 2025-05-31 (day 151)
  const RunResults results = run_example(example);
  CHECK(claims_around(results, 151) == Approx(90'000));
  CHECK(recoveries_around(results, 121) == Approx(20'000));
  CHECK(recoveries_around(results, 151) == Approx(-18'000));
}

TEST_CASE("filing lag and settlement follow the date of loss", "[policy]") {
  const RunResults results = run_example(one_debt("filing_lag: 10 days, settlement: 21 days"));
  CHECK(claims_around(results, 91 + 31) == Approx(90'000));
}

TEST_CASE("a late payer: a claim and its return, no loss", "[policy]") {
  Example example = one_debt("");
  example.fail = "";
  example.buyers = "buyer_id,sector,grade,segment\nB1,s,A,late\n";
  example.segments = ", late: {family: lognormal, on_time: 0%, mean: 200 days, standard_deviation: 0 days}";
  const RunResults results = run_example(example);  // protracted on day 70 + 180, paid on day 270
  CHECK(claims(results) == units(90'000));
  CHECK(results.trial_columns.gross_loss(0, 0) == 0);
  CHECK(results.trial_columns.insured_loss(0, 1, 0) == 0);
  CHECK(claims_around(results, 280) == Approx(90'000));
  CHECK(recoveries_around(results, 280) == Approx(-90'000));
  // Paid on the very day counts as paid.
  example.segments = ", late: {family: lognormal, on_time: 0%, mean: 180 days, standard_deviation: 0 days}";
  CHECK(paid(example) == 0);
  example.segments = ", late: {family: lognormal, on_time: 0%, mean: 181 days, standard_deviation: 0 days}";
  CHECK(paid(example) == units(90'000));
}

TEST_CASE("reinstatement: recoveries up to a claim's date of loss refill the liability", "[policy]") {
  const auto second = [](const std::string& day, bool reinstate) {
    Example example;
    example.lgd = 0.8;  // 20,000 of B1 on 2025-03-03, 18,000 of it the insurer's
    example.invoices = "I1,B1,2025-01-10,2025-12-01,100000\nI2,B2,2025-01-10,2025-12-01,100000\n";
    example.fail = "[{buyers: [B1], on: 2025-02-01}, {buyers: [B2], on: " + day + "}]";
    example.insurance = fmt::format("{{p: {{maximum_liability: {{amount: 90000, reinstate: {}}}}}}}", reinstate);
    return paid(example);
  };
  CHECK(second("2025-03-02", true) == units(90'000));
  CHECK(second("2025-03-03", true) == units(108'000));
  CHECK(second("2025-03-03", false) == units(90'000));
}

TEST_CASE("a running policy year: what its countries have used", "[policy]") {
  Example example =
      one_debt("cover: {from: 2024-07-01}, country_cap: {FR: 60000}, state: {country_cap_used: {FR: 25000}}");
  example.country = "FR";
  CHECK(paid(example) == units(35'000));
  example.insurance = "{p: {cover: {from: 2024-07-01}, country_cap: 60000, state: {country_cap_used: {FR: 70000}}}}";
  CHECK(paid(example) == 0);
  example.insurance =
      "{p: {cover: {from: 2024-07-01}, maximum_liability: {times_premium: 2}, premium: {flat: 30000}, "
      "state: {liability_used: 15000}}}";
  CHECK(paid(example) == units(45'000));
}

TEST_CASE("premium on turnover: advances on the plan, adjusted to what was shipped", "[policy]") {
  // Year from 2024-07-01: 50,000 before as_of and 300,000 planned; 1 % is 3,500, in quarters of 875 on days -92, -1
  // and 90.
  Example example = one_debt("cover: {from: 2024-07-01}, premium: {rate_on_turnover: 1%}");
  example.invoices =
      "I0,B1,2024-10-10,2024-11-11,50000\nI1,B1,2025-01-10,2025-03-11,100000\nI2,B1,2025-04-10,2025-06-11,200000\n"
      "I3,B1,2025-07-01,2025-08-11,400000\nI4,B1,2024-06-30,2024-11-30,700000\n";
  RunResults results = run_example(example);  // 200,000 lost with the buyer
  CHECK(premium_around(results, 89) == Approx(875));
  CHECK(premium_around(results, 182 + 30) == Approx(-2'000));
  example.fail = "";
  CHECK(premium_around(run_example(example), 182 + 30) == Approx(0));
  example.insurance = "{p: {cover: {from: 2024-07-01}, premium: {rate_on_turnover: 1%, minimum: 3000}}}";
  example.fail = "[{buyers: [B1], on: 2025-04-01}]";
  CHECK(premium_around(run_example(example), 182 + 30) == Approx(-500));
  // Terms that are not insurable, a limit of 0, buyers out of scope: no turnover.
  example.insurance = "{p: {cover: {from: 2024-07-01}, max_terms: 60 days, premium: {rate_on_turnover: 1%}}}";
  example.fail = "";
  CHECK(premium_around(run_example(example), 89) == Approx(875 - 500));
  example.insurance =
      "{p: {cover: {from: 2024-07-01}, limits: {column: insured_limit}, premium: {rate_on_turnover: 1%}}}";
  CHECK(premium_around(run_example(example), 89) == Approx(0));
}

TEST_CASE("the liability in multiples of the premium is the same in every scenario", "[policy]") {
  Example example =
      one_debt("maximum_liability: {times_premium: 12.345}, premium: {rate_on_turnover: 1%, minimum: 100}");
  example.invoices += "I2,B1,2025-05-10,2025-06-11,333333\n";
  // 1 % of 433,333 is 4,333.33; times 12.345 is 53,494.95885.
  CHECK(paid(example) == 5'349'496);
  example.scenario =
      ", shocks: {less: {occurs: certain, start: 2025-01-02, duration: 300 days, sales_multiplier: 0.9}}";
  CHECK(paid(example) == 5'349'496);
}

TEST_CASE("a top-up pays for what lies above the primary's limits", "[policy]") {
  const auto both = [](std::int64_t debt) {
    Example example = one_debt("");
    example.invoices = fmt::format("I1,B1,2025-01-10,2025-03-11,{}\n", debt);
    example.limits = "60000";
    example.insurance =
        "{primary: {limits: {column: insured_limit}}, top_up: {limits: {file: limits.csv, excess_of: primary}}}";
    example.limits_file = "B1,2024-01-01,40000\n";
    const RunResults results = run_example(example);
    return std::pair{claims(results, 1), claims(results, 2)};
  };
  CHECK(both(50'000) == std::pair{units(45'000), units(0)});
  CHECK(both(80'000) == std::pair{units(54'000), units(18'000)});
  CHECK(both(100'000) == std::pair{units(54'000), units(36'000)});
}

TEST_CASE("payments are rounded once, half to even, before the liability", "[policy]") {
  // 33.35 x 90 % = 30.015, to the even cent 30.02; 33.25 x 90 % = 29.925, to 29.92.
  Example example = one_debt("");
  example.invoices = "I1,B1,2025-01-10,2025-03-11,33.35\n";
  CHECK(paid(example) == 3'002);
  example.invoices = "I1,B1,2025-01-10,2025-03-11,33.25\n";
  CHECK(paid(example) == 2'992);
}
