#pragma once
// Factors of exact money: integers in parts per billion, so that products are the same on every machine.

#include <cstdint>

#include "models/core/money.h"

namespace delcredere {

using PartsPerBillion = std::int64_t;
inline constexpr PartsPerBillion kOnePart = 1'000'000'000;

/// Rounded to the nearest part. Throws Error(model) where the multiplier is not finite.
PartsPerBillion to_parts(double multiplier);

/// amount x factor, rounded half to even. Small products, nearly all, stay in 64 bits: dividing 128 bits is slow.
inline Money times_parts(Money amount, PartsPerBillion factor) {
  constexpr std::uint64_t small_amount = std::uint64_t{1} << 32, small_factor = std::uint64_t{1} << 31;
  const auto a = static_cast<std::uint64_t>(amount), f = static_cast<std::uint64_t>(factor);  // negative: not small
  if (a < small_amount && f < small_factor) {
    constexpr auto one = static_cast<std::uint64_t>(kOnePart);
    const std::uint64_t product = a * f, quotient = product / one, rest = product % one;
    return static_cast<Money>(quotient + (rest + (quotient & 1) > one / 2));  // no branch: it would be a coin toss
  }
  return static_cast<Money>(divide_half_even(static_cast<Int128>(amount) * factor, kOnePart));
}

}  // namespace delcredere
