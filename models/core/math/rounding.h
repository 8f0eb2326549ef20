#pragma once
// Rounding to whole numbers in plain arithmetic, so that loops over it need no library call and vector code agrees.

namespace delcredere {

/// x rounded half to even, |x| <= 2^51: adding 1.5 x 2^52 leaves no room for a fraction.
inline double round_half_even(double x) {
  constexpr double shift = 0x1.8p52;
  return (x + shift) - shift;
}

}  // namespace delcredere
