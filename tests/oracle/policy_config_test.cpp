// The worked examples of docs/policy.md as a user would run them: a config, CSV files, deterministic books (no buyer
// fails by chance, no invoice is paid within the horizon), failures by name. To the cent.

#include <catch2/catch.hpp>

#include "tests/support/policy_example.h"

using namespace delcredere;
using namespace delcredere::testing;

namespace {

/// One debt of B1, shipped on 2025-01-10, insolvent on 2025-04-01.
Example one_debt(std::int64_t amount, const std::string& terms) {
  Example example;
  example.invoices = fmt::format("I1,B1,2025-01-10,2025-03-11,{}\n", amount);
  example.fail = "[{buyers: [B1], on: 2025-04-01}]";
  example.insurance = "{p: {" + terms + "}}";
  return example;
}

void check_one(std::int64_t debt, const std::string& terms, std::int64_t paid, std::int64_t left,
               const std::string& limit = "") {
  INFO(debt << " " << terms);
  Example example = one_debt(debt, terms);
  example.limits = limit;
  const RunResults results = run_example(example);
  CHECK(results.trial_columns.gross_loss(0, 0) == units(debt));
  CHECK(claims(results) == units(paid));
  CHECK(kept(results) == units(left));
  CHECK(results.trial_columns.retained_loss(0, 1, 1) == units(left));
}

}  // namespace

TEST_CASE("one debt: limit, deductibles, franchise, minimum retention", "[policy]") {
  check_one(950'000, "limits: {column: insured_limit}", 855'000, 95'000, "1000000");
  check_one(800'000, "limits: {column: insured_limit}", 450'000, 350'000, "500000");
  check_one(50'000, "each_first_loss: {amount: 5000, basis: loss}", 40'500, 9'500);
  check_one(50'000, "each_first_loss: {amount: 5000, basis: indemnity}", 40'000, 10'000);
  check_one(50'000,
            "each_first_loss: {amount: 5000, basis: indemnity}, aggregate_first_loss: {amount: 10000, basis: loss}",
            31'000, 19'000);
  check_one(50'000,
            "each_first_loss: {amount: 5000, basis: loss}, aggregate_first_loss: {amount: 10000, basis: indemnity}",
            30'500, 19'500);
  check_one(1'000, "insured_percentage: 85%, non_qualifying_loss: 1000", 0, 1'000);
  check_one(1'200, "insured_percentage: 85%, non_qualifying_loss: 1000", 1'020, 180);
  check_one(5'000, "insured_percentage: 85%, minimum_retention: 1000", 4'000, 1'000);
  check_one(10'000, "insured_percentage: 85%, minimum_retention: 1000", 8'500, 1'500);
}

TEST_CASE("a policy year with three losses against its deductibles and its maximum liability", "[policy]") {
  Example example;
  example.invoices =
      "I1,B1,2024-11-01,2025-04-01,40000\n"
      "I2,B2,2024-09-03,2024-12-03,30000\n"
      "I3,B3,2025-06-01,2025-10-01,60000\n";
  example.fail =
      "[{buyers: [B1], on: 2025-03-01}, {buyers: [B2], on: 2025-01-01, cause: protracted_default}, "
      "{buyers: [B3], on: 2025-09-01}]";
  example.insurance =
      "{p: {aggregate_first_loss: {amount: 50000, basis: loss}, each_first_loss: {amount: 5000, basis: loss}, "
      "maximum_liability: {amount: 100000}}}";
  const RunResults results = run_example(example);
  CHECK(claims(results) == units(58'500));
  CHECK(kept(results) == units(71'500));
  CHECK(results.buyers.expected_retained(0, 1, 0) == Approx(40'000));
  CHECK(results.buyers.expected_retained(0, 1, 1) == Approx(21'000));
  CHECK(results.buyers.expected_retained(0, 1, 2) == Approx(10'500));
  CHECK(claims_around(results, 182) == Approx(9'000));   // 2025-07-01
  CHECK(claims_around(results, 274) == Approx(49'500));  // 2025-10-01
}

TEST_CASE("a limit that is cancelled covers what was shipped before", "[policy]") {
  Example example;
  example.invoices =
      "I1,B1,2025-03-10,2025-05-09,60000\n"
      "I2,B1,2025-04-20,2025-06-19,30000\n"
      "I3,B1,2025-05-05,2025-07-04,40000\n";
  example.fail = "[{buyers: [B1], on: 2025-08-01}]";
  example.insurance = "{p: {limits: {file: limits.csv}}}";
  example.limits_file = "B1,2024-01-01,100000\nB1,2025-04-30,0\n";
  const RunResults results = run_example(example);
  CHECK(claims(results) == units(81'000));
  CHECK(kept(results) == units(49'000));
}

TEST_CASE("the day of the cash after protracted default and after insolvency", "[policy]") {
  Example example;
  example.invoices = "I1,B1,2024-12-21,2025-01-31,100000\n";
  example.insurance = "{p: {}}";
  const RunResults late = run_example(example);
  CHECK(late.trial_columns.gross_loss(0, 0) == 0);  // merely late so far
  CHECK(claims(late) == units(90'000));
  CHECK(claims_around(late, 241) == Approx(90'000));  // 2025-08-29
  example.fail = "[{buyers: [B1], on: 2025-04-15}]";
  const RunResults insolvent = run_example(example);
  CHECK(claims(insolvent) == units(90'000));
  CHECK(kept(insolvent) == units(10'000));
  CHECK(claims_around(insolvent, 135) == Approx(90'000));  // 2025-05-15
}

TEST_CASE("excess of loss", "[policy]") {
  Example example;
  example.invoices =
      "I1,B1,2025-01-10,2025-12-01,400000\nI2,B2,2025-01-10,2025-12-01,700000\nI3,B3,2025-01-10,2025-12-01,1200000\n"
      "I4,B4,2025-01-10,2025-12-01,150000\nI5,B5,2025-01-10,2025-12-01,80000\n";
  example.fail =
      "[{buyers: [B1], on: 2025-02-01}, {buyers: [B2], on: 2025-03-01}, {buyers: [B3], on: 2025-04-01}, "
      "{buyers: [B4], on: 2025-05-01}, {buyers: [B5], on: 2025-06-01}]";
  example.insurance =
      "{p: {non_qualifying_loss: 100000, aggregate_first_loss: {amount: 1000000, basis: loss}, "
      "maximum_liability: {amount: 5000000}}}";
  const RunResults results = run_example(example);
  CHECK(claims(results) == units(1'305'000));
  CHECK(kept(results) == units(1'225'000));
  const double paid[] = {0, 90'000, 1'080'000, 135'000, 0};
  for (std::size_t b = 0; b < 5; ++b)
    CHECK(results.buyers.expected_loss(0, b) - results.buyers.expected_retained(0, 1, b) ==
          Approx(paid[b]).margin(1e-6));
}

TEST_CASE("a top-up above a primary", "[policy]") {
  Example example = one_debt(120'000, "");
  example.limits = "60000";
  example.insurance =
      "{primary: {limits: {column: insured_limit}}, top_up: {limits: {file: limits.csv, excess_of: primary}}}";
  example.limits_file = "B1,2024-01-01,40000\n";
  const RunResults results = run_example(example);
  CHECK(claims(results, 1) == units(54'000));
  CHECK(claims(results, 2) == units(36'000));
}

TEST_CASE("a recovery shared pro rata of the total debt", "[policy]") {
  Example example =
      one_debt(100'000, "limits: {column: insured_limit}, recoveries: {sharing: pro_rata_total, cost: 10%}");
  example.limits = "80000";
  example.lgd = 0.8;
  const RunResults results = run_example(example);
  CHECK(claims(results) == units(72'000));
  CHECK(results.trial_columns.insured_loss(0, 1, 0) == units(59'040));
  CHECK(results.trial_columns.retained_loss(0, 1, 0) == units(22'960));
  CHECK(results.losses.mean(0, 1, 0) == Approx(82'000));  // gross under this policy: what its recoveries cost is a loss
  CHECK(results.losses.mean(0, 0, 0) == Approx(80'000));
}
