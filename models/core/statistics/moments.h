#pragma once
// Mean, standard deviation and probability of a per-trial column, from exact integer sums.
//
//   mean = S1 / N,   sd^2 = (N S2 - S1^2) / (N (N - 1)),   se = sd / sqrt(N),   S1 = sum x, S2 = sum x^2
//
// S1 is held in 128 bits, S2 in 256, and N S2 - S1^2 is formed exactly before its one conversion to double: nothing
// cancels, equal values have a deviation of exactly 0, and sums of parts in any order are the same sum.
// docs/decisions/exact-sums.md has the bounds.

#include <cstdint>
#include <span>

#include "models/core/money.h"
#include "models/core/statistics/wide.h"

namespace delcredere {

/// N, S1 and S2. No overflow for up to 2^63 values.
struct ExactSums {
  std::uint64_t count = 0;
  Int128 sum = 0;
  UInt256 squares;

  void add(std::int64_t x) { add_wide(x); }
  void add(std::span<const std::int64_t> column) {
    for (const std::int64_t x : column) add_wide(x);
  }
  /// |x| < 2^64: a difference of two int64.
  void add_wide(Int128 x) {
    const auto magnitude = static_cast<std::uint64_t>(x < 0 ? -x : x);
    ++count;
    sum += x;
    squares += static_cast<UInt128>(magnitude) * magnitude;
  }
  /// x times a weight, to the sum alone: the spread of weighted trials is that of their sums (add_unit).
  void add_weighted(std::int64_t x, std::int64_t weight) {
    ++count;
    sum += static_cast<Int128>(weight) * x;
  }
  void add_weighted_wide(Int128 x, std::int64_t weight) {
    ++count;
    sum += weight * x;
  }
  /// The sum of several trials as one value.
  void add_unit(Int128 unit) {
    const auto magnitude = static_cast<UInt128>(unit < 0 ? -unit : unit);
    ++count;
    sum += unit;
    if (magnitude >> 64 == 0)  // nearly always
      squares += magnitude * magnitude;
    else
      squares += UInt256::product(magnitude, magnitude);
  }
  /// `times` zeros: trials in which nothing happened.
  void add_zeros(std::uint64_t times) { count += times; }
  ExactSums& merge(const ExactSums& other);

  double mean() const;                ///< NaN of no values
  double standard_deviation() const;  ///< of the sample (N - 1); NaN below two values
  double standard_error() const;      ///< of the mean; NaN below two values

  friend bool operator==(const ExactSums&, const ExactSums&) = default;
};

struct Interval {
  double lower = 0;
  double upper = 0;
};

/// hits / trials; NaN of no trials.
double probability(std::uint64_t hits, std::uint64_t trials);

/// Standard error of hits / trials: that of the mean of a column of zeros and ones,
/// sqrt(k (N - k) / (N^2 (N - 1))); NaN below two trials. It is 0 where no trial or every trial hits: then Wilson's
/// interval says more.
double probability_standard_error(std::uint64_t hits, std::uint64_t trials);

/// 95 % interval of a probability by Wilson's score (Wilson 1927, JASA 22, 209-212); NaN of no trials.
Interval wilson_interval(std::uint64_t hits, std::uint64_t trials);

}  // namespace delcredere
