// Terms of a running policy and of claims handling, by way of a config: worked by hand.

#include <catch2/catch.hpp>
#include <cmath>

#include "tests/support/oracle_rows.h"
#include "tests/support/policy_example.h"

using namespace delcredere;
using namespace delcredere::testing;

namespace {

/// A debt of 100,000 of B1, insolvent on 2025-04-01.
Example one_debt(const std::string& terms) {
  Example example;
  example.invoices = "I1,B1,2025-01-10,2025-03-11,100000\n";
  example.fail = "[{buyers: [B1], on: 2025-04-01}]";
  example.insurance = "{p: {" + terms + "}}";
  return example;
}

double premium_around(const RunResults& results, Day day) {
  for (std::size_t t = 0; t < results.axes.period_ends.size(); ++t)
    if (results.axes.period_ends[t] >= day) return results.cash.premium_mean(0, 1, t);
  return -1;
}

}  // namespace

TEST_CASE("a policy taken over in mid-term: deductible and liability used, claims still to be paid", "[policy]") {
  const std::string year = "cover: {from: 2024-07-01}, ";
  CHECK(claims(run_example(one_debt(year + "aggregate_first_loss: {amount: 50000}, state: "
                                           "{aggregate_first_loss_used: 30000}"))) == units(72'000));
  CHECK(claims(run_example(one_debt(year + "maximum_liability: {amount: 100000}, state: {liability_used: 60000}"))) ==
        units(40'000));
  // The policy year that contains as_of ends on 2025-07-01: a later loss has everything before it.
  Example later = one_debt(
      "cover: {from: 2024-07-01, years: 2}, maximum_liability: {amount: 100000}, state: {liability_used: 60000}");
  later.fail = "[{buyers: [B1], on: 2025-08-01}]";
  CHECK(claims(run_example(later)) == units(90'000));

  Example open = one_debt(year + "state: {open_claims: claims.csv}");
  open.claims_file = "2024-11-20,7500,2025-01-20\n2024-10-01,999,2024-11-01\n2024-12-01,333,\n";
  const RunResults results = run_example(open);
  CHECK(claims_around(results, 20) == Approx(7'500));  // 2025-01-20; those paid before as_of are in the balance
  CHECK(claims(results) == units(90'000));             // losses of the simulated days only
}

TEST_CASE("premium paid so far is settled with the year's adjustment", "[policy]") {
  // From 2024-07-01, 365 days: advances of 10,000 on days 0, 91, 182, 273 of the year, three of them up to as_of (the
  // third on 2024-12-30); adjusted 30 days after 2025-07-01.
  const std::string premium = "cover: {from: 2024-07-01}, premium: {flat: 40000}";
  const Day settled = 182 + 30;
  CHECK(premium_around(run_example(one_debt(premium)), settled) == Approx(0));
  CHECK(premium_around(run_example(one_debt(premium + ", state: {premium_paid: 13000}")), settled) == Approx(17'000));
  CHECK(premium_around(run_example(one_debt(premium + ", state: {premium_paid: 25000}")), settled) == Approx(5'000));
}

TEST_CASE("bonus and malus on the year's claims, net of recoveries", "[policy]") {
  const std::string premium =
      "cover: {from: 2024-07-01}, premium: {flat: 40000, bonus: {loss_ratio: 30%, share: 20%}, malus: {loss_ratio: "
      "200%, share: 25%}}";
  const Day settled = 182 + 30;
  CHECK(premium_around(run_example(one_debt(premium)), settled) == Approx(10'000));  // 90,000 on 40,000
  Example quiet = one_debt(premium);
  quiet.fail = "";
  quiet.invoices = "I1,B1,2025-01-10,2025-12-30,100000\n";
  CHECK(premium_around(run_example(quiet), settled) == Approx(-8'000));
  // 12,001 used before as_of lifts the loss ratio above 30 %; 12,000 does not.
  quiet.insurance = "{p: {" + premium + ", state: {liability_used: 12001}}}";
  CHECK(premium_around(run_example(quiet), settled) == Approx(0));
  quiet.insurance = "{p: {" + premium + ", state: {liability_used: 12000}}}";
  CHECK(premium_around(run_example(quiet), settled) == Approx(0));  // not below 30 %
  quiet.insurance = "{p: {" + premium + ", state: {liability_used: 11999}}}";
  CHECK(premium_around(run_example(quiet), settled) == Approx(-8'000));
}

TEST_CASE("only the buyers with the largest sales are insured", "[policy]") {
  Example example = one_debt("insured_buyers: {top: 20%}");  // one of five
  example.invoices = "I1,B1,2025-01-10,2025-03-11,100000\nI2,B2,2025-01-10,2025-12-30,100001\n";
  CHECK(claims(run_example(example)) == 0);
  example.insurance = "{p: {insured_buyers: {top: 21%}}}";  // two of five
  CHECK(claims(run_example(example)) == units(90'000));
  example.insurance = "{p: {insured_buyers: [B1]}}";
  CHECK(claims(run_example(example)) == units(90'000));
}

TEST_CASE("random settlement and filing: shares by days, and the deadline", "[policy][table]") {
  // 400 buyers fail on 2025-02-01 (day 32). Filing: 50 % within 10 days, the rest evenly up to 20; deadline 15 days.
  std::string buyers = "buyer_id,sector,grade\n", invoices = "invoice_id,buyer_id,issue_date,due_date,amount\n", list;
  constexpr int count = 400;
  for (int i = 0; i < count; ++i) {
    buyers += fmt::format("B{:03},s,A\n", i);
    invoices += fmt::format("I{0},B{0:03},2025-01-10,2025-03-11,1000\n", i);
    list += fmt::format("{}B{:03}", i > 0 ? ", " : "", i);
  }
  const std::string config = fmt::format(R"(delcredere: 1
name: handling
as_of: 2024-12-31
currency: EUR
horizon: 12 months
portfolio: {{buyers: buyers.csv, invoices: invoices.csv}}
simulation: {{trials: 100, seed: 5}}
credit: {{grades: {{A: 0%}}}}
payment: {{segments: {{default: {{family: lognormal, on_time: 0%, mean: 3000 days, standard_deviation: 0 days}}}}}}
insurance:
  p:
    insured_percentage: 100%
    filing_lag: {{10 days: 50%, 20 days: 100%}}
    filing_deadline: 15 days
    settlement: {{0 days: 25%, 30 days: 100%}}
scenarios: {{s: {{fail: [{{buyers: [{}], on: 2025-02-01}}]}}}}
)",
                                         list);
  const RunResults results = run_study(study_from(config, {{"buyers.csv", buyers}, {"invoices.csv", invoices}}), {});
  std::uint64_t paid = 0;
  for (std::uint64_t trial = 0; trial < 100; ++trial)
    paid += static_cast<std::uint64_t>(results.trial_columns.claims(0, 1, trial) / 100'000);
  constexpr std::uint64_t n = 100 * count;
  CHECK_ROW(probability_row("claims handling", "filed within the deadline", 0.75, paid, n));
  // By day 35 (end of the fifth week): filed and settled within 3 days, P = sum over the days 1..3 of filing at 5 % a
  // day of P(settled within what is left): 25 % at once and 2.5 % a day after.
  const double early = results.cash.claims_mean(0, 1, 4) / 1000.0 / count;
  const double exact = 0.05 * (0.25 + 0.275 + 0.30);
  CHECK_ROW(probability_row("claims handling", "paid within 3 days", exact,
                            static_cast<std::uint64_t>(std::llround(early * static_cast<double>(n))), n));
}

TEST_CASE("terms that cannot act are errors that name policy and line", "[policy]") {
  check_refused(one_debt("state: {liability_used: 5}"), "'p'");
  check_refused(one_debt("cover: {from: 2025-03-01}, state: {premium_paid: 5}, premium: {flat: 10}"), "no policy year");
  check_refused(one_debt("aggregate_first_loss: {amount: 5}, state: {aggregate_first_loss_used: 6}"), "'p'");
  check_refused(one_debt("state: {country_cap_used: {DE: 6}}"), "no country_cap");
  check_refused(one_debt("state: {premium_paid: 6}"), "without a premium");
  check_refused(one_debt("filing_lag: 10 days, filing_deadline: 5 days"), "not random");
  check_refused(one_debt("filing_lag: {10 days: 100%}, filing_deadline: 10 days"), "never acts");
  check_refused(one_debt("settlement: {10 days: 90%}"), "100 %");
  check_refused(one_debt("settlement: {10 days: 90%, 20 days: 80%, 30 days: 100%}"), "do not rise");
  check_refused(one_debt("premium: {bonus: {loss_ratio: 30%, share: 10%}}"), "without a premium");
  check_refused(one_debt("cover: {basis: risk_attaching}, premium: {flat: 9, bonus: {loss_ratio: 30%, share: 10%}}"),
                "risk_attaching");
  check_refused(one_debt("treaties: {t: {kind: quota_share, share: 10%, retention: 5}}"), "does not apply");
  check_refused(one_debt("treaties: {t: {kind: quota_share}}"), "share");
  check_refused(one_debt("treaties: {t: {kind: surplus, line: 5}}"), "limits");
  check_refused(one_debt("treaties: {t: {kind: quota_share, share: 10%, inures_to: [u]}}"), "no treaty 'u'");
  check_refused(one_debt("treaties: {t: {kind: quota_share, share: 10%, inures_to: [t]}}"), "circle");
  check_refused(one_debt("treaties: {t: {kind: stop_loss, retention_of_premium: 100%}}"), "does not have");
  check_refused(one_debt("treaties: {t: {kind: per_risk_xl, reinstatements: {number: 1}}}"), "without a limit");
}
