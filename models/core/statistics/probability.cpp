#include "models/core/statistics/probability.h"

#include <algorithm>
#include <stdexcept>

namespace delcredere {

Probability Probability::of(const Decimal& p) {
  const Probability result{p.mantissa, p.denominator()};
  if (result.numerator < 0 || result.numerator > result.denominator)
    throw std::invalid_argument("probability " + p.text() + " is not in [0, 1]");
  return result;
}

Probability Probability::of_return_period(const Decimal& years) {
  const std::int64_t one_year = years.denominator();
  if (years.mantissa < one_year) throw std::invalid_argument("return period " + years.text() + " is below 1 year");
  return {years.mantissa - one_year, years.mantissa};
}

std::uint64_t quantile_rank(const Probability& p, std::uint64_t n) {
  const UInt128 product = static_cast<UInt128>(p.numerator) * n;
  const auto divisor = static_cast<UInt128>(p.denominator);
  const auto rank = static_cast<std::uint64_t>((product + divisor - 1) / divisor);
  return std::clamp<std::uint64_t>(rank, 1, n);
}

}  // namespace delcredere
