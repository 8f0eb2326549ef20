#pragma once
// The probability of a quantile, as an exact fraction.

#include <cstdint>

#include "models/core/decimal.h"

namespace delcredere {

/// p = numerator / denominator in [0, 1], exactly: a decimal such as 0.995, or 1 - 1/T of a return period.
struct Probability {
  std::int64_t numerator = 0;
  std::int64_t denominator = 1;

  /// Throws std::invalid_argument outside [0, 1].
  static Probability of(const Decimal& p);
  /// 1 - 1/T, T >= 1 years; throws std::invalid_argument below 1.
  static Probability of_return_period(const Decimal& years);

  double value() const { return static_cast<double>(numerator) / static_cast<double>(denominator); }
  double complement() const { return static_cast<double>(denominator - numerator) / static_cast<double>(denominator); }
};

/// Rank (from 1) of VaR_p among n values in ascending order: ceil(p n) in integers, within 1..n. n >= 1.
std::uint64_t quantile_rank(const Probability& p, std::uint64_t n);

}  // namespace delcredere
