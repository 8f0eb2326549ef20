#pragma once
// Statistics of a column that can only be read from end to end, piece by piece: it may lie on disk. The same integers
// and the same figures as of a column in memory.

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "models/core/statistics/expected_shortfall.h"
#include "models/core/statistics/moments.h"
#include "models/core/statistics/order_statistics.h"

namespace delcredere {

/// `size` values, read as often as wanted: for_each shows them in order, in pieces of any length, each only valid
/// during the visit.
struct ColumnScan {
  using Visit = std::function<void(std::span<const std::int64_t>)>;
  std::uint64_t size = 0;
  std::function<void(const Visit&)> for_each;
};

/// Values at the given ranks (from 1 to size, any order, repeats allowed), exact. Up to `in_memory` values are held at
/// a time: while more of them may contain a rank, one pass counts them in 2^12 bins over what is left of the range
/// (at most six passes, since 2^(12 x 6) > 2^64; a bin of a single value needs no more).
std::vector<std::int64_t> select_ranks(const ColumnScan& column, std::span<const std::uint64_t> ranks,
                                       std::size_t in_memory = std::size_t{1} << 20);

/// Like select_quantiles of a column in memory.
std::vector<QuantileEstimate> select_quantiles(const ColumnScan& column, std::span<const QuantileRanks> ranks);

/// Sums, and how many values are above zero.
struct ColumnMoments {
  ExactSums sums;
  std::uint64_t positive = 0;
};
ColumnMoments moments(const ColumnScan& column);

/// Expected shortfalls at several probabilities in one pass; values_at_risk are the VaR of those probabilities.
std::vector<ExpectedShortfall> expected_shortfalls(const ColumnScan& column,
                                                   std::span<const std::int64_t> values_at_risk,
                                                   std::span<const Probability> probabilities);

}  // namespace delcredere
