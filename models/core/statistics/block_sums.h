#pragma once
// Sums of a block of trials, exact in 128 bits: small and quick enough for every period of every trial. The Plan keeps
// |x| below 2^57 and a block below 2^12 trials, so the squares' sum stays below 2^126. A run's sums are ExactSums.

#include <cstdint>

#include "models/core/money.h"
#include "models/core/statistics/moments.h"

namespace delcredere {

/// Largest |x| that may be added.
inline constexpr std::int64_t kLargestMoment = std::int64_t{1} << 57;

struct BlockSums {
  Int128 sum = 0;
  UInt128 squares = 0;

  void add(std::int64_t x) {
    sum += x;
    squares += static_cast<UInt128>(static_cast<Int128>(x) * x);
  }
  /// As sums of `count` values.
  ExactSums exact(std::uint64_t count) const {
    ExactSums sums;
    sums.count = count;
    sums.sum = sum;
    sums.squares += squares;
    return sums;
  }
};

}  // namespace delcredere
