// The checks of this folder catch what they are for: each case plants one bug, and the same check that a right engine
// passes must reject it.

#include <fmt/core.h>

#include <boost/math/distributions/chi_squared.hpp>
#include <catch2/catch.hpp>
#include <numeric>

#include "sim/fast/fast_engine.h"
#include "sim/run.h"
#include "tests/support/delay_formula.h"
#include "tests/support/study_builder.h"

using namespace delcredere;
using namespace delcredere::testing;

namespace {

constexpr std::uint64_t kTrials = 400'000;

/// N 100, PD 0.1: sd and tail figures of rho 0.2.
constexpr double kPd = 0.1, kRho = 0.2, kSd = 0.089578415, kVar99 = 0.41, kEs99 = 0.47640687;
/// At 95 % the atom at VaR holds enough for a mistake with it to show.
constexpr double kVar95 = 0.28, kEs95 = 0.35803333;
constexpr double kUnit = 100.0 * 100.0;

std::vector<std::int64_t> losses(std::size_t buyers, double pd, double rho, double unit) {
  std::vector<std::int64_t> values =
      run_study(homogeneous(buyers, pd, rho, kTrials, 9501).build(), {}).trial_columns.gross_loss.values();
  if (unit != 1.0)
    for (std::int64_t& value : values) value = std::llround(static_cast<double>(value) * unit);
  return values;
}

const std::vector<std::int64_t>& right() {
  static const std::vector<std::int64_t> values = losses(100, kPd, kRho, 1.0);
  return values;
}

Sample sample_of(std::vector<std::int64_t> values) { return {"power", std::move(values), kUnit}; }

/// Correlation of neighbouring trials; its standard error is 1 / sqrt(N).
Row neighbours(const std::vector<std::int64_t>& values) {
  const double n = static_cast<double>(values.size());
  double mean = 0, variance = 0, product = 0;
  for (const std::int64_t value : values) mean += static_cast<double>(value) / n;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double x = static_cast<double>(values[i]) - mean;
    variance += x * x;
    if (i > 0) product += x * (static_cast<double>(values[i - 1]) - mean);
  }
  const double correlation = product / variance, error = 1.0 / std::sqrt(n);
  return {"power", "correlation of neighbouring trials", 0, correlation, error, correlation / error};
}

}  // namespace

TEST_CASE("the right engine passes the checks that catch the bugs below", "[power][table]") {
  const Sample sample("Power book: N 100 PD 0.1 rho 0.2", right(), kUnit);
  CHECK_ROW(sample.mean(kPd));
  CHECK_ROW(sample.standard_deviation(kSd));
  CHECK_ROW(sample.value_at_risk("VaR99", 0.99, kVar99));
  CHECK_ROW(sample.expected_shortfall("ES99", 0.99, kVar99, kEs99));
  CHECK_ROW(neighbours(right()));
}

TEST_CASE("planted: correlation 2 % too high", "[power]") {
  CHECK_FALSE(sample_of(losses(100, kPd, 1.02 * kRho, 1.0)).standard_deviation(kSd).agrees());
}

TEST_CASE("planted: loss given default taken twice", "[power]") {
  std::vector<std::int64_t> values = right();
  for (std::int64_t& value : values) value = value * 6 / 10;
  CHECK_FALSE(sample_of(values).mean(kPd).agrees());
}

TEST_CASE("planted: two buyers read one stream", "[power]") {
  // Fifty draws serve a hundred buyers.
  CHECK_FALSE(sample_of(losses(50, kPd, kRho, 2.0)).standard_deviation(kSd).agrees());
}

TEST_CASE("planted: every other trial repeats the one before", "[power]") {
  std::vector<std::int64_t> values = right();
  for (std::size_t i = 1; i < values.size(); i += 2) values[i] = values[i - 1];
  CHECK_FALSE(neighbours(values).agrees());
}

TEST_CASE("planted: a block of 64 is dropped but counted", "[power]") {
  std::vector<std::int64_t> values = right();
  std::fill(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(values.size() / 64), 0);
  CHECK_FALSE(sample_of(values).mean(kPd).agrees());
}

TEST_CASE("planted: a quantile one atom off", "[power]") {
  std::vector<std::int64_t> values = right();
  for (std::int64_t& value : values) value += 100;
  CHECK_FALSE(sample_of(values).value_at_risk("", 0.95, kVar95).agrees());
  for (std::int64_t& value : values) value -= 200;
  CHECK_FALSE(sample_of(values).value_at_risk("", 0.95, kVar95).agrees());
}

TEST_CASE("planted: expected shortfall without its atom correction", "[power]") {
  const Sample sample = sample_of(right());
  const Row row = sample.expected_shortfall("", 0.95, kVar95, kEs95);
  double sum = 0, count = 0;
  for (const std::int64_t value : sample.values())
    if (const double x = static_cast<double>(value) / kUnit; x >= kVar95 - 1e-9) sum += x, ++count;
  CHECK(std::abs(deviation(kEs95, sum / count, row.error)) > kBound);
}

namespace {

/// P-value of weekly default days against F; `shift` moves every day.
double p_value(double engine_pd, double formula_pd, Day shift) {
  StudyBuilder builder(kTrials, 9601);
  builder.exposure(engine_pd, 100);
  const Study study = builder.build();
  const Plan plan = make_plan(study);
  const auto engine = make_fast_engine(plan);
  std::vector<ScenarioFlows> flows;
  std::vector<double> weeks(54);
  for (std::uint64_t trial = 0; trial < kTrials; ++trial) {
    engine->run(trial, flows);
    const auto& failed = flows[0].failed;
    weeks[failed.empty() ? 0 : static_cast<std::size_t>(1 + (failed[0].day + shift - 1) / 7)] += 1;
  }
  const auto f = [&](double day) { return -std::expm1(std::log1p(-formula_pd) * std::min(day, 365.0) / 365.0); };
  double statistic = 0;
  for (std::size_t week = 0; week < weeks.size(); ++week) {
    const double w = static_cast<double>(week);
    const double expected = static_cast<double>(kTrials) * (week == 0 ? 1.0 - f(365) : f(7 * w) - f(7 * (w - 1)));
    statistic += (weeks[week] - expected) * (weeks[week] - expected) / expected;
  }
  return boost::math::cdf(complement(boost::math::chi_squared_distribution<double>(53), statistic));
}

}  // namespace

TEST_CASE("planted: a year of 360 days, and default days rounded down", "[power]") {
  CHECK(p_value(0.6, 0.6, 0) > 1e-4);
  CHECK(p_value(1.0 - std::pow(0.4, 365.0 / 360.0), 0.6, 0) < 1e-4);
  CHECK(p_value(0.6, 0.6, 1) < 1e-4);
}

namespace {

enum class Bug {
  none,
  franchise_below,
  deductible_after_limit,
  percentage_before_deductible,
  cap_before_percentage,
  no_aggregate
};

/// Claims of P50 by the textbook, one bug at a time.
double claims_of(const std::vector<FailedBuyer>& failed, const Study& study, Bug bug) {
  double eroded = 0;
  for (const FailedBuyer& buyer : failed) {
    const double debt = static_cast<double>(buyer.exposure) / 100.0;
    const double limit = static_cast<double>(*study.portfolio.buyers[buyer.buyer].insured_limit) / 100.0;
    const double loss = std::min(debt, limit);
    if (bug == Bug::franchise_below ? loss < 20 : loss <= 20) continue;
    if (bug == Bug::deductible_after_limit)
      eroded += limit > 0 ? std::min(debt - 5, limit) : 0;
    else if (bug == Bug::percentage_before_deductible)
      eroded += (0.9 * loss - 5) / 0.9;
    else
      eroded += loss - 5;
  }
  const double above = bug == Bug::no_aggregate ? eroded : std::max(0.0, eroded - 50);
  return bug == Bug::cap_before_percentage ? 0.9 * std::min(above, 150.0) : std::min(0.9 * above, 150.0);
}

}  // namespace

TEST_CASE("planted: five orders of a policy's terms", "[power]") {
  StudyBuilder builder(kTrials, 9701);
  builder.base().credit.dependence.model = DependenceModel::independent;
  for (int i = 0; i < 50; ++i)
    builder.exposure(0.01 * (1 + i % 5), 1000 * (1 + 7 * i % 13)).insured_limit = i % 10 == 9 ? 0 : 8000;
  const Study study = builder.build();
  const Plan plan = make_plan(study);
  const auto engine = make_fast_engine(plan);
  const std::vector<Bug> bugs{Bug::none,
                              Bug::franchise_below,
                              Bug::deductible_after_limit,
                              Bug::percentage_before_deductible,
                              Bug::cap_before_percentage,
                              Bug::no_aggregate};
  std::vector<std::vector<std::int64_t>> claims(bugs.size());
  std::vector<ScenarioFlows> flows;
  for (std::uint64_t trial = 0; trial < kTrials; ++trial) {
    engine->run(trial, flows);
    for (std::size_t b = 0; b < bugs.size(); ++b)
      claims[b].push_back(std::llround(100.0 * claims_of(flows[0].failed, study, bugs[b])));
  }
  for (std::size_t b = 0; b < bugs.size(); ++b) {
    const Sample sample("P50 claims", claims[b], 100.0);
    INFO("bug " << b);
    CHECK(sample.mean(29.675673).agrees() == (b == 0));
  }
}

namespace {

/// Trials in which both invoices of a buyer are paid at most 36 days late.
std::uint64_t both_prompt(double buyer_effect) {
  StudyBuilder builder(100'000, 9801, 120);
  builder.base().payment = {buyer_effect, 0.0, 0.0, {{"default", {0.0, LognormalDelay{40, 20}}}}};
  builder.buyer(0.0);
  builder.invoice(1, 5, 1);
  builder.invoice(1, 5, 1);
  const Study study = builder.build();
  const Plan plan = make_plan(study);
  const auto engine = make_fast_engine(plan);
  std::vector<ScenarioFlows> flows;
  std::uint64_t hits = 0;
  for (std::uint64_t trial = 0; trial < 100'000; ++trial) {
    engine->run(trial, flows);
    hits += std::accumulate(flows[0].receipts.begin(), flows[0].receipts.begin() + 42, Money{0}) == 2;
  }
  return hits;
}

}  // namespace

TEST_CASE("planted: a share of variance taken for a loading, and delays one day short", "[power]") {
  const DelayFormula formula({0.0, LognormalDelay{40, 20}});
  const double t = formula.score(36);
  CHECK(probability_row("power", "", bivariate(t, t, 0.3), both_prompt(0.3), 100'000).agrees());
  CHECK_FALSE(probability_row("power", "", bivariate(t, t, 0.3), both_prompt(0.09), 100'000).agrees());
  const double short_by_one = formula.score(35);
  CHECK_FALSE(
      probability_row("power", "", bivariate(short_by_one, short_by_one, 0.3), both_prompt(0.3), 100'000).agrees());
}

TEST_CASE("planted: a shock on the probability instead of the hazard, a factor lost, an open item treated as new",
          "[power]") {
  // P(default) 15 % instead of 13.5 %.
  CHECK_FALSE(probability_row("power", "", 0.1350, 30'000, 200'000).agrees());
  // Two sectors whose factors should correlate by 0.4 (sd 5.202507) with factors that do not.
  StudyBuilder builder(200'000, 9901);
  DependenceParameters& dependence = builder.base().credit.dependence;
  dependence.factor_correlation.common = 0.0;
  dependence.sectors["A"] = {0.20, {}};
  dependence.sectors["B"] = {0.15, {}};
  for (int i = 0; i < 60; ++i) builder.exposure(0.02, 100, 1.0, "A");
  for (int i = 0; i < 40; ++i) builder.exposure(0.05, 200, 1.0, "B");
  const Sample sample("power", run_study(builder.build(), {}).trial_columns.gross_loss.values(), 100.0);
  CHECK_FALSE(sample.standard_deviation(5.202507).agrees());
  // An item 30 days past due, drawn from the whole law: paid within 50 days of its due date.
  const DelayFormula formula({0.05, LognormalDelay{90, 60}});
  const double truncated = (formula.cdf(50) - formula.cdf(30)) / (1.0 - formula.cdf(30));
  const auto whole = static_cast<std::uint64_t>(std::llround(60'000 * formula.cdf(50)));
  CHECK_FALSE(probability_row("power", "", truncated, whole, 60'000).agrees());
}
