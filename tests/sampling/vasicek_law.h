#pragma once
// The exact law of defaults in a homogeneous one-factor portfolio: binomial given the factor, mixed over it.

#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <vector>

namespace delcredere::testing {

/// P(D = k), k = 0..n, by the trapezium rule on Z in [-9, 9], which is exact to rounding for smooth integrands.
inline std::vector<double> vasicek_law(int n, double pd, double rho) {
  const boost::math::normal_distribution<double> normal;
  const double threshold = boost::math::quantile(normal, pd);
  std::vector<double> law(static_cast<std::size_t>(n) + 1, 0.0), log_choose(law.size());
  for (int k = 0; k <= n; ++k)
    log_choose[static_cast<std::size_t>(k)] = std::lgamma(n + 1.0) - std::lgamma(k + 1.0) - std::lgamma(n - k + 1.0);
  constexpr int steps = 1200;
  constexpr double width = 18.0 / steps;
  for (int i = 0; i <= steps; ++i) {
    const double z = -9.0 + width * i;
    const double p = boost::math::cdf(normal, (threshold - std::sqrt(rho) * z) / std::sqrt(1.0 - rho));
    const double density = width * boost::math::pdf(normal, z), yes = std::log(p), no = std::log1p(-p);
    for (int k = 0; k <= n; ++k)
      if (p > 0.0 && p < 1.0)
        law[static_cast<std::size_t>(k)] +=
            density * std::exp(log_choose[static_cast<std::size_t>(k)] + k * yes + (n - k) * no);
      else if (k == (p > 0.0 ? n : 0))
        law[static_cast<std::size_t>(k)] += density;
  }
  return law;
}

inline double law_mean(const std::vector<double>& law) {
  double sum = 0;
  for (std::size_t k = 0; k < law.size(); ++k) sum += static_cast<double>(k) * law[k];
  return sum;
}
inline double law_above(const std::vector<double>& law, std::size_t level) {
  double sum = 0;
  for (std::size_t k = level + 1; k < law.size(); ++k) sum += law[k];
  return sum;
}
/// E[(D - level)+].
inline double law_excess(const std::vector<double>& law, std::size_t level) {
  double sum = 0;
  for (std::size_t k = level + 1; k < law.size(); ++k) sum += static_cast<double>(k - level) * law[k];
  return sum;
}

}  // namespace delcredere::testing
