#pragma once
// Burning cost: what the years of history cost per unit of turnover, brought to the year that is priced.
//
//   C_y = claims_y x development_y x (1 + trend)^(t - y)          T_y = turnover_y
//   rate r = sum C_y / sum T_y,      se(r) = sqrt(n / (n - 1) sum (C_y - r T_y)^2) / sum T_y   (Cochran 1977, 6.4)
//   burning cost = r x turnover of the priced year
//
// The trend fitted to the rates C_y / T_y by least squares with weights T_y, b per year, is reported beside it with its
// error and its rate in the priced year (n >= 3); it is not applied by itself. Sources: Swiss Re 1997, "Introduction to
// reinsurance pricing"; Cochran, Sampling Techniques, 3rd edition.

#include <vector>

#include "models/pricing/empirical_loss.h"

namespace delcredere {

struct HistoryYear {
  double year = 0;         ///< its middle, in years before (negative) or after any fixed date
  double turnover = 0;     ///< > 0
  double claims = 0;       ///< net of recoveries, known so far
  double development = 1;  ///< factor to ultimate
};

struct BurningCost {
  PriceEstimate rate;          ///< NaN error with one year
  PriceEstimate cost;          ///< rate x turnover of the priced year
  PriceEstimate trend;         ///< b: change of the rate per year; NaN below three years
  PriceEstimate trended_rate;  ///< the fitted line in the priced year; NaN below three years
};

/// `years` not empty; `priced` in the unit of HistoryYear::year. trend: yearly growth of claims, > -1.
BurningCost burning_cost(const std::vector<HistoryYear>& years, double priced, double turnover, double trend);

}  // namespace delcredere
