#include "sim/blocks/fans.h"

#include <algorithm>

#include "models/core/error.h"

namespace delcredere {

FanStore::FanStore(std::vector<FanRange> ranges, std::uint64_t trials, bool exact)
    : ranges_(std::move(ranges)), exact_(exact), locks_(kLocks) {
  if (exact_)
    values_.assign(ranges_.size(), std::vector<std::int64_t>(trials));
  else
    counts_.assign(ranges_.size(), std::vector<std::uint64_t>(kBins));
}

bool FanStore::fits_exactly(std::size_t series, std::uint64_t trials) {
  return static_cast<Int128>(series) * trials * sizeof(std::int64_t) <= kExactBytes;
}

std::uint64_t FanStore::bytes(std::size_t series, std::uint64_t trials) {
  return sizeof(std::int64_t) * series * (fits_exactly(series, trials) ? trials : kBins);
}

Money FanStore::width(std::size_t series) const {
  const FanRange& range = ranges_[series];
  return static_cast<Money>((static_cast<Int128>(range.high) - range.low) / static_cast<Money>(kBins)) + 1;
}

void FanStore::add(std::size_t series, std::uint64_t first_trial, std::span<const std::int64_t> values) {
  const FanRange& range = ranges_[series];
  const auto outside = [&](std::int64_t v) { return v < range.low || v > range.high; };
  if (std::any_of(values.begin(), values.end(), outside))
    throw Error(ExitCode::model, "a period value lies outside the range that the plan proves (trials from " +
                                     std::to_string(first_trial) + "): please report this");
  if (exact_) {
    std::copy(values.begin(), values.end(), values_[series].begin() + static_cast<std::ptrdiff_t>(first_trial));
    return;
  }
  const Money bin = width(series);
  std::vector<std::uint64_t>& counts = counts_[series];
  const std::lock_guard lock(locks_[series % kLocks]);
  for (const std::int64_t value : values) ++counts[static_cast<std::size_t>((value - range.low) / bin)];
}

}  // namespace delcredere
