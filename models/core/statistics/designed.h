#pragma once
// Statistics of a column whose trials are not independent and equally likely: weighted (importance sampling), or drawn
// in replicates (antithetic pairs, strata, Sobol points) that are independent of each other.
//
//   w_n        weight, a whole multiple of 2^-40, mean 1 (1 where nothing is weighted)
//   mean       sum w x / N: unbiased, not divided by sum w
//   error      sd of the R replicates' means / sqrt(R)
//   sd         from sum w x^2 / sum w - (sum w x / sum w)^2
//   quantile   p >= 1/2: the smallest x with sum of w over trials above x <= (1 - p) N; below 1/2: the smallest x with
//              sum of w over trials up to x >= p N, never above the median. Each tail by its own weights, for the mean
//              weight is 1 only on average (Glasserman 2004, Monte Carlo Methods in Financial Engineering, section
//              9.2.4). Without weights both are the order statistic ceil(p N)
//   interval   quantiles at p -+ 1.96 s, s the replicates' error of that tail's probability at the quantile
//              (Woodruff 1952, JASA 47, 635-646)
//   ES         VaR + sum w (x - VaR)+ / (N (1 - p)), error by replicates
//   variance ratio   what plain sampling of as many trials would have, from the estimated law, over the squared error:
//              sd^2 / (N se^2) of a mean, P (1 - P) / (N s^2) of a tail probability
//
// Sums of weights, of w x and of their products by replicate are exact integers; there is no floating accumulation.

#include <cstdint>
#include <span>
#include <vector>

#include "models/core/statistics/expected_shortfall.h"
#include "models/core/statistics/order_statistics.h"

namespace delcredere {

inline constexpr int kWeightBits = 40;
inline constexpr std::int64_t kWeightOne = std::int64_t{1} << kWeightBits;

/// A likelihood ratio, by its logarithm, rounded to a multiple of 2^-40. Throws Error (5) above 2^20, where sums of
/// weights could leave 64 bits.
std::int64_t weight_of(double log_ratio);

/// How the trials of a column were drawn.
struct SampleDesign {
  std::uint64_t replicate_size = 1;       ///< trials n with equal n / replicate_size are one replicate
  std::span<const std::int64_t> weights;  ///< by trial; empty: all 1
  std::int64_t one() const { return weights.empty() ? 1 : kWeightOne; }
  std::int64_t weight(std::size_t trial) const { return weights.empty() ? 1 : weights[trial]; }
  /// The first trials; a multiple of the replicate's size.
  SampleDesign head(std::uint64_t trials) const {
    return {replicate_size, weights.empty() ? weights : weights.first(trials)};
  }
};

struct WeightedMean {
  double value = 0, standard_error = 0;
};

struct DesignedEstimates {
  WeightedMean mean;
  double standard_deviation = 0;
  double mean_variance_ratio = 0;
  WeightedMean positive;  ///< probability of more than 0
  std::vector<QuantileEstimate> quantiles;
  std::vector<ExpectedShortfall> shortfalls;
  std::vector<double> tail_variance_ratios;  ///< by probability, at the quantile
};

/// Everything about one column.
DesignedEstimates designed_estimates(std::span<const std::int64_t> column, const SampleDesign& design,
                                     std::span<const Probability> probabilities);
/// Quantiles alone.
std::vector<QuantileEstimate> designed_quantiles(std::span<const std::int64_t> column, const SampleDesign& design,
                                                 std::span<const Probability> probabilities);
/// P(x > level), with its variance ratio.
struct TailProbability {
  WeightedMean probability;
  double variance_ratio = 0;
};
TailProbability designed_tail(std::span<const std::int64_t> column, const SampleDesign& design, std::int64_t level);

/// (sum w)^2 / sum w^2 (Kish 1965).
double effective_sample_size(std::span<const std::int64_t> weights);

}  // namespace delcredere
