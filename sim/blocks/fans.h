#pragma once
// Distributions by period (receipts, balance, worst gap): every trial's value where memory allows, else integer
// histograms of 2^14 bins over a range that holds every possible value. Counts add up in any order.

#include <cstdint>
#include <mutex>
#include <span>
#include <vector>

#include "models/core/days.h"
#include "models/core/money.h"

namespace delcredere {

struct FanRange {
  Money low = 0;   ///< no value is below
  Money high = 0;  ///< no value is above
};

class FanStore {
 public:
  static constexpr std::size_t kBins = std::size_t{1} << 14;
  static constexpr std::uint64_t kExactBytes = std::uint64_t{512} << 20;

  FanStore() = default;
  /// One range per series. exact: keep every value.
  FanStore(std::vector<FanRange> ranges, std::uint64_t trials, bool exact);

  static bool fits_exactly(std::size_t series, std::uint64_t trials);
  static std::uint64_t bytes(std::size_t series, std::uint64_t trials);

  bool exact() const { return exact_; }
  std::size_t series() const { return ranges_.size(); }

  /// Values of consecutive trials from `first_trial` on, for one series. Safe from several threads. Throws Error (5)
  /// for a value outside the series' range.
  void add(std::size_t series, std::uint64_t first_trial, std::span<const std::int64_t> values);

  const std::vector<std::int64_t>& values(std::size_t series) const { return values_[series]; }
  const std::vector<std::uint64_t>& counts(std::size_t series) const { return counts_[series]; }
  const FanRange& range(std::size_t series) const { return ranges_[series]; }
  /// Width of a bin of this series; bin k covers [low + k width, low + (k + 1) width).
  Money width(std::size_t series) const;

 private:
  static constexpr std::size_t kLocks = 64;

  std::vector<FanRange> ranges_;
  bool exact_ = true;
  std::vector<std::vector<std::int64_t>> values_;
  std::vector<std::vector<std::uint64_t>> counts_;
  std::vector<std::mutex> locks_;
};

}  // namespace delcredere
