// Backtests on ledgers drawn from known parameters, and on the real ledger where it lies beside the repository.

#include "app/studies/backtest.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <filesystem>

#include "app/studies/forecasts.h"
#include "tests/calibration/ledgers.h"

using namespace delcredere;
using namespace delcredere::testing;

TEST_CASE("on a ledger of its own kind the model is calibrated and beats what ignores the buyer", "[backtest]") {
  const studies::History history = true_ledger({0.7, -0.5, 12.0, -2.0}, 80, 30, -700, 91, 21);
  studies::BacktestSettings settings;
  settings.origins = 4;
  settings.step = 91;
  settings.trials = 400;
  const studies::Backtest result = studies::backtest(history, settings);
  CHECK(result.windows == 4);
  CHECK(result.independent_windows == 4);
  const studies::MethodScores &model = result.methods[0], &due = result.methods[1], &pooled = result.methods[2];
  // Buyers explain 70 % of the variance: the spread within one is 55 % of the whole.
  CHECK(model.invoice_crps < 0.75 * pooled.invoice_crps);
  CHECK(model.log_score > pooled.log_score + 0.3);
  CHECK(model.invoice_crps < 0.6 * due.invoice_crps);
  // About 2,000 invoices: standard errors below 1.5 %, a little more for what buyers share.
  CHECK(model.invoice_coverage[0] == Approx(0.5).margin(0.06));
  CHECK(model.invoice_coverage[1] == Approx(0.8).margin(0.05));
  CHECK(model.invoice_coverage[2] == Approx(0.9).margin(0.04));
  CHECK(std::abs(model.total_bias) < 0.03);
}

TEST_CASE("a forecast does not see what comes after its origin", "[backtest]") {
  studies::History history = true_ledger({}, 20, 20, -364, 0, 5);
  const auto targets = [&] {
    std::vector<studies::Target> open;
    for (const auto& row : history.invoices)
      if (row.paid > -60 && row.issue <= -60)
        open.push_back({row.buyer, row.issue + 60, row.due + 60, row.amount, row.electronic, row.paid + 60});
    return open;
  };
  const auto forecast = [&] {
    const studies::Calibration model = studies::calibrate(history, -60, {false, false});
    return studies::forecast_by_model(history, -60, 91, model, targets(), 50, 1);
  };
  const studies::Forecast before = forecast();
  for (auto& row : history.invoices)
    if (row.paid > -60) row.paid += 13;
  const studies::Forecast after = forecast();
  CHECK(before.cdf == after.cdf);
  CHECK(before.draws == after.draws);
  REQUIRE_FALSE(before.cdf.empty());
  for (const auto& law : before.cdf) {
    CHECK(std::is_sorted(law.begin(), law.end()));
    CHECK(law.back() == Approx(1.0).margin(1e-3));
  }
}

TEST_CASE("baselines: the due date, and Kaplan and Meier without censoring is the empirical law", "[backtest]") {
  const studies::History history = true_ledger({0.0, 0.0, 8.0, 0.0}, 50, 40, -700, -200, 9);  // all paid by day 0
  const std::vector<studies::Target> targets{{0, 10, 40, 100, false, kNever}, {0, -50, -20, 100, false, kNever}};
  const studies::Forecast due = studies::forecast_by_due_date(targets, 3);
  CHECK(due.draws[2] == std::vector<std::int16_t>{40, 1});
  const studies::Forecast pooled = studies::forecast_by_kaplan_meier(history, 0, targets, 10, 1);
  for (const Day d : {-12, -3, 0, 5, 14}) {
    double share = 0;
    for (const auto& row : history.invoices) share += row.paid - row.due <= d;
    share /= static_cast<double>(history.invoices.size());
    CHECK(pooled.cdf[0][static_cast<std::size_t>(40 + d - 1)] == Approx(share).margin(1e-3));
  }
  const studies::Forecast ageing = studies::forecast_by_ageing(history, 0, targets, 10, 1);
  CHECK(ageing.cdf[0][39] == Approx(0.5).margin(0.06));  // the median is on the due date, within a week's bucket
}

TEST_CASE("an unevenly sized book: few buyers bring most of the cash", "[backtest]") {
  // Amounts of buyer b fall as 1 / (b + 1): the three largest of 60 buyers bring 39 %. Nothing like a normal: an atom
  // on the due date, a narrow core around each buyer's own habit, tails to 100 days, payments Monday to Friday.
  double crps = 0, pooled_crps = 0, log = 0, pooled_log = 0, weeks = 0, pooled_weeks = 0, inside = 0, bias = 0;
  constexpr int kLedgers = 4;
  for (std::uint64_t seed = 1; seed <= kLedgers; ++seed) {
    studies::History history = true_ledger({0.5, 0.0, 10.0, 0.0}, 60, 40, -730, 91, 300 + seed);
    Draws draws(seed);
    std::vector<double> habit;
    for (std::size_t b = 0; b < history.buyers.size(); ++b) habit.push_back(8.0 * draws.normal());
    history.known_until = 0;
    for (studies::PastInvoice& row : history.invoices) {
      row.electronic = false;
      row.amount = 10'000'00 / (row.buyer + 1);
      const double u = draws.uniform();
      Day delay = 0;
      if (u > 0.3) delay = static_cast<Day>(std::lround(habit[row.buyer] + (u < 0.93 ? 4.0 : 30.0) * draws.normal()));
      row.paid = std::max(row.due + std::min<Day>(delay, 100), row.issue);
      while (((history.day_zero.serial + row.paid + 3) % 7 + 7) % 7 > 4) ++row.paid;
      history.known_until = std::max(history.known_until, row.paid);
    }
    studies::BacktestSettings settings;
    settings.origins = 3;
    settings.step = 91;
    settings.trials = 300;
    const studies::Backtest result = studies::backtest(history, settings);
    CHECK(result.independent_windows == 3);
    const studies::MethodScores &model = result.methods[0], &pooled = result.methods[2];
    crps += model.invoice_crps / kLedgers;
    pooled_crps += pooled.invoice_crps / kLedgers;
    log += model.log_score / kLedgers;
    pooled_log += pooled.log_score / kLedgers;
    weeks += model.weekly_crps / kLedgers;
    pooled_weeks += pooled.weekly_crps / kLedgers;
    inside += model.weekly_coverage[1] / kLedgers;
    bias += model.total_bias / kLedgers;
  }
  // Habits of 8 days' spread around cores of 4; the atom and the tails are everybody's, where the buyer tells nothing.
  CHECK(crps < 0.85 * pooled_crps);
  CHECK(log > pooled_log + 0.2);
  CHECK(weeks < pooled_weeks);
  // 156 weeks: a standard error of 3.2 %, and what the atom, which the model takes for a habit, makes of it.
  CHECK(inside > 0.70);
  CHECK(inside < 0.92);
  CHECK(std::abs(bias) < 0.02);
}

TEST_CASE("300 payments with an atom, weekdays and long tails: a fitted normal loses clearly", "[backtest]") {
  double model_log = 0, normal_log = 0, model_crps = 0, normal_crps = 0;
  constexpr int kLedgers = 3;
  for (std::uint64_t seed = 1; seed <= kLedgers; ++seed) {
    // 25 buyers with 16 invoices over 400 days, of which the last quarter lies behind the origin.
    studies::History history = true_ledger({0.1, 0.0, 1.0, 0.0}, 25, 16, -330, 70, 700 + seed);
    Draws draws(seed);
    history.known_until = 0;
    for (studies::PastInvoice& row : history.invoices) {
      const double u = draws.uniform();
      const Day delay = u < 0.35 ? 0 : static_cast<Day>(std::lround((u < 0.9 ? 3.0 : 35.0) * draws.normal()));
      row.electronic = false;
      row.paid = std::max(row.due + std::min<Day>(delay, 100), row.issue);
      while (((history.day_zero.serial + row.paid + 3) % 7 + 7) % 7 > 4) ++row.paid;
      history.known_until = std::max(history.known_until, row.paid);
    }
    studies::BacktestSettings settings;
    settings.trials = 200;
    const studies::Backtest result = studies::backtest(history, settings);
    CHECK(result.methods.front().name == "calibrated");
    CHECK(result.methods.back().name == "normal law");
    model_log += result.methods.front().log_score / kLedgers;
    normal_log += result.methods.back().log_score / kLedgers;
    model_crps += result.methods.front().invoice_crps / kLedgers;
    normal_crps += result.methods.back().invoice_crps / kLedgers;
  }
  INFO("log scores: model " << model_log << ", normal " << normal_log);
  CHECK(model_log > normal_log + 0.5);
  CHECK(model_crps < normal_crps);
}

TEST_CASE("weeks and bins of the transform add up to the scores of all", "[backtest]") {
  const studies::History history = true_ledger({0.5, 0.0, 10.0, 0.0}, 30, 20, -500, 91, 4);
  studies::BacktestSettings settings;
  settings.origins = 2;
  settings.trials = 100;
  const studies::Backtest result = studies::backtest(history, settings);
  REQUIRE(result.methods.size() == 5);
  for (const studies::MethodScores& m : result.methods) {
    REQUIRE(m.weeks.size() == 13);
    double bins = 0;
    for (const double share : m.pit_shares) bins += share;
    CHECK(bins == Approx(1.0));
    for (std::size_t k = 0; k < 3; ++k) {
      double coverage = 0;
      for (const studies::WeekScores& week : m.weeks) coverage += week.coverage[k] / 13.0;
      CHECK(coverage == Approx(m.weekly_coverage[k]));
    }
  }
  CHECK(result.origins.size() == 10);
}
