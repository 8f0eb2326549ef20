#pragma once
// Seasons of payment: the multiplier s_m of the part of a delay after the due date, by the month m of the due date.
//
//   P(D <= d | m, B) = P(D <= d / s_m | B) for d > 0, the fitted law elsewhere
//
// ln s of every month of every year by maximum likelihood given the fitted law and the posterior of the buyers, centred
// on 0 (the fitted law is that of an average month). Months of a name in different years are put together as random
// effects: their variance between years, common to all names, counts as error (DerSimonian & Laird 1986), so that a
// slow December of one year is no season. A name with fewer than two years tells nothing.

#include <vector>

#include "models/calibration/delay_fit.h"

namespace delcredere::calibration {

struct MonthSeason {
  int month = 1;            ///< 1..12
  std::size_t years = 0;    ///< with at least kLeastMonthItems payments
  Estimate log_multiplier;  ///< NaN error below two years
  /// 2.5 standard errors from 0, in at least two years.
  bool tells() const;
};
inline constexpr std::size_t kLeastMonthItems = 20;

/// By month 1..12. `due_month` by item: 12 x year + month - 1 of the due date.
std::vector<MonthSeason> season_of(const DelaySample& sample, const DelayFit& fit, const std::vector<int>& due_month);

}  // namespace delcredere::calibration
