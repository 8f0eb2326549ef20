// Ten days of a bank account by hand: line, interest ACT/360 on the last day of the month, minimum, breach and gap.

#include <catch2/catch.hpp>

#include "sim/run.h"
#include "tests/support/study_builder.h"

using namespace delcredere;
using namespace delcredere::testing;

TEST_CASE("ten days of cash by hand", "[cash]") {
  // From Sunday 2026-01-25: day 6 is 31 January. Opening 1,000.00, minimum 500.00, line 2,000.00 at 9 %.
  StudyBuilder builder(3, 9001);
  builder.over(10, "day", 1).study().as_of = *Date::from_civil(2026, 1, 25);
  builder.study().has_liquidity = true;
  builder.base().payment.segments["default"] = {1.0, LognormalDelay{18, 22}};  // everybody pays on the due date
  LiquidityParameters& liquidity = builder.base().liquidity;
  liquidity.opening_cash = 100'000;
  liquidity.minimum_cash = 50'000;
  liquidity.credit_line = {200'000, 0.09};
  for (const auto& [day, amount] : std::vector<std::pair<Day, Money>>{
           {1, 30'000}, {2, 120'000}, {4, 90'000}, {5, 100'000}, {8, 109'872}, {9, 1}, {11, 999'999}})
    liquidity.outflows.push_back({day, amount, ""});
  builder.buyer(0.0);
  builder.invoice(1, 3, 40'000);
  builder.invoice(1, 6, 60'000);
  builder.invoice(2, 7, 300'000);
  builder.invoice(2, 10, 10'000);
  builder.invoice(2, 11, 777'777);
  const RunResults results = run_study(builder.build(), {});

  // Day 2 lacks 1,000.00; day 3 repays 400.00; day 4 lacks 900.00; day 5 lacks 1,000.00 and gets the last 500.00.
  // Interest on day 6: (1,000 + 600 + 1,500 + 2,000) x 9 % / 360 = 1.275, half to even 1.28, before the line moves.
  const double balance[] = {700, 500, 500, 500, 0, 500, 1598.72, 500, 500, 599.99};
  const double drawn[] = {0, 1000, 600, 1500, 2000, 1901.28, 0, 0, 0.01, 0};
  const double receipts[] = {0, 0, 400, 0, 0, 600, 3000, 0, 0, 100};
  for (std::size_t t = 0; t < 10; ++t) {
    INFO("day " << t + 1);
    CHECK(results.cash.receipts_mean(0, t) == Approx(receipts[t]).margin(1e-9));
    CHECK(results.cash.balance_mean(0, 0, t) == Approx(balance[t]).margin(1e-9));
    CHECK(results.cash.line_drawn_mean(0, 0, t) == Approx(drawn[t]).margin(1e-9));
    CHECK(results.cash.interest_mean(0, 0, t) == Approx(t == 5 ? 1.28 : 0.0).margin(1e-9));
    CHECK(results.cash.breach_probability(0, 0, t) == (t == 4 ? 1.0 : 0.0));
    CHECK(results.cash.breach_probability_cumulative(0, 0, t) == (t >= 4 ? 1.0 : 0.0));
    CHECK(results.cash.gap_quantile(0, 0, t, 1) == Approx(t == 4 ? 500.0 : 0.0).margin(1e-9));
  }
  for (std::size_t n = 0; n < 3; ++n) {
    CHECK(results.trial_columns.minimum_balance(0, 0, n) == 0);
    CHECK(results.trial_columns.worst_gap(0, 0, n) == 50'000);
    CHECK(results.trial_columns.first_breach_day(0, 0, n) == 5);
  }
  // Closes of days 6 to 9: (1,901.28 + 0 + 0 + 0.01) x 9 % / 360 = 0.475.
  CHECK(results.liquidity.interest_accrued_mean(0, 0) == Approx(0.48));
  CHECK(results.liquidity.facility_needed(0, 0, 1) == Approx(500));
  // 7,777.77 is still owed at the end; 11,877.77 was sold in the last 90 days: DSO = 7,777.77 / 11,877.77 x 90.
  CHECK(results.liquidity.dso_mean(0) == Approx(777'777.0 / 1'187'777.0 * 90.0).epsilon(1e-6));
}
