#pragma once
// The result file of a backtest: root attributes as of a run, one group /backtest, and /provenance.

#include <cstdint>
#include <string>
#include <vector>

#include "models/core/calendar.h"
#include "models/core/days.h"
#include "models/core/money.h"
#include "outputs/provenance.h"
#include "outputs/result_file.h"

namespace delcredere {

/// What a backtest found, as tables. Arrays are row-major over the axes that their comments name; NaN: no estimate.
struct BacktestTables {
  std::string title;
  Date as_of;
  Currency currency;
  std::uint64_t trials = 0, seed = 0;
  Day horizon = 0;
  std::int64_t invoices = 0, independent_origins = 0;
  std::vector<std::string> notes;

  std::vector<std::string> methods;     ///< the model first
  std::vector<std::int64_t> origins;    ///< days since as_of
  std::vector<double> intervals;        ///< central shares: 0.5, 0.8, 0.9
  std::size_t weeks = 0, pit_bins = 0;  ///< whole weeks of the horizon; bins of the PIT

  /// By method.
  std::vector<double> invoice_crps, log_score, pit_distance, weekly_crps, buyer_crps, total_crps, total_bias;
  std::vector<double> invoice_coverage, weekly_coverage, total_coverage;  ///< method, interval
  std::vector<double> pit_shares;                                         ///< method, bin
  std::vector<double> week_crps, week_bias;                               ///< method, week
  std::vector<double> week_coverage;                                      ///< method, week, interval
  std::vector<std::int64_t> origin_invoices;                              ///< origin
  std::vector<double> happened;                                           ///< origin; whole currency units
  /// Origin, method.
  std::vector<double> origin_invoice_crps, origin_log_score, origin_weekly_crps, forecast, lower80, upper80;
};

ResultFile layout_backtest(const BacktestTables& tables, const Provenance& provenance);

}  // namespace delcredere
