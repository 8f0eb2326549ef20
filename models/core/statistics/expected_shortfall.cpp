#include "models/core/statistics/expected_shortfall.h"

#include <limits>

namespace delcredere {

ExactSums excess_sums(std::span<const std::int64_t> column, std::int64_t value_at_risk) {
  ExactSums sums;
  for (const std::int64_t x : column) {
    if (x > value_at_risk)
      sums.add_wide(static_cast<Int128>(x) - value_at_risk);
    else
      sums.add_zeros(1);
  }
  return sums;
}

ExpectedShortfall expected_shortfall(const ExactSums& excess, std::int64_t value_at_risk, const Probability& p) {
  const auto at_risk = static_cast<double>(value_at_risk);
  if (excess.count == 0) return {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::quiet_NaN()};
  if (quantile_rank(p, excess.count) == excess.count) return {at_risk, std::numeric_limits<double>::quiet_NaN()};
  const double tail = p.complement();
  return {at_risk + excess.mean() / tail, excess.standard_error() / tail};
}

}  // namespace delcredere
