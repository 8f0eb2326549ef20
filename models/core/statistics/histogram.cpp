#include "models/core/statistics/histogram.h"

#include <algorithm>
#include <limits>
#include <stdexcept>
#include <string>

#include "models/core/error.h"

namespace delcredere {

IntegerHistogram::IntegerHistogram(std::int64_t low, std::int64_t high, std::size_t bins) : low_(low), high_(high) {
  if (low > high || bins == 0) throw std::invalid_argument("a histogram needs low <= high and at least one bin");
  const UInt128 range = static_cast<UInt128>(static_cast<Int128>(high) - low) + 1;
  const UInt128 width = (range + bins - 1) / bins;
  width_ = static_cast<std::uint64_t>(std::min<UInt128>(width, std::numeric_limits<std::uint64_t>::max()));
  inverse_ = std::numeric_limits<std::uint64_t>::max() / width_;
  bins_.resize(static_cast<std::size_t>((range + width_ - 1) / width_));
}

void IntegerHistogram::add(std::span<const std::int64_t> values) {
  for (const std::int64_t x : values)
    if (x < low_ || x > high_)
      throw Error(ExitCode::model, "value " + std::to_string(x) + " is outside its histogram's range [" +
                                       std::to_string(low_) + ", " + std::to_string(high_) + "]");
  for (const std::int64_t x : values) {
    // Modulo 2^64 the difference is right even where it is no int64.
    const std::uint64_t distance = static_cast<std::uint64_t>(x) - static_cast<std::uint64_t>(low_);
    // distance inverse / 2^64 is less than distance / width by at most distance / 2^64 < 1: the quotient, or one less.
    auto bin = static_cast<std::uint64_t>(static_cast<UInt128>(distance) * inverse_ >> 64);
    bin += distance - bin * width_ >= width_;
    ++bins_[bin];
  }
  count_ += values.size();
}

IntegerHistogram& IntegerHistogram::merge(const IntegerHistogram& other) {
  if (low_ != other.low_ || high_ != other.high_ || bins_.size() != other.bins_.size())
    throw Error(ExitCode::mismatch, "histograms of different ranges cannot be merged");
  for (std::size_t i = 0; i < bins_.size(); ++i) bins_[i] += other.bins_[i];
  count_ += other.count_;
  return *this;
}

std::size_t IntegerHistogram::bin_of_rank(std::uint64_t rank) const {
  std::size_t bin = 0;
  for (std::uint64_t below = 0; bin + 1 < bins_.size(); ++bin) {
    below += bins_[bin];
    if (below >= rank) break;
  }
  return bin;
}

double IntegerHistogram::first_of(std::size_t bin) const {
  return static_cast<double>(static_cast<Int128>(low_) + static_cast<Int128>(bin) * width_);
}

double IntegerHistogram::last_of(std::size_t bin) const {
  const Int128 last = static_cast<Int128>(low_) + (static_cast<Int128>(bin) + 1) * width_ - 1;
  return static_cast<double>(std::min<Int128>(last, high_));
}

QuantileEstimate IntegerHistogram::quantile(const QuantileRanks& ranks) const {
  constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
  if (count_ == 0) return {kNan, kNan, kNan};
  const std::size_t bin = bin_of_rank(ranks.rank);
  return {first_of(bin) + (last_of(bin) - first_of(bin)) / 2,
          ranks.lower == 0 ? kNan : first_of(bin_of_rank(ranks.lower)),
          ranks.upper == 0 ? kNan : last_of(bin_of_rank(ranks.upper))};
}

}  // namespace delcredere
