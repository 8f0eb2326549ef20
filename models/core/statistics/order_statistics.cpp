#include "models/core/statistics/order_statistics.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace delcredere {
namespace {

constexpr double kTail = 0.025;                    // each side of 95 %
constexpr double kTwoSided95 = 1.959963984540054;  // Phi^-1(0.975)
constexpr double kLargestExactVariance = 1e8;
constexpr double kNegligible = 1e-20;  // of the largest binomial probability

/// Binomial probabilities around the mode, up to a common factor. first = K of values.front().
struct BinomialWeights {
  std::uint64_t first = 0;
  std::vector<double> values;
  double total = 0;
};

/// By ratios of neighbours from the mode outwards, so without gamma functions; the rest is below 1e-19 of the total.
BinomialWeights binomial_weights(const Probability& p, std::uint64_t n) {
  const double odds = static_cast<double>(p.numerator) / static_cast<double>(p.denominator - p.numerator);
  const UInt128 scaled_mode = (static_cast<UInt128>(n) + 1) * static_cast<UInt128>(p.numerator);
  const std::uint64_t mode =
      std::min<std::uint64_t>(n, static_cast<std::uint64_t>(scaled_mode / static_cast<UInt128>(p.denominator)));

  BinomialWeights weights;
  std::vector<double> below;
  double weight = 1;
  for (std::uint64_t k = mode; k > 0; --k) {
    weight *= static_cast<double>(k) / (static_cast<double>(n - k + 1) * odds);
    if (weight < kNegligible) break;
    below.push_back(weight);
  }
  weights.first = mode - below.size();
  weights.values.assign(below.rbegin(), below.rend());
  weights.values.push_back(1);
  weight = 1;
  for (std::uint64_t k = mode; k < n; ++k) {
    weight *= static_cast<double>(n - k) * odds / static_cast<double>(k + 1);
    if (weight < kNegligible) break;
    weights.values.push_back(weight);
  }
  weights.total = std::accumulate(weights.values.begin(), weights.values.end(), 0.0);
  return weights;
}

void exact_interval(const Probability& p, std::uint64_t n, QuantileRanks& ranks) {
  const BinomialWeights weights = binomial_weights(p, n);
  const double allowed = kTail * weights.total;

  // Largest l with P(K <= l - 1) <= tail: one more than the number of outcomes that fit into the tail.
  double sum = 0;
  std::size_t taken = 0;
  while (taken < weights.values.size() && sum + weights.values[taken] <= allowed) sum += weights.values[taken++];
  ranks.lower = weights.first + taken;  // 0 = none: P(K = 0) alone is too much

  // Smallest u with P(K >= u) <= tail; u = n + 1 (no bound) where P(K = n) alone is too much.
  sum = 0;
  taken = 0;
  const std::size_t last = weights.values.size() - 1;
  while (taken <= last && sum + weights.values[last - taken] <= allowed) sum += weights.values[last - taken++];
  const std::uint64_t upper = weights.first + weights.values.size() - taken;
  ranks.upper = upper > n ? 0 : upper;
}

void approximate_interval(const Probability& p, std::uint64_t n, QuantileRanks& ranks) {
  const double half = kTwoSided95 * std::sqrt(static_cast<double>(n) * p.value() * p.complement());
  // From the exact rank, so that nothing is lost where n p is no exact double. half >= 2e4, so the ranks stay inside.
  const auto width = static_cast<std::uint64_t>(std::ceil(half)) + 1;
  ranks.lower = ranks.rank > width ? ranks.rank - width : 0;
  ranks.upper = n - ranks.rank >= width ? ranks.rank + width : 0;
}

void select(std::span<std::int64_t> column, std::size_t offset, std::span<const std::size_t> positions) {
  if (positions.empty() || column.empty()) return;
  const std::size_t middle = positions.size() / 2;
  const std::size_t at = positions[middle] - offset;
  std::nth_element(column.begin(), column.begin() + static_cast<std::ptrdiff_t>(at), column.end());
  select(column.first(at), offset, positions.first(middle));
  select(column.subspan(at + 1), offset + at + 1, positions.subspan(middle + 1));
}

}  // namespace

QuantileRanks quantile_ranks(const Probability& p, std::uint64_t n) {
  QuantileRanks ranks;
  ranks.rank = quantile_rank(p, n);
  // The minimum and the maximum (p = 0 and 1) bound nothing, and one value says nothing of its spread.
  if (n < 2 || p.numerator == 0 || p.numerator == p.denominator) return ranks;
  if (static_cast<double>(n) * p.value() * p.complement() <= kLargestExactVariance)
    exact_interval(p, n, ranks);
  else
    approximate_interval(p, n, ranks);
  return ranks;
}

std::vector<std::int64_t> select_ranks(std::span<std::int64_t> column, std::span<const std::uint64_t> ranks) {
  std::vector<std::size_t> positions(ranks.begin(), ranks.end());
  for (std::size_t& position : positions) --position;
  std::sort(positions.begin(), positions.end());
  positions.erase(std::unique(positions.begin(), positions.end()), positions.end());
  select(column, 0, positions);
  std::vector<std::int64_t> values;
  values.reserve(ranks.size());
  for (const std::uint64_t rank : ranks) values.push_back(column[rank - 1]);
  return values;
}

std::vector<QuantileEstimate> select_quantiles(std::span<std::int64_t> column, std::span<const QuantileRanks> ranks) {
  std::vector<std::uint64_t> wanted;
  for (const QuantileRanks& r : ranks)
    for (const std::uint64_t rank : {r.rank, r.lower, r.upper})
      if (rank != 0) wanted.push_back(rank);
  select_ranks(column, wanted);

  const auto at = [&](std::uint64_t rank) {
    return rank == 0 ? std::numeric_limits<double>::quiet_NaN() : static_cast<double>(column[rank - 1]);
  };
  std::vector<QuantileEstimate> estimates;
  estimates.reserve(ranks.size());
  for (const QuantileRanks& r : ranks) estimates.push_back({at(r.rank), at(r.lower), at(r.upper)});
  return estimates;
}

}  // namespace delcredere
