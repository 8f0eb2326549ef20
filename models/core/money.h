#pragma once
// Exact money: integer minor units of a currency (cents for EUR, whole yen for JPY, fils for KWD).

#include <cstdint>
#include <limits>
#include <string>

namespace delcredere {

/// An amount in minor units of the currency it belongs to (the study's base currency unless said otherwise).
using Money = std::int64_t;

/// Sums and products of money are formed in 128 bits (a compiler extension of g++ and clang).
__extension__ typedef __int128 Int128;
__extension__ typedef unsigned __int128 UInt128;

/// "No limit": larger than any amount that the reader accepts.
inline constexpr Money kUnlimited = std::numeric_limits<Money>::max();

/// An ISO 4217 currency: its code and the number of decimal digits of its minor unit (2 for EUR, 0 for JPY, 3 for KWD).
struct Currency {
  std::string code;
  int digits = 2;

  /// 10^digits: minor units in one whole unit.
  std::int64_t minor_per_unit() const {
    std::int64_t scale = 1;
    for (int i = 0; i < digits; ++i) scale *= 10;
    return scale;
  }
};

/// numerator / denominator, rounded half to even. denominator > 0.
constexpr Int128 divide_half_even(Int128 numerator, Int128 denominator) {
  Int128 quotient = numerator / denominator;
  Int128 remainder = numerator % denominator;
  if (remainder < 0) {
    remainder += denominator;
    quotient -= 1;
  }
  const Int128 twice = 2 * remainder;
  if (twice > denominator || (twice == denominator && (quotient & 1) != 0)) quotient += 1;
  return quotient;
}

}  // namespace delcredere
