#include "models/core/statistics/scores.h"

#include <algorithm>
#include <cmath>

#include "models/core/math/elementary.h"

namespace delcredere {

double crps_of_sample(std::vector<double>& draws, double happened) {
  std::sort(draws.begin(), draws.end());
  const auto n = static_cast<double>(draws.size());
  double error = 0.0, spread = 0.0;  // spread: sum over i < j of x_j - x_i
  for (std::size_t i = 0; i < draws.size(); ++i) {
    error += std::abs(draws[i] - happened);
    spread += draws[i] * (2.0 * static_cast<double>(i) + 1.0 - n);
  }
  return error / n - spread / (n * (n - 1.0));
}

double crps_of_normal(double mean, double standard_deviation, double happened) {
  constexpr double inverse_root_pi = 0.5641895835477563, inverse_root_two_pi = 0.3989422804014327;
  const double z = (happened - mean) / standard_deviation;
  const double density = inverse_root_two_pi * std::exp(-0.5 * z * z);
  return standard_deviation * (z * (2.0 * normal_cdf(z) - 1.0) + 2.0 * density - inverse_root_pi);
}

double crps_of_days(std::span<const double> cdf, int first, int happened, int until) {
  const int last = first + static_cast<int>(cdf.size());
  double sum = 0.0;
  for (int day = std::min(first, happened); day < std::min(std::max(last, happened), until); ++day) {
    const double f = day < first ? 0.0 : day >= last ? 1.0 : cdf[static_cast<std::size_t>(day - first)];
    const double step = day >= happened ? 1.0 : 0.0;
    sum += (f - step) * (f - step);
  }
  return sum;
}

double pit_of_sample(std::span<const double> draws, double happened, double v) {
  double below = 0.0, equal = 0.0;
  for (const double x : draws) {
    below += x < happened;
    equal += x == happened;
  }
  return (below + v * equal) / static_cast<double>(draws.size());
}

double ks_distance(std::vector<double>& values) {
  std::sort(values.begin(), values.end());
  const auto n = static_cast<double>(values.size());
  double largest = 0.0;
  for (std::size_t i = 0; i < values.size(); ++i)
    largest = std::max({largest, values[i] - static_cast<double>(i) / n, static_cast<double>(i + 1) / n - values[i]});
  return largest;
}

double ks_probability(double distance, std::size_t n) {
  const double root = std::sqrt(static_cast<double>(n));
  const double t = (root + 0.12 + 0.11 / root) * distance;
  if (t < 0.2) return 1.0;
  double sum = 0.0;
  for (int k = 1; k <= 100; ++k) sum += (k % 2 == 1 ? 2.0 : -2.0) * std::exp(-2.0 * k * k * t * t);
  return std::clamp(sum, 0.0, 1.0);
}

}  // namespace delcredere
