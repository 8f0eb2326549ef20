#include "models/credit/unit_gamma.h"

#include <boost/math/distributions/gamma.hpp>
#include <boost/math/distributions/normal.hpp>
#include <cmath>

namespace delcredere {

UnitGamma::UnitGamma(double standard_deviation) {
  const double variance = standard_deviation * standard_deviation, shape = 1.0 / variance;
  const boost::math::normal_distribution<double> normal;
  const boost::math::gamma_distribution<double> gamma(shape, variance);
  constexpr double smallest = 1e-200;
  const auto node = [&](double y) -> SmoothTable::Node {
    const double density = boost::math::pdf(normal, y);
    if (y > 0.0) {
      const double s = quantile(complement(gamma, cdf(complement(normal, y))));
      return {std::log(s), density / (pdf(gamma, s) * s)};
    }
    const double p = cdf(normal, y);
    // Near 0 the distribution function is (s / variance)^a / Gamma(a + 1).
    const double log_small = (std::log(p) + std::lgamma(shape + 1.0)) / shape + std::log(variance);
    if (log_small < std::log(smallest)) return {log_small, density / (shape * p)};
    const double s = quantile(gamma, p);
    return {std::log(s), density / (pdf(gamma, s) * s)};
  };
  log_ = SmoothTable(-9.0, 9.0, 4096, node);
}

}  // namespace delcredere
