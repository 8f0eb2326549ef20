#include "models/core/statistics/designed.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "models/core/error.h"
#include "models/core/math/elementary.h"

namespace delcredere {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kTwoSided95 = 1.959963984540054;  // Phi^-1(0.975)
constexpr double kLargestWeight = 0x1p20;

/// Mean and error of value(n), already weighted and in units of design.one(), over all trials.
template <class Value>
WeightedMean mean_of(std::size_t trials, const SampleDesign& design, Value&& value) {
  ExactSums replicates;
  Int128 total = 0;
  for (std::size_t first = 0; first < trials; first += design.replicate_size) {
    Int128 sum = 0;
    for (std::size_t n = first; n < first + design.replicate_size; ++n) sum += value(n);
    replicates.add_unit(sum);
    total += sum;
  }
  const auto n = static_cast<double>(trials), one = static_cast<double>(design.one());
  const double each = static_cast<double>(design.replicate_size) * one;
  return {static_cast<double>(total) / one / n, replicates.standard_error() / each};
}

/// Values in ascending order with their weights.
class Sorted {
 public:
  Sorted(std::span<const std::int64_t> column, const SampleDesign& design)
      : size_(static_cast<Int128>(column.size()) * design.one()) {
    pairs_.reserve(column.size());
    for (std::size_t n = 0; n < column.size(); ++n) pairs_.emplace_back(column[n], design.weight(n));
    std::sort(pairs_.begin(), pairs_.end());
  }
  Int128 size() const { return size_; }  ///< N, in units of a weight

  /// Smallest x with the weight above it at most `allowed`.
  std::int64_t from_above(Int128 allowed) const {
    Int128 sum = 0;
    for (auto at = pairs_.rbegin(); at != pairs_.rend(); ++at)
      if ((sum += at->second) > allowed) return at->first;
    return pairs_.front().first;
  }
  /// Smallest x with the weight up to it at least `needed`.
  std::int64_t from_below(Int128 needed) const {
    Int128 sum = 0;
    for (const auto& [x, w] : pairs_)
      if ((sum += w) >= needed) return x;
    return pairs_.back().first;
  }

 private:
  Int128 size_;
  std::vector<std::pair<std::int64_t, std::int64_t>> pairs_;
};

/// floor(size a / b), without overflow.
Int128 share(Int128 size, std::int64_t a, std::int64_t b) { return size / b * a + size % b * a / b; }

/// A quantile with the probability of its own tail there.
struct TailQuantile {
  QuantileEstimate quantile;
  WeightedMean tail;  ///< probability above the quantile, or up to it where p < 1/2
};

TailQuantile quantile_at(const Sorted& sorted, std::span<const std::int64_t> column, const SampleDesign& design,
                         const Probability& p) {
  const std::int64_t rest = p.denominator - p.numerator;
  const bool upper = p.numerator >= rest;
  const Int128 size = sorted.size();
  std::int64_t x = upper ? sorted.from_above(share(size, rest, p.denominator))
                         : sorted.from_below(size - share(size, rest, p.denominator));
  if (!upper) x = std::min(x, sorted.from_above(share(size, 1, 2)));  // where both tails disagree, the median decides
  TailQuantile result;
  result.tail = mean_of(column.size(), design,
                        [&](std::size_t n) { return upper == (column[n] > x) ? Int128{design.weight(n)} : Int128{0}; });
  const double half = kTwoSided95 * result.tail.standard_error;
  const auto bound = [&](double at) {  // NaN: beyond what the sample can say
    const double tail = upper ? 1.0 - at : at;
    if (!(tail > 0.0 && tail < 1.0)) return kNaN;
    const auto mass = static_cast<Int128>(tail * static_cast<double>(size));
    return static_cast<double>(upper ? sorted.from_above(mass) : sorted.from_below(std::max<Int128>(mass, 1)));
  };
  const double middle = upper ? 1.0 - p.complement() : p.value();
  result.quantile = {static_cast<double>(x), bound(middle - half), bound(middle + half)};
  // Rounding of p in a double must not move an end past the estimate.
  if (result.quantile.lower > result.quantile.value) result.quantile.lower = result.quantile.value;
  if (result.quantile.upper < result.quantile.value) result.quantile.upper = result.quantile.value;
  return result;
}

double ratio_of(double plain_variance, std::size_t trials, double error) {
  return plain_variance / (static_cast<double>(trials) * error * error);
}

double deviation_of(std::span<const std::int64_t> column, const SampleDesign& design) {
  // Around the first value, so that squares stay small beside what cancels.
  Int128 weights = 0, sum = 0;
  UInt256 squares;
  const std::int64_t origin = column.front();
  for (std::size_t n = 0; n < column.size(); ++n) {
    const std::int64_t w = design.weight(n);
    const Int128 x = static_cast<Int128>(column[n]) - origin;
    const auto magnitude = static_cast<UInt128>(x < 0 ? -x : x);
    weights += w;
    sum += x * w;
    squares += UInt256::product(magnitude * magnitude, static_cast<UInt128>(w));
  }
  if (weights == 0 || column.size() < 2) return kNaN;
  const auto w = static_cast<double>(weights);
  const double mean = static_cast<double>(sum) / w;
  const auto n = static_cast<double>(column.size());
  return std::sqrt(std::max(0.0, squares.to_double() / w - mean * mean) * (n / (n - 1.0)));
}

}  // namespace

std::int64_t weight_of(double log_ratio) {
  const double ratio = portable_exp(log_ratio);
  if (!(ratio < kLargestWeight))
    throw Error(ExitCode::model, "importance sampling: a trial has weight " + std::to_string(ratio) +
                                     ", beyond what its sums can hold. Aim at a smaller loss (simulation.importance)");
  return static_cast<std::int64_t>(std::nearbyint(ratio * static_cast<double>(kWeightOne)));
}

DesignedEstimates designed_estimates(std::span<const std::int64_t> column, const SampleDesign& design,
                                     std::span<const Probability> probabilities) {
  DesignedEstimates result;
  const std::size_t trials = column.size();
  result.mean =
      mean_of(trials, design, [&](std::size_t n) { return static_cast<Int128>(column[n]) * design.weight(n); });
  result.positive =
      mean_of(trials, design, [&](std::size_t n) { return column[n] > 0 ? Int128{design.weight(n)} : Int128{0}; });
  result.standard_deviation = deviation_of(column, design);
  result.mean_variance_ratio =
      ratio_of(result.standard_deviation * result.standard_deviation, trials, result.mean.standard_error);
  const Sorted sorted(column, design);
  for (const Probability& p : probabilities) {
    const TailQuantile at = quantile_at(sorted, column, design, p);
    result.quantiles.push_back(at.quantile);
    result.tail_variance_ratios.push_back(
        ratio_of(at.tail.value * (1.0 - at.tail.value), trials, at.tail.standard_error));
    const auto var = static_cast<std::int64_t>(at.quantile.value);
    const WeightedMean excess = mean_of(trials, design, [&](std::size_t n) {
      return column[n] > var ? (static_cast<Int128>(column[n]) - var) * design.weight(n) : Int128{0};
    });
    const double tail = p.complement();
    result.shortfalls.push_back(
        {at.quantile.value + excess.value / tail, excess.value > 0.0 ? excess.standard_error / tail : kNaN});
  }
  return result;
}

std::vector<QuantileEstimate> designed_quantiles(std::span<const std::int64_t> column, const SampleDesign& design,
                                                 std::span<const Probability> probabilities) {
  const Sorted sorted(column, design);
  std::vector<QuantileEstimate> quantiles;
  for (const Probability& p : probabilities) quantiles.push_back(quantile_at(sorted, column, design, p).quantile);
  return quantiles;
}

TailProbability designed_tail(std::span<const std::int64_t> column, const SampleDesign& design, std::int64_t level) {
  TailProbability result;
  result.probability = mean_of(column.size(), design,
                               [&](std::size_t n) { return column[n] > level ? Int128{design.weight(n)} : Int128{0}; });
  const double p = result.probability.value;
  result.variance_ratio = ratio_of(p * (1.0 - p), column.size(), result.probability.standard_error);
  return result;
}

double effective_sample_size(std::span<const std::int64_t> weights) {
  ExactSums sums;
  for (const std::int64_t w : weights) sums.add_unit(w);
  const auto sum = static_cast<double>(sums.sum);
  return sum * sum / sums.squares.to_double();
}

}  // namespace delcredere
