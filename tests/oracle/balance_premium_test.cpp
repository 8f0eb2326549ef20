// Premium on outstanding balances by way of a config: worked by hand.

#include <catch2/catch.hpp>

#include "tests/support/policy_example.h"

using namespace delcredere;
using namespace delcredere::testing;

namespace {

/// 100,000 of B1, issued 2025-01-10, due 2025-03-11, never paid in the horizon. The policy year from 2024-07-01
/// declares on 2024-07-31, ..., 2025-06-30 and is settled on 2025-07-31.
Example one_debt(const std::string& terms) {
  Example example;
  example.invoices = "I1,B1,2025-01-10,2025-03-11,100000\n";
  example.insurance = "{p: {cover: {from: 2024-07-01}, " + terms + "}}";
  return example;
}

double settled(const Example& example) {
  const RunResults results = run_example(example);
  for (std::size_t t = 0; t < results.axes.period_ends.size(); ++t)
    if (results.axes.period_ends[t] >= 182 + 30) return results.cash.premium_mean(0, 1, t);
  return -1;
}

}  // namespace

TEST_CASE("the average of twelve month-end balances, settled on what was open", "[policy]") {
  const std::string rate = "premium: {rate_on_balance: 12%}";
  // Planned: open at the ends of January and February, 12 % x 200,000 / 12 = 2,000. In the trial at six month ends:
  // 6,000.
  CHECK(settled(one_debt(rate)) == Approx(4'000));
  Example failing = one_debt(rate);
  failing.fail = "[{buyers: [B1], on: 2025-04-01}]";  // a balance up to the end of March
  CHECK(settled(failing) == Approx(1'000));
  failing.fail = "[{buyers: [B1], on: 2025-03-31}]";  // no balance at the close of its default day
  CHECK(settled(failing) == Approx(0));
  CHECK(settled(one_debt("premium: {rate_on_balance: 12%, minimum: 5000}")) == Approx(1'000));
  CHECK(settled(one_debt("premium: {rate_on_balance: 12%, minimum: 7000}")) == Approx(0));
  CHECK(settled(one_debt("max_terms: 59 days, " + rate)) == Approx(0));
}

TEST_CASE("balances within limits, with what is open at as_of", "[policy]") {
  const std::string rate = "premium: {rate_on_balance: 12%}";
  Example example = one_debt("limits: {column: insured_limit}, " + rate);
  example.limits = "60000";
  CHECK(settled(example) == Approx(2'400));
  // Overdue at as_of, 2024-12-31: planned at the end of December alone, then open to the end of June. The earlier
  // shipment takes its part of the limit first.
  example.invoices += "I0,B1,2024-12-01,2024-12-20,10000\n";
  CHECK(settled(example) == Approx(0.12 / 12 * ((10'000 + 6 * 60'000) - (10'000 + 2 * 60'000))));
  example.limits = "";
  CHECK(settled(example) == Approx(0));  // nobody has a limit
}

TEST_CASE("a liability in multiples of the provisional premium on balances", "[policy]") {
  Example example = one_debt("maximum_liability: {times_premium: 20}, premium: {rate_on_balance: 12%}");
  example.fail = "[{buyers: [B1], on: 2025-04-01}]";
  CHECK(claims(run_example(example)) == units(40'000));  // 20 x 2,000 in every trial
}
