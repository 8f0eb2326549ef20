#pragma once
// Distributions by period (receipts, balance, worst gap): every trial's value where memory allows, else integer
// histograms of 2^14 bins over a range that holds every possible value. Counts add up in any order.

#include <cstdint>
#include <mutex>
#include <span>
#include <vector>

#include "models/core/money.h"
#include "models/core/statistics/histogram.h"

namespace delcredere {

struct FanRange {
  Money low = 0;   ///< no value is below
  Money high = 0;  ///< no value is above
};

class FanStore {
 public:
  static constexpr std::uint64_t kExactBytes = std::uint64_t{512} << 20;

  /// One range per series; every value is kept where that takes at most kExactBytes.
  FanStore(const std::vector<FanRange>& ranges, std::uint64_t trials);

  static bool fits_exactly(std::size_t series, std::uint64_t trials);
  static std::uint64_t bytes(std::size_t series, std::uint64_t trials);

  bool exact() const { return exact_; }

  /// Values of consecutive trials from `first_trial` on, for one series. Safe from several threads. Throws Error (5)
  /// for a value outside the series' range.
  void add(std::size_t series, std::uint64_t first_trial, std::span<const std::int64_t> values);

  /// From now on the series end with the first `trials`; only while every value is kept.
  void keep(std::uint64_t trials);
  /// Every value of a series by trial, where exact() and as long as no quantile was taken.
  std::span<const std::int64_t> values(std::size_t series) const { return values_[series]; }

  /// Quantiles of a series; reorders its values. Call when all trials are in.
  std::vector<QuantileEstimate> quantiles(std::size_t series, std::span<const QuantileRanks> ranks);
  /// Largest width of a bin over some series; 0 when exact.
  std::uint64_t bin_width(std::size_t first, std::size_t count) const;

 private:
  static constexpr std::size_t kLocks = 64;

  bool exact_;
  std::vector<std::vector<std::int64_t>> values_;
  std::vector<IntegerHistogram> histograms_;
  std::vector<std::mutex> locks_;
};

}  // namespace delcredere
