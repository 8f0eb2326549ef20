#include "sim/blocks/fans.h"

#include <algorithm>

namespace delcredere {

FanStore::FanStore(const std::vector<FanRange>& ranges, std::uint64_t trials)
    : exact_(fits_exactly(ranges.size(), trials)), locks_(kLocks) {
  if (exact_) {
    values_.assign(ranges.size(), std::vector<std::int64_t>(trials));
    return;
  }
  histograms_.reserve(ranges.size());
  for (const FanRange& range : ranges) histograms_.emplace_back(range.low, range.high);
}

bool FanStore::fits_exactly(std::size_t series, std::uint64_t trials) {
  return static_cast<Int128>(series) * trials * sizeof(std::int64_t) <= kExactBytes;
}

std::uint64_t FanStore::bytes(std::size_t series, std::uint64_t trials) {
  return sizeof(std::int64_t) * series * (fits_exactly(series, trials) ? trials : IntegerHistogram::kDefaultBins);
}

void FanStore::add(std::size_t series, std::uint64_t first_trial, std::span<const std::int64_t> values) {
  if (exact_) {
    std::copy(values.begin(), values.end(), values_[series].begin() + static_cast<std::ptrdiff_t>(first_trial));
    return;
  }
  const std::lock_guard lock(locks_[series % kLocks]);
  histograms_[series].add(values);
}

void FanStore::keep(std::uint64_t trials) {
  for (std::vector<std::int64_t>& series : values_) series.resize(trials);
}

std::vector<QuantileEstimate> FanStore::quantiles(std::size_t series, std::span<const QuantileRanks> ranks) {
  if (exact_) return select_quantiles(values_[series], ranks);
  std::vector<QuantileEstimate> estimates;
  for (const QuantileRanks& rank : ranks) estimates.push_back(histograms_[series].quantile(rank));
  return estimates;
}

std::uint64_t FanStore::bin_width(std::size_t first, std::size_t count) const {
  std::uint64_t width = 0;
  if (!exact_)
    for (std::size_t series = first; series < first + count; ++series)
      width = std::max(width, histograms_[series].bin_width());
  return width;
}

}  // namespace delcredere
