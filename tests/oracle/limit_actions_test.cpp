// Limit actions of the insurer by way of a config: worked by hand. Every buyer falls from A to B for certain at the one
// review, on 2025-12-31; actions come into force with their notice.

#include <catch2/catch.hpp>

#include "tests/support/policy_example.h"

using namespace delcredere;
using namespace delcredere::testing;

namespace {

constexpr const char* kFall = "from,A,B,C,D\nA,0,1,0,0\nB,0,1,0,0\nC,0,0,1,0\n";

/// 40,000 before the review; 30,000 on the last day of 30 days of notice; 20,000 on the first day after it.
Example falling(const std::string& terms, const std::string& more = "") {
  Example example;
  example.horizon = "26 months";
  example.grades = "A: 0%, B: 0%, C: 0%";
  example.credit = ", migration: {matrix: migration.csv, every: 12 months}";
  example.migration = kFall;
  example.limits = "100000";
  example.invoices =
      "I1,B1,2025-10-01,2025-12-30,40000\n"
      "I2,B1,2026-01-29,2026-03-30,30000\n"
      "I3,B1,2026-01-30,2026-03-31,20000\n";
  example.insurance = "{p: {cover: {years: 2}, limits: {column: insured_limit}" + terms + "}" + more + "}";
  return example;
}

Example failing(const std::string& terms, const std::string& more = "") {
  Example example = falling(terms, more);
  example.fail = "[{buyers: [B1], on: 2026-03-01}]";
  return example;
}

}  // namespace

TEST_CASE("a limit is cut or cancelled for what is shipped after the notice", "[policy][limit_actions]") {
  CHECK(claims(run_example(failing(""))) == units(81'000));
  const auto paid = [](const std::string& actions) {
    const RunResults results = run_example(failing(", limit_actions: [" + actions + "]"));
    CHECK(results.trial_columns.gross_loss(0, 0) == units(90'000));  // cover changes, shipments do not
    return claims(results);
  };
  CHECK(paid("{below: A, notice: 30 days}") == units(63'000));
  CHECK(paid("{below: A, notice: 29 days}") == units(36'000));
  CHECK(paid("{below: A, notice: 31 days}") == units(81'000));
  CHECK(paid("{below: A, notice: 30 days, cut: 20%}") == units(72'000));  // 10,000 of the last under 80,000
  CHECK(paid("{below: A, notice: 0 days, cut: 55%}") == units(40'500));   // 5,000 of the second under 45,000
  CHECK(paid("{below: B, notice: 0 days}") == units(81'000));             // nobody falls below B
  CHECK(paid("{below: A, notice: 30 days, cut: 20%}, {below: A, notice: 29 days, cut: 40%}") == units(54'000));
}

TEST_CASE("a top-up stands where its primary's limit was", "[policy][limit_actions]") {
  Example example = failing(", limit_actions: [{below: A, notice: 0 days}]",
                            ", top: {cover: {years: 2}, limits: {file: limits.csv, excess_of: p}}, "
                            "both: {cover: {years: 2}, limits: {file: limits.csv, excess_of: p}, "
                            "limit_actions: [{below: A, notice: 30 days}]}");
  example.limits_file = "B1,2024-01-01,45000\n";
  const RunResults results = run_example(example);
  CHECK(claims(results, 1) == units(36'000));
  // Of 145,000 the first 40,000, less the primary's 40,000; from the review on 45,000 less 0: 5,000 of the second.
  CHECK(claims(results, 2) == units(4'500));
  CHECK(claims(results, 3) == units(4'500));
}

TEST_CASE("premium is adjusted to what the trial's limits insure", "[policy][limit_actions]") {
  const std::string turnover = ", premium: {rate_on_turnover: 1%}", balance = ", premium: {rate_on_balance: 12%}";
  const std::string cancel = ", limit_actions: [{below: A, notice: 30 days}]";
  const std::string plain = "cover: {years: 2}, limits: {column: insured_limit}";
  const RunResults results =
      run_example(falling(turnover + cancel, ", q: {" + plain + turnover + "}, r: {" + plain + balance + cancel +
                                                 "}, s: {" + plain + balance + "}"));
  const auto premium = [&](std::size_t policy) {
    double sum = 0;
    for (std::size_t t = 0; t < results.axes.period_ends.size(); ++t) sum += results.cash.premium_mean(0, policy, t);
    return sum;
  };
  // 1 % of 40,000 and of 50,000, less a quarter of the first that was due at as_of; 20,000 are not insured.
  CHECK(premium(2) == Approx(800));
  CHECK(premium(1) == Approx(600));
  // Nothing is paid: the second year's twelve balances have 20,000 less, those of the year before are the same.
  CHECK(premium(4) - premium(3) == Approx(0.12 * 20'000));
}

TEST_CASE("a scenario may bring the re-rating and its actions, or take the actions away", "[policy][limit_actions]") {
  Example example = failing("");
  example.credit = "";
  example.scenario =
      ", credit: {migration: {matrix: migration.csv, every: 12 months}}, "
      "insurance: {p: {limit_actions: [{below: A, notice: 30 days}]}}";
  CHECK(claims(run_example(example)) == units(63'000));
  example = failing(", limit_actions: [{below: A, notice: 30 days}]");
  example.scenario = ", insurance: {p: {limit_actions: []}}";
  CHECK(claims(run_example(example)) == units(81'000));
}
