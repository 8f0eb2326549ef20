#pragma once
// Days of default of a study, counted over its trials, against F(t) = 1 - (1 - PD)^(t / 365).

#include <fmt/core.h>

#include <boost/math/distributions/chi_squared.hpp>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstdint>
#include <memory>
#include <numeric>
#include <string>
#include <vector>

#include "sim/fast/fast_engine.h"
#include "tests/support/oracle_rows.h"
#include "tests/support/study_builder.h"

namespace delcredere::testing {

inline double marginal(double pd, double day) { return -std::expm1(std::log1p(-pd) * day / 365.0); }

/// Default days by scenario and day (0: none) over all buyers and trials of a study.
inline std::vector<std::vector<std::uint64_t>> count_days(const Study& study) {
  const Plan plan = make_plan(study);
  const std::unique_ptr<TrialEngine> engine = make_fast_engine(plan);
  std::vector<std::vector<std::uint64_t>> counts(
      study.scenarios.size(), std::vector<std::uint64_t>(static_cast<std::size_t>(study.horizon) + 1, 0));
  std::vector<ScenarioFlows> flows;
  for (std::uint64_t trial = 0; trial < study.simulation.trials; ++trial) {
    engine->run(trial, flows);
    for (std::size_t s = 0; s < flows.size(); ++s) {
      for (const FailedBuyer& failed : flows[s].failed) ++counts[s][static_cast<std::size_t>(failed.day)];
      counts[s][0] += plan.buyers - flows[s].failed.size();
    }
  }
  return counts;
}

/// P-value of default days by blocks of `block` days against F.
template <class F>
double block_p_value(const std::vector<std::uint64_t>& days, Day block, const F& f) {
  const double total = static_cast<double>(std::accumulate(days.begin(), days.end(), std::uint64_t{0}));
  const auto horizon = static_cast<Day>(days.size()) - 1;
  double statistic = 0;
  int cells = 0;
  const auto cell = [&](double observed, double probability) {
    const double expected = total * probability;
    statistic += (observed - expected) * (observed - expected) / expected;
    ++cells;
  };
  cell(static_cast<double>(days[0]), 1.0 - f(horizon));
  for (Day first = 1; first <= horizon; first += block) {
    const Day last = std::min(first + block - 1, horizon);
    double observed = 0;
    for (Day day = first; day <= last; ++day) observed += static_cast<double>(days[static_cast<std::size_t>(day)]);
    cell(observed, f(last) - f(first - 1));
  }
  return boost::math::cdf(complement(boost::math::chi_squared_distribution<double>(cells - 1), statistic));
}

/// By weeks, against the F of a flat PD.
inline double weekly_p_value(const std::vector<std::uint64_t>& days, double pd) {
  return block_p_value(days, 7, [pd](Day day) { return marginal(pd, day); });
}

/// Each chi-square test rejects a right engine with this probability.
inline constexpr double kFalseAlarm = 1e-4;

/// Days by weeks, and F after a month, a year and 500 days as rows of the table; `days` are those of one buyer with
/// this PD over a horizon of at least 500.
inline void check_default_days(const std::string& study, const std::vector<std::uint64_t>& days, double pd) {
  const std::uint64_t trials = std::accumulate(days.begin(), days.end(), std::uint64_t{0});
  if (pd > 0.01) CHECK(weekly_p_value(days, pd) > kFalseAlarm);
  for (const Day t : {30, 365, 500}) {
    const std::uint64_t failed = std::accumulate(days.begin() + 1, days.begin() + 1 + t, std::uint64_t{0});
    CHECK_ROW(probability_row(study, fmt::format("F({})", t), marginal(pd, t), failed, trials));
  }
}

}  // namespace delcredere::testing
