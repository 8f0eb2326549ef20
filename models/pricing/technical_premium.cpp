#include "models/pricing/technical_premium.h"

#include <limits>
#include <stdexcept>

namespace delcredere {

PriceEstimate technical_premium(const PremiumLoadings& loadings, const PriceEstimate& risk_premium) {
  const double left = 1.0 - loadings.shares();
  if (!(left > 0.0)) throw std::invalid_argument("the loadings take the whole premium");
  const double loaded = (risk_premium.value + loadings.fixed_expenses) / left;
  if (loaded < loadings.minimum) return {loadings.minimum, 0.0};
  return {loaded, risk_premium.standard_error / left};
}

PriceEstimate payable_premium(const PremiumLoadings& loadings, const PriceEstimate& technical) {
  return {technical.value * (1.0 + loadings.tax), technical.standard_error * (1.0 + loadings.tax)};
}

PriceEstimate rate_on(const PriceEstimate& premium, double basis) {
  constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
  if (!(basis > 0.0)) return {kNaN, kNaN};
  return {premium.value / basis, premium.standard_error / basis};
}

}  // namespace delcredere
