#pragma once
// Quantiles as order statistics, with distribution-free intervals. docs/decisions/quantiles.md has the conventions.
//
// VaR_p of N values is X_(r), r = ceil(p N). With K ~ Binomial(N, p), for any distribution,
//
//   P(X_(l) <= q_p <= X_(u)) >= P(l <= K <= u - 1),
//
// and l is the largest rank with P(K <= l - 1) <= 2.5 %, u the smallest with P(K >= u) <= 2.5 % (David & Nagaraja 2003,
// Order Statistics, section 7.1). Both tails alike; where no rank qualifies the sample gives no bound.

#include <cstdint>
#include <span>
#include <vector>

#include "models/core/statistics/probability.h"

namespace delcredere {

/// Ranks from 1 of an estimate and of its 95 % interval; 0 where the sample gives no such bound. lower <= rank <=
/// upper.
struct QuantileRanks {
  std::uint64_t rank = 0;
  std::uint64_t lower = 0;
  std::uint64_t upper = 0;

  friend bool operator==(const QuantileRanks&, const QuantileRanks&) = default;
};

/// Binomial ranks: summed exactly while N p (1 - p) <= 10^8, by the normal approximation rounded outwards above (there
/// the difference is below one rank in 10^4 of the interval's width). One value gives no interval. n >= 1.
QuantileRanks quantile_ranks(const Probability& p, std::uint64_t n);

/// A quantile in the column's units; a bound that the sample cannot give is NaN.
struct QuantileEstimate {
  double value = 0;
  double lower = 0;
  double upper = 0;
};

/// Values at the given ranks (from 1, any order, repeats allowed), by selection. Reorders the column.
std::vector<std::int64_t> select_ranks(std::span<std::int64_t> column, std::span<const std::uint64_t> ranks);

/// Quantiles of one column at several probabilities, in one selection; `ranks` come from quantile_ranks(p,
/// column.size()) and can be used for many columns. Reorders the column.
std::vector<QuantileEstimate> select_quantiles(std::span<std::int64_t> column, std::span<const QuantileRanks> ranks);

}  // namespace delcredere
