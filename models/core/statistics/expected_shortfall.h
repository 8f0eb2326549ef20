#pragma once
// Expected shortfall with the atom correction (Acerbi & Tasche 2002, "On the coherence of expected shortfall",
// J. Banking & Finance 26, 1487-1503, definition 2.6 and proposition 4.1):
//
//   ES_p = (sum of the x above VaR + VaR (N (1 - p) - number above)) / (N (1 - p))
//        = VaR + sum (x - VaR)+ / (N (1 - p)),
//
// the second form being the first one rearranged; its sum is exact. The standard error is that of the mean of the
// influence function VaR + (x - VaR)+ / (1 - p), whose sums are exact too: se = sd((x - VaR)+) / ((1 - p) sqrt(N)).

#include <cstdint>
#include <span>

#include "models/core/statistics/moments.h"
#include "models/core/statistics/probability.h"

namespace delcredere {

struct ExpectedShortfall {
  double value = 0;
  double standard_error = 0;  ///< NaN where VaR is the largest value: nothing is seen beyond it
};

/// From the sums of (x - VaR)+ over all N trials (zeros counted), VaR being the order statistic of rank ceil(p N).
ExpectedShortfall expected_shortfall(const ExactSums& excess, std::int64_t value_at_risk, const Probability& p);

/// Sums of (x - VaR)+ over a column or a part of one; parts merge by ExactSums::merge.
ExactSums excess_sums(std::span<const std::int64_t> column, std::int64_t value_at_risk);

/// Of one column in any order. value_at_risk is its VaR_p.
inline ExpectedShortfall expected_shortfall(std::span<const std::int64_t> column, std::int64_t value_at_risk,
                                            const Probability& p) {
  return expected_shortfall(excess_sums(column, value_at_risk), value_at_risk, p);
}

}  // namespace delcredere
