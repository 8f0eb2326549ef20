#include "models/core/statistics/moments.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace delcredere {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kTwoSided95 = 1.959963984540054;  // Phi^-1(0.975)

/// sd^2 N (N - 1), exactly.
UInt256 scaled_variance(const ExactSums& sums) {
  UInt256 value = sums.squares;
  value *= sums.count;
  const UInt128 magnitude = static_cast<UInt128>(sums.sum < 0 ? -sums.sum : sums.sum);
  value -= UInt256::product(magnitude, magnitude);
  return value;
}

}  // namespace

ExactSums& ExactSums::merge(const ExactSums& other) {
  count += other.count;
  sum += other.sum;
  squares += other.squares;
  return *this;
}

double ExactSums::mean() const { return count == 0 ? kNan : static_cast<double>(sum) / static_cast<double>(count); }

double ExactSums::standard_deviation() const {
  if (count < 2) return kNan;
  const auto n = static_cast<double>(count);
  return std::sqrt(scaled_variance(*this).to_double() / (n * static_cast<double>(count - 1)));
}

double ExactSums::standard_error() const { return standard_deviation() / std::sqrt(static_cast<double>(count)); }

double probability(std::uint64_t hits, std::uint64_t trials) {
  return trials == 0 ? kNan : static_cast<double>(hits) / static_cast<double>(trials);
}

double probability_standard_error(std::uint64_t hits, std::uint64_t trials) {
  if (trials < 2) return kNan;
  const auto n = static_cast<double>(trials);
  const double variance = probability(hits, trials) * probability(trials - hits, trials);
  return std::sqrt(variance / (n - 1.0));
}

Interval wilson_interval(std::uint64_t hits, std::uint64_t trials) {
  if (trials == 0) return {kNan, kNan};
  const auto n = static_cast<double>(trials);
  const double z2 = kTwoSided95 * kTwoSided95;
  const double p = probability(hits, trials);
  const double q = probability(trials - hits, trials);
  const double centre = (p + z2 / (2 * n)) / (1 + z2 / n);
  const double half = kTwoSided95 * std::sqrt(p * q / n + z2 / (4 * n * n)) / (1 + z2 / n);
  // The ends are exact where rounding would pass them.
  return {hits == 0 ? 0.0 : std::max(0.0, centre - half), hits == trials ? 1.0 : std::min(1.0, centre + half)};
}

}  // namespace delcredere
