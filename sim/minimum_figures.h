#pragma once
// Which figures of a run speak of the minimum cash: there is neither a breach nor a gap without one.

#include <array>

#include "sim/results.h"

namespace delcredere {

/// Of /cash and /liquidity, each with the scenario as its first axis; beside them trial_columns.worst_gap and
/// first_breach_day.
inline auto figures_of_minimum(RunResults& results) {
  CashResults& c = results.cash;
  LiquidityResults& l = results.liquidity;
  return std::array{&c.breach_probability,
                    &c.breach_probability_standard_error,
                    &c.breach_probability_cumulative,
                    &c.breach_probability_cumulative_standard_error,
                    &c.gap_quantile,
                    &c.gap_quantile_lower,
                    &c.gap_quantile_upper,
                    &l.facility_needed,
                    &l.facility_needed_lower,
                    &l.facility_needed_upper,
                    &l.worst_gap_quantile,
                    &l.worst_gap_quantile_lower,
                    &l.worst_gap_quantile_upper,
                    &l.worst_gap_expected_shortfall,
                    &l.worst_gap_expected_shortfall_standard_error,
                    &l.breach_probability,
                    &l.breach_probability_standard_error,
                    &l.first_breach_day_quantile,
                    &l.first_breach_day_quantile_lower,
                    &l.first_breach_day_quantile_upper};
}

}  // namespace delcredere
