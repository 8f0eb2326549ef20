#pragma once
// Sums of an integer over trials, exact in 128 bits: adding is associative, so any order of blocks gives the same bytes.

#include <cstdint>

#include "models/core/money.h"

namespace delcredere {

/// Sum and sum of squares.
struct ExactMoments {
  Int128 sum = 0, squares = 0;

  void add(std::int64_t value) {
    sum += value;
    squares += static_cast<Int128>(value) * value;
  }
  void merge(const ExactMoments& other) {
    sum += other.sum;
    squares += other.squares;
  }
};

/// Sums for a ratio of two means and its error by the delta method.
struct RatioMoments {
  ExactMoments numerator, denominator;
  Int128 product = 0;

  void add(std::int64_t n, std::int64_t d) {
    numerator.add(n);
    denominator.add(d);
    product += static_cast<Int128>(n) * d;
  }
};

}  // namespace delcredere
