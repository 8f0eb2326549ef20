#include "models/payment/delay_families.h"

#include <algorithm>
#include <boost/math/distributions/gamma.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>
#include <limits>

#include "models/core/math/elementary.h"

namespace delcredere {
namespace {

struct LognormalNumbers {
  double mu, sigma;
  explicit LognormalNumbers(const LognormalDelay& law) {
    const double ratio = law.standard_deviation / law.mean;
    const double variance = portable_log(1.0 + ratio * ratio);
    mu = portable_log(law.mean) - 0.5 * variance;
    sigma = std::sqrt(variance);
  }
};

double quantile(const LognormalDelay& law, double p) {
  if (law.standard_deviation == 0.0) return law.mean;  // exactly: 9 days are not 10 for a rounding error
  const LognormalNumbers numbers(law);
  return portable_exp(numbers.mu + numbers.sigma * normal_quantile(p));
}
double quantile(const WeibullDelay& law, double p) {
  return law.scale * portable_exp(portable_log(-portable_log(1.0 - p)) / law.shape);
}
double quantile(const GammaDelay& law, double p) {
  return boost::math::quantile(boost::math::gamma_distribution<double>(law.shape, law.scale), p);
}
double quantile(const EmpiricalDelay& law, double p) {
  const auto& q = law.quantiles;
  const auto above = std::lower_bound(
      q.begin(), q.end(), p, [](const EmpiricalDelay::Quantile& at, double value) { return at.probability < value; });
  if (above == q.begin()) return above->days;
  if (above == q.end()) return q.back().days;
  const auto below = above - 1;
  if (p == above->probability) return above->days;
  const double share = (p - below->probability) / (above->probability - below->probability);
  return below->days + share * (above->days - below->days);
}

double cdf(const LognormalDelay& law, double d) {
  if (law.standard_deviation == 0.0) return d >= law.mean ? 1.0 : 0.0;
  if (d <= 0.0) return 0.0;
  const LognormalNumbers numbers(law);
  return normal_cdf((portable_log(d) - numbers.mu) / numbers.sigma);
}
double cdf(const WeibullDelay& law, double d) {
  if (d <= 0.0) return 0.0;
  return -std::expm1(-portable_exp(law.shape * portable_log(d / law.scale)));
}
double cdf(const GammaDelay& law, double d) { return d <= 0.0 ? 0.0 : boost::math::gamma_p(law.shape, d / law.scale); }
double cdf(const EmpiricalDelay& law, double d) {
  const auto& q = law.quantiles;
  const auto above = std::upper_bound(q.begin(), q.end(), d,
                                      [](double value, const EmpiricalDelay::Quantile& at) { return value < at.days; });
  if (above == q.begin()) return 0.0;
  if (above == q.end()) return 1.0;
  const auto below = above - 1;
  const double share = (d - below->days) / (above->days - below->days);
  return below->probability + share * (above->probability - below->probability);
}

double mean(const LognormalDelay& law) { return law.mean; }
double mean(const WeibullDelay& law) { return law.scale * boost::math::tgamma(1.0 + 1.0 / law.shape); }
double mean(const GammaDelay& law) { return law.shape * law.scale; }
double mean(const EmpiricalDelay& law) {
  double sum = 0.0;
  for (std::size_t i = 1; i < law.quantiles.size(); ++i) {
    const auto &low = law.quantiles[i - 1], &high = law.quantiles[i];
    sum += 0.5 * (low.days + high.days) * (high.probability - low.probability);
  }
  return sum;
}

template <class Law>
double lowest(const Law&) {
  return 0.0;
}
double lowest(const EmpiricalDelay& law) { return law.quantiles.front().days; }

double cdf(const MixtureDelay& law, double d) {
  double sum = 0.0;
  for (const auto& part : law.components)
    sum += part.weight * std::visit([d](const auto& one) { return cdf(one, d); }, part.law);
  return std::min(sum, 1.0);
}
double mean(const MixtureDelay& law) {
  double sum = 0.0;
  for (const auto& part : law.components)
    sum += part.weight * std::visit([](const auto& one) { return mean(one); }, part.law);
  return sum;
}
double lowest(const MixtureDelay& law) {
  double least = std::numeric_limits<double>::infinity();
  for (const auto& part : law.components)
    least = std::min(least, std::visit([](const auto& one) { return lowest(one); }, part.law));
  return least;
}
double quantile(const MixtureDelay& law, double p) {
  double low = std::numeric_limits<double>::infinity(), high = -low;
  for (const auto& part : law.components) {
    const double at = std::visit([p](const auto& one) { return quantile(one, p); }, part.law);
    low = std::min(low, at);
    high = std::max(high, at);
  }
  // F(low) <= p <= F(high).
  for (int i = 0; i < 200 && high - low > 1e-12 * std::max(1.0, std::abs(high)); ++i) {
    const double middle = 0.5 * (low + high);
    (cdf(law, middle) < p ? low : high) = middle;
  }
  return high;
}

}  // namespace

double family_quantile(const DelayFamily& family, double p) {
  return std::visit([p](const auto& law) { return quantile(law, p); }, family);
}

double family_cdf(const DelayFamily& family, double d) {
  return std::visit([d](const auto& law) { return cdf(law, d); }, family);
}

double family_mean(const DelayFamily& family) {
  return std::visit([](const auto& law) { return mean(law); }, family);
}

double family_lowest(const DelayFamily& family) {
  return std::visit([](const auto& law) { return lowest(law); }, family);
}

bool has_plain_quantile(const DelayFamily& family) {
  return !std::holds_alternative<GammaDelay>(family) && !std::holds_alternative<MixtureDelay>(family);
}

WeibullDelay weibull_of(double mean, double standard_deviation) {
  // ln(1 + sd^2 / mean^2) = ln G(1 + 2/k) - 2 ln G(1 + 1/k) falls with k.
  const double ratio = standard_deviation / mean;
  const double wanted = std::log1p(ratio * ratio);
  double low = 0.05, high = 200.0;
  for (int i = 0; i < 100; ++i) {
    const double k = 0.5 * (low + high);
    const double variation = boost::math::lgamma(1.0 + 2.0 / k) - 2.0 * boost::math::lgamma(1.0 + 1.0 / k);
    (variation > wanted ? low : high) = k;
  }
  const double shape = 0.5 * (low + high);
  return {shape, mean / boost::math::tgamma(1.0 + 1.0 / shape)};
}

GammaDelay gamma_of(double mean, double standard_deviation) {
  const double variance = standard_deviation * standard_deviation;
  return {mean * mean / variance, variance / mean};
}

}  // namespace delcredere
