#pragma once
// Payment delays by the textbook, in floating point: what the tables of models/payment stand for.
//
//   F(d) = P(D <= d) = on_time + (1 - on_time) Lognormal(d),   P(D <= d | m) = Phi((Phi^-1(F(d)) - m) / r)

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "models/payment/payment_parameters.h"
#include "tests/support/oracle_rows.h"

namespace delcredere::testing {

struct DelayFormula {
  double on_time, mu, sigma;

  explicit DelayFormula(const DelayLaw& law) : on_time(law.on_time) {
    const auto& late = std::get<LognormalDelay>(law.late);
    const double variance = std::log1p(std::pow(late.standard_deviation / late.mean, 2));
    mu = std::log(late.mean) - variance / 2.0;
    sigma = std::sqrt(variance);
  }
  double cdf(double d) const {
    if (d < 0) return 0.0;
    if (d == 0) return on_time;
    return on_time + (1.0 - on_time) * phi_cdf((std::log(d) - mu) / sigma);
  }
  /// Latent score at which D leaves d.
  double score(double d) const {
    const double p = cdf(d);
    if (p <= 0) return -std::numeric_limits<double>::infinity();
    return p >= 1 ? std::numeric_limits<double>::infinity() : phi_quantile(p);
  }
  /// P(D <= d | m), residual r.
  double given(double d, double m, double r) const { return phi_cdf((score(d) - m) / r); }
};

/// P(X <= s, Y <= t), standard normal with correlation rho >= 0.
inline double bivariate(double s, double t, double rho) {
  const double root = std::sqrt(rho), own = std::sqrt(1.0 - rho);
  return normal_expectation([&](double z) { return phi_cdf((s - root * z) / own) * phi_cdf((t - root * z) / own); },
                            4000);
}

/// What is known of a buyer at as_of, by the textbook.
struct KnownByFormula {
  double days = 0;
  bool paid = false;
};

/// Posterior of B on an even grid over +-8, given the state's part b Z' of the score.
struct PosteriorByFormula {
  std::vector<double> b, weight;

  PosteriorByFormula(const DelayFormula& law, const std::vector<KnownByFormula>& items, double state_part, double c,
                     double r, int cells = 2000) {
    std::vector<std::pair<double, double>> edges;  // P(item | m) = Phi((second - m)/r) - Phi((first - m)/r)
    for (const KnownByFormula& item : items)
      edges.emplace_back(item.paid ? law.score(item.days - 1) : law.score(item.days),
                         item.paid ? law.score(item.days) : std::numeric_limits<double>::infinity());
    std::vector<double> logs;
    for (int i = 0; i <= cells; ++i) {
      const double x = -8.0 + 16.0 * i / cells, m = state_part + c * x;
      double log = -0.5 * x * x;
      for (const auto& [low, high] : edges) {
        const double from = (low - m) / r, to = (high - m) / r;
        const double p = from > 0 ? phi_cdf(-from) - phi_cdf(-to) : phi_cdf(to) - phi_cdf(from);
        log += std::log(std::max(p, 1e-300));
      }
      b.push_back(x);
      logs.push_back(log);
    }
    const double top = *std::max_element(logs.begin(), logs.end());
    double total = 0;
    for (const double log : logs) total += std::exp(log - top);
    for (const double log : logs) weight.push_back(std::exp(log - top) / total);
  }
  template <class F>
  double expectation(F&& f) const {
    double sum = 0;
    for (std::size_t i = 0; i < b.size(); ++i) sum += weight[i] * f(b[i]);
    return sum;
  }
};

}  // namespace delcredere::testing
