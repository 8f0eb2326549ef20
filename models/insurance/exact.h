#pragma once
// Exact products and quotients that do not fit 128 bits: percentages of a policy are fractions, never doubles.

#include <cstdint>
#include <initializer_list>

#include "models/core/money.h"

namespace delcredere {

__extension__ typedef unsigned __int128 Uint128;

/// Where the part after the point lies.
enum class Rest : std::uint8_t { zero, below_half, half, above_half };

/// A quotient n / d >= 0: its whole part and where the rest lies. Enough to round it after shifting by an integer.
struct Quotient {
  Int128 whole = 0;
  Rest rest = Rest::zero;
};

/// Product of `numerator` over product of `denominator` (> 0). Up to 512 bits inside; the whole part must fit 127 bits.
Quotient ratio(std::initializer_list<Uint128> numerator, std::initializer_list<Uint128> denominator);

/// Nearest integer, ties to the even one.
constexpr Int128 round_half_even(const Quotient& value) {
  const bool up = value.rest == Rest::above_half || (value.rest == Rest::half && (value.whole & 1) != 0);
  return value.whole + (up ? 1 : 0);
}

/// 10^exponent, 0 <= exponent <= 18.
constexpr std::int64_t power_of_ten(int exponent) {
  std::int64_t power = 1;
  for (int i = 0; i < exponent; ++i) power *= 10;
  return power;
}

/// numerator / denominator in [0, 1] or any exact nonnegative number.
struct Fraction {
  Uint128 numerator = 0;
  Uint128 denominator = 1;
};

}  // namespace delcredere
