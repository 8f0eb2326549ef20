#pragma once
// A small RunResults with plausible numbers: two scenarios, two policies, three buyers, four weeks.

#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "outputs/provenance.h"
#include "sim/minimum_figures.h"
#include "sim/results.h"

namespace delcredere::test {

/// Values that differ at every index: start, start + step, ...
inline NdArray<double> ramp(std::vector<std::size_t> shape, double start, double step) {
  NdArray<double> array(std::move(shape));
  for (std::size_t i = 0; i < array.size(); ++i) array.values()[i] = start + step * static_cast<double>(i);
  return array;
}

inline NdArray<std::int64_t> integer_ramp(std::vector<std::size_t> shape, std::int64_t start, std::int64_t step) {
  NdArray<std::int64_t> array(std::move(shape));
  for (std::size_t i = 0; i < array.size(); ++i) array.values()[i] = start + step * static_cast<std::int64_t>(i % 977);
  return array;
}

struct SampleSize {
  std::uint64_t trials = 2000;
  std::size_t periods = 4;
  bool cash = true;
};

inline ResultAxes sample_axes(const SampleSize& size) {
  ResultAxes axes;
  axes.scenarios = {"base", "construction_slump_now"};
  axes.policies = axes.detailed_policies = {"none", "whole_turnover"};
  for (const char* text : {"0.01", "0.05", "0.5", "0.95", "0.99", "0.995"}) {
    axes.probabilities.push_back(*Decimal::parse(text));
  }
  for (const char* text : {"2", "10", "100"}) axes.return_periods.push_back(*Decimal::parse(text));
  if (size.cash) {
    for (std::size_t week = 1; week <= size.periods; ++week) axes.period_ends.push_back(7 * static_cast<int>(week));
    axes.ageing_buckets = {"not due", "1-30", "over 30"};
  }
  axes.buyer_ids = {"B1", "B2", "B3"};
  axes.buyer_names = {"Müller Bau GmbH", "北京建筑有限公司", "شركة البناء"};
  axes.buyer_sectors = {"construction", "construction", "retail"};
  axes.buyer_countries = {"DE", "CN", "NO"};
  axes.sectors = {"construction", "retail"};
  axes.as_of = *Date::from_civil(2026, 1, 5);
  axes.currency = {"EUR", 2};
  axes.study_name = "sample";
  axes.period_name = "week";
  return axes;
}

inline void fill_losses(RunResults& results, std::size_t s, std::size_t p, std::size_t q) {
  const std::size_t c = results.axes.components.size();
  LossResults& r = results.losses;
  r.mean = ramp({s, p, c}, 120000, 1000);
  r.standard_error = ramp({s, p, c}, 1500, 10);
  r.standard_deviation = ramp({s, p, c}, 300000, 100);
  r.probability_positive = ramp({s, p, c}, 0.3, 0.01);
  r.probability_positive_standard_error = ramp({s, p, c}, 0.01, 0.0001);
  r.quantile = ramp({s, p, c, q}, 10000, 12345.25);
  r.quantile_lower = ramp({s, p, c, q}, 9000, 12000);
  r.quantile_upper = ramp({s, p, c, q}, 11000, 12700);
  r.quantile_upper.values().back() = std::numeric_limits<double>::quiet_NaN();
  r.expected_shortfall = ramp({s, p, c, q}, 15000, 13000);
  r.expected_shortfall_standard_error = ramp({s, p, c, q}, 500, 13);
  const std::size_t periods = results.axes.return_periods.size();
  ExceedanceResults& e = results.exceedance;
  e.aggregate = ramp({s, p, c, periods}, 10000, 5000);
  e.aggregate_lower = ramp({s, p, c, periods}, 9000, 5000);
  e.aggregate_upper = ramp({s, p, c, periods}, 11000, 5000);
  e.occurrence = ramp({s, p, c, periods}, 8000, 4000);
  e.occurrence_lower = ramp({s, p, c, periods}, 7000, 4000);
  e.occurrence_upper = ramp({s, p, c, periods}, 9000, 4000);
}

inline void fill_cash(RunResults& results, std::size_t s, std::size_t p, std::size_t q) {
  const std::size_t t = results.axes.period_ends.size();
  CashResults& r = results.cash;
  r.receipts_mean = ramp({s, t}, 200000, 2500);
  r.receipts_mean_standard_error = ramp({s, t}, 900, 1);
  r.receipts_quantile = ramp({s, t, q}, 150000, 3000);
  r.receipts_quantile_lower = ramp({s, t, q}, 149000, 3000);
  r.receipts_quantile_upper = ramp({s, t, q}, 151000, 3000);
  r.outflows = ramp({s, t}, 180000, 0);
  r.balance_mean = ramp({s, p, t}, 2500000, 15000);
  r.balance_mean_standard_error = ramp({s, p, t}, 2000, 3);
  r.balance_quantile = ramp({s, p, t, q}, 2000000, 10000);
  r.balance_quantile_lower = ramp({s, p, t, q}, 1990000, 10000);
  r.balance_quantile_upper = ramp({s, p, t, q}, 2010000, 10000);
  r.claims_mean = ramp({s, p, t}, 0, 1000);
  r.claims_mean_standard_error = ramp({s, p, t}, 0, 20);
  r.premium_mean = ramp({s, p, t}, 0, 10);
  r.premium_mean_standard_error = ramp({s, p, t}, 0, 0);
  r.recoveries_mean = ramp({s, p, t}, 0, 5);
  r.recoveries_mean_standard_error = ramp({s, p, t}, 0, 0.5);
  r.interest_mean = ramp({s, p, t}, 0, 3);
  r.interest_mean_standard_error = ramp({s, p, t}, 0, 0.25);
  r.line_drawn_mean = ramp({s, p, t}, 0, 400);
  r.line_drawn_mean_standard_error = ramp({s, p, t}, 0, 11);
  r.breach_probability = ramp({s, p, t}, 0.001, 0.0015);
  r.breach_probability_standard_error = ramp({s, p, t}, 0.0005, 0.00001);
  r.breach_probability_cumulative = ramp({s, p, t}, 0.001, 0.002);
  r.breach_probability_cumulative_standard_error = ramp({s, p, t}, 0.0005, 0.00002);
  r.gap_quantile = ramp({s, p, t, q}, 0, 1500);
  r.gap_quantile_lower = ramp({s, p, t, q}, 0, 1400);
  r.gap_quantile_upper = ramp({s, p, t, q}, 0, 1600);
  r.gap_bin_width = 64;
  AgeingResults& a = results.ageing;
  const std::size_t buckets = results.axes.ageing_buckets.size();
  a.outstanding_mean = ramp({s, t, buckets}, 400000, 1000);
  a.outstanding_mean_standard_error = ramp({s, t, buckets}, 300, 1);
  a.open_overdue_mean = ramp({s, t}, 90000, 700);
  a.open_overdue_mean_standard_error = ramp({s, t}, 200, 1);
}

inline void fill_liquidity(RunResults& results, std::size_t s, std::size_t p, std::size_t q) {
  LiquidityResults& r = results.liquidity;
  r.minimum_cash = ramp({s}, 500000, 0);
  r.facility_needed = ramp({s, p, q}, 0, 35000);
  r.facility_needed_lower = ramp({s, p, q}, 0, 34000);
  r.facility_needed_upper = ramp({s, p, q}, 0, 36500);
  r.worst_gap_quantile = ramp({s, p, q}, 0, 35000);
  r.worst_gap_quantile_lower = ramp({s, p, q}, 0, 34000);
  r.worst_gap_quantile_upper = ramp({s, p, q}, 0, 36500);
  r.worst_gap_expected_shortfall = ramp({s, p, q}, 10000, 36000);
  r.worst_gap_expected_shortfall_standard_error = ramp({s, p, q}, 300, 10);
  r.breach_probability = ramp({s, p}, 0.04, 0.01);
  r.breach_probability_standard_error = ramp({s, p}, 0.004, 0.0001);
  const double none = static_cast<double>(results.axes.period_ends.back()) + 1;
  r.first_breach_day_quantile = NdArray<double>({s, p, q}, none);
  r.first_breach_day_quantile(0, 0, 0) = 12;  // at 1 %
  r.first_breach_day_quantile(0, 0, 1) = 26;  // at 5 %
  r.first_breach_day_quantile_lower = r.first_breach_day_quantile;
  r.first_breach_day_quantile_upper = NdArray<double>({s, p, q}, none);
  r.dso_start = ramp({s}, 47.5, 0);
  r.dso_mean = ramp({s}, 51.25, 4);
  r.dso_mean_standard_error = ramp({s}, 0.05, 0.01);
  r.average_days_late_mean = ramp({s}, 13.5, 3);
  r.average_days_late_mean_standard_error = ramp({s}, 0.02, 0.01);
  r.lost_sales_mean = ramp({s}, 21000, 9000);
  r.lost_sales_mean_standard_error = ramp({s}, 400, 10);
  r.claims_receivable_mean = ramp({s, p}, 0, 5000);
  r.claims_receivable_mean_standard_error = ramp({s, p}, 0, 100);
  r.recoveries_receivable_mean = ramp({s, p}, 12000, 10);
  r.recoveries_receivable_mean_standard_error = ramp({s, p}, 200, 1);
  r.premium_total_mean = ramp({s, p}, 0, 15000);
  r.premium_total_mean_standard_error = ramp({s, p}, 0, 3);
  r.interest_accrued_mean = ramp({s, p}, 150, 20);
  r.interest_accrued_mean_standard_error = ramp({s, p}, 4, 1);
}

inline void fill_buyers(RunResults& results, std::size_t s, std::size_t p) {
  const std::size_t b = results.axes.buyer_ids.size();
  BuyerResults& r = results.buyers;
  r.exposure = ramp({b}, 250000, -60000);
  r.default_probability = ramp({s, b}, 0.02, 0.01);
  r.default_probability_standard_error = ramp({s, b}, 0.001, 0.0001);
  r.expected_loss = ramp({s, b}, 4500, 1500);
  r.expected_loss_standard_error = ramp({s, b}, 90, 10);
  r.expected_retained = ramp({s, p, b}, 4500, -250);
  r.expected_retained_standard_error = ramp({s, p, b}, 90, 1);
  r.contribution_sd = ramp({s, p, b}, 21000, -500);
  r.contribution_sd_standard_error = ramp({s, p, b}, 1100, 10);
  r.contribution_es99 = ramp({s, p, b}, 52000, -1000);
  r.contribution_es99_standard_error = ramp({s, p, b}, 3000, 10);
  r.contribution_var99 = ramp({s, p, b}, 41000, -1000);
  r.contribution_var99_standard_error = ramp({s, p, b}, 3100, 10);
  r.mean_days_late = ramp({s, b}, 9, 2);
  r.mean_days_late_standard_error = ramp({s, b}, 0.1, 0.01);
  const std::size_t k = results.axes.sectors.size();
  SectorResults& sector = results.sectors;
  sector.exposure = ramp({k}, 440000, -310000);
  sector.expected_defaults = ramp({s, k}, 0.05, 0.01);
  sector.expected_defaults_standard_error = ramp({s, k}, 0.001, 0.0001);
  sector.expected_loss = ramp({s, k}, 9000, 1000);
  sector.expected_loss_standard_error = ramp({s, k}, 150, 5);
  sector.expected_retained = ramp({s, p, k}, 8000, -300);
  sector.expected_retained_standard_error = ramp({s, p, k}, 140, 2);
}

inline void fill_trials(RunResults& results, std::size_t s, std::size_t p) {
  const std::size_t n = results.trials;
  const std::size_t c = results.axes.components.size();
  TrialResults& r = results.trial_columns;
  r.gross_loss = integer_ramp({s, n}, 0, 123457);
  r.defaults = integer_ramp({s, n}, 0, 1);
  r.claims = integer_ramp({s, p, n}, 0, 1001);
  r.insured_loss = integer_ramp({s, p, n}, 0, 999);
  r.retained_loss = integer_ramp({s, p, n}, -50, 1003);
  if (!results.axes.period_ends.empty()) {
    r.minimum_balance = integer_ramp({s, p, n}, 250000000, -77777);
    r.worst_gap = integer_ramp({s, p, n}, 0, 7001);
    r.first_breach_day = integer_ramp({s, p, n}, -1, 0);
  }
  ConvergenceResults& v = results.convergence;
  v.trials = {500, 1000, 2000};
  v.mean = ramp({s, p, c, 3}, 118000, 500);
  v.mean_standard_error = ramp({s, p, c, 3}, 3000, -5);
  v.var99 = ramp({s, p, c, 3}, 900000, 1000);
  v.var99_lower = ramp({s, p, c, 3}, 850000, 1000);
  v.var99_upper = ramp({s, p, c, 3}, 950000, 1000);
  v.es99 = ramp({s, p, c, 3}, 1000000, 1000);
  v.es99_standard_error = ramp({s, p, c, 3}, 30000, -10);
}

inline RunResults sample_results(const SampleSize& size = {}) {
  RunResults results;
  results.axes = sample_axes(size);
  results.trials = size.trials;
  results.seed = 20260105;
  results.run_hash = "0123456789abcdef";
  results.has_cash = size.cash;
  const std::size_t s = results.axes.scenarios.size();
  const std::size_t p = results.axes.policies.size();
  const std::size_t q = results.axes.probabilities.size();
  fill_losses(results, s, p, q);
  if (size.cash) {
    fill_cash(results, s, p, q);
    fill_liquidity(results, s, p, q);
  }
  fill_buyers(results, s, p);
  fill_trials(results, s, p);
  results.phases = {{"read", 0.05}, {"simulate", 1.5}, {"statistics", 0.2}};
  results.engine = "reference";
  results.simd_target = "scalar";
  results.threads = 2;
  return results;
}

/// The results of a study in which only the first `minima` of the two scenarios have a minimum cash.
inline RunResults with_minima(RunResults results, std::size_t minima) {
  const std::size_t scenarios = results.axes.scenarios.size();
  const auto blank = [&](NdArray<double>& array) {
    const std::size_t each = array.size() / scenarios;
    for (std::size_t i = minima * each; i < array.size(); ++i)
      array.values()[i] = std::numeric_limits<double>::quiet_NaN();
  };
  blank(results.liquidity.minimum_cash);
  for (NdArray<double>* array : figures_of_minimum(results)) {
    if (minima == 0) {
      *array = {};
    } else {
      blank(*array);
    }
  }
  if (minima == 0) results.trial_columns.worst_gap = results.trial_columns.first_breach_day = {};
  return results;
}

inline Provenance sample_provenance() {
  Provenance from;
  from.config_given = "delcredere: 1\nname: sample\n";
  from.config_effective = "{\"delcredere\": 1, \"name\": \"sample\"}";
  from.inputs = {{"buyers.csv", std::string(64, 'a')}, {"invoices.csv", std::string(64, 'b')}};
  from.program_version = "0.1.0";
  from.git_commit = "0000000";
  from.compiler = "GNU 12.2.0";
  from.compiler_flags = "-O2 -ffp-contract=off";
  from.libraries = {{"hdf5", "1.10.8"}, {"fmt", "9.1.0"}};
  from.cpu = "a processor";
  from.start_time = "2026-01-05T08:00:00Z";
  from.command_line = {"delcredere", "run", "sample.yaml"};
  return from;
}

}  // namespace delcredere::test
