#pragma once
// Integer histograms: quantiles of period fans whose columns do not fit into memory.

#include <cstdint>
#include <span>
#include <vector>

#include "models/core/statistics/order_statistics.h"

namespace delcredere {

/// Counts of integers on [low, high] in equal bins of whole units. Merging is addition of integers, so neither order
/// nor grouping matters.
class IntegerHistogram {
 public:
  static constexpr std::size_t kDefaultBins = std::size_t{1} << 14;

  /// low <= high; bins >= 1. The bin width is the smallest whole number with which `bins` bins cover the range; fewer
  /// bins than asked are kept where they cover it. Throws std::invalid_argument otherwise.
  IntegerHistogram(std::int64_t low, std::int64_t high, std::size_t bins = kDefaultBins);

  /// Throws Error (model) where a value is outside [low, high], and adds none of them: the range was to be proved.
  void add(std::span<const std::int64_t> values);
  void add(std::int64_t x) { add({&x, 1}); }
  /// Throws Error (mismatch) unless both have the same range and bins.
  IntegerHistogram& merge(const IntegerHistogram& other);

  std::uint64_t count() const { return count_; }
  std::int64_t low() const { return low_; }
  std::int64_t high() const { return high_; }
  std::uint64_t bin_width() const { return width_; }
  const std::vector<std::uint64_t>& bins() const { return bins_; }

  /// The value at a rank is known to its bin: the estimate is the bin's middle, the interval reaches from the first
  /// value of the lower rank's bin to the last of the upper rank's. Exact where the width is 1. Ranks
  /// within 1..count().
  QuantileEstimate quantile(const QuantileRanks& ranks) const;

 private:
  std::size_t bin_of_rank(std::uint64_t rank) const;
  double first_of(std::size_t bin) const;
  double last_of(std::size_t bin) const;

  std::int64_t low_;
  std::int64_t high_;
  std::uint64_t width_ = 1;
  std::uint64_t inverse_ = 0;  ///< floor((2^64 - 1) / width_)
  std::uint64_t count_ = 0;
  std::vector<std::uint64_t> bins_;
};

}  // namespace delcredere
