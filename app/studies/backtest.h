#pragma once
// Forecasts from what was known, scored against what happened.
//
// At every origin the model is fitted anew to the rows issued and paid up to it, then the engine's own tables forecast
// the open invoices and those issued inside the horizon (their issue, due date and amount are taken as planned). Four
// baselines forecast the same: every invoice on its due date; one delay law for all by Kaplan & Meier (1958); a Markov
// chain over ages in weeks; one normal law for all. An invoice that is still open where the ledger ends is judged up to
// there.

#include <array>
#include <string>
#include <vector>

#include "app/studies/history.h"

namespace delcredere::studies {

struct BacktestSettings {
  Day horizon = 91;
  std::size_t origins = 1;
  Day step = 28;
  std::size_t trials = 1000;
  std::uint64_t seed = 1;
};

inline constexpr std::array<double, 3> kIntervals{0.5, 0.8, 0.9};

inline constexpr std::size_t kPitBins = 10;

/// Scores of cash in the n-th week of the horizons, over all origins.
struct WeekScores {
  double crps = 0;  ///< as a share of the week's mean cash; NaN, as the bias, where none came
  double bias = 0;  ///< sum of forecasts / sum of what came - 1
  std::array<double, 3> coverage{};
};

/// Mean scores of one method.
struct MethodScores {
  std::string name;
  double invoice_crps = 0;  ///< days
  double log_score = 0;     ///< mean ln p, not below ln 1e-6 each
  std::array<double, 3> invoice_coverage{};
  double pit_distance = 0;  ///< Kolmogorov-Smirnov
  double weekly_crps = 0;   ///< of weekly cash, as a share of mean weekly cash
  std::array<double, 3> weekly_coverage{};
  double buyer_crps = 0;  ///< of a buyer's cash over the horizon, as a share of its mean
  double total_crps = 0;  ///< of cash over the horizon, as a share of its mean
  double total_bias = 0;  ///< sum of forecasts / sum of what came - 1
  std::array<double, 3> total_coverage{};
  std::array<double, kPitBins> pit_shares{};  ///< of the invoices' randomised PIT; each 1 / kPitBins where exact
  std::vector<WeekScores> weeks;              ///< by week ahead, whole weeks of the horizon
};

/// One line for each origin and method.
struct OriginScores {
  Day origin = 0;
  std::string method;
  std::size_t invoices = 0;
  double invoice_crps = 0, log_score = 0, weekly_crps = 0, forecast = 0, lower80 = 0, upper80 = 0, happened = 0;
};

struct Backtest {
  std::vector<MethodScores> methods;  ///< the model first
  std::vector<OriginScores> origins;
  std::size_t windows = 0;              ///< origins
  std::size_t independent_windows = 0;  ///< of them, without overlap
  std::size_t invoices = 0;             ///< forecasts of single invoices
  Day first_origin = 0, last_origin = 0;
  std::vector<std::string> notes;
};

/// Last origin at day 0, or as late as the outcomes of its horizon are known. Throws Error (3, 5).
Backtest backtest(const History& history, const BacktestSettings& settings);

}  // namespace delcredere::studies
