// Hazards under gamma sectors: exact marginals at every time, closed forms, Poisson counts.

#include "models/credit/gamma_mixture.h"

#include <boost/math/distributions/gamma.hpp>
#include <boost/math/distributions/poisson.hpp>
#include <boost/math/quadrature/gauss_kronrod.hpp>
#include <catch2/catch.hpp>
#include <cmath>

#include "models/credit/default_curve.h"
#include "models/credit/hazard.h"

using namespace delcredere;

namespace {

/// E exp(-h (w_0 + w S)) by quadrature over the density of S, in u = S^(shape) where the density is unbounded at 0.
double laplace_by_quadrature(double own, double weight, double variance, double h) {
  const double shape = 1.0 / variance;
  const boost::math::gamma_distribution<double> law(shape, variance);
  // Substitute p = G(S): the integrand is bounded and the range is finite.
  const auto f = [&](double p) { return std::exp(-h * weight * quantile(law, p)); };
  return std::exp(-h * own) * boost::math::quadrature::gauss_kronrod<double, 61>::integrate(f, 0.0, 1.0, 12, 1e-10);
}

}  // namespace

TEST_CASE("E exp(-h M) by quadrature is exp(-exponent)", "[gamma]") {
  for (const double variance : {0.25, 1.0, 4.0})
    for (const double weight : {1.0, 0.6})
      for (const double h : {1e-6, 0.01, 0.5, 3.0}) {
        const GammaMixture mixture({{weight, variance}}, false);
        CHECK(std::exp(-mixture.exponent(h)) ==
              Approx(laplace_by_quadrature(1.0 - weight, weight, variance, h)).epsilon(1e-6));
      }
}

TEST_CASE("h(t) keeps the marginal at every t, for one sector and for several", "[gamma]") {
  const std::vector<GammaMixture> mixtures{{{{1.0, 0.25}}, false},
                                           {{{1.0, 9.0}}, false},
                                           {{{0.3, 1.0}}, false},
                                           {{{0.5, 4.0}, {0.3, 0.2}}, false},
                                           {{{0.4, 1.0}, {0.4, 2.0}, {0.2, 25.0}}, false},
                                           {{{0.1, 100.0}}, false}};
  for (const GammaMixture& mixture : mixtures)
    for (const double pd : {1e-12, 1e-6, 0.001, 0.02, 0.3, 0.9, 0.999}) {
      double last = 0;
      for (const double t : {1.0 / 365, 0.1, 0.5, 1.0, 3.0}) {
        const double lambda = -std::log1p(-pd) * t;
        const double h = mixture.hazard(lambda);
        CHECK(mixture.exponent(h) == Approx(lambda).epsilon(1e-10));
        CHECK(mixture.lambda(h) == Approx(lambda).epsilon(1e-10));
        CHECK(h >= lambda * (1 - 1e-12));  // E exp(-h M) > exp(-h)
        CHECK(h > last);
        last = h;
      }
    }
}

TEST_CASE("without variance the hazard is the plain one", "[gamma]") {
  const GammaMixture plain({}, false);
  CHECK(plain.hazard(0.7) == 0.7);
  CHECK(plain.own_weight() == 1.0);
  CHECK(plain.variance() == 0.0);
  CHECK(GammaMixture({{0.5, 1.0}, {0.25, 4.0}}, false).variance() == Approx(0.5));
}

TEST_CASE("Poisson counts have the mean F(t) M and are inverse to the same uniform", "[gamma]") {
  const GammaMixture poisson({{1.0, 0.25}}, true);
  CHECK(poisson.hazard(-std::log1p(-0.3)) == Approx(0.3));
  CHECK(poisson.lambda(0.3) == Approx(-std::log1p(-0.3)));
  CHECK(std::isinf(poisson.lambda(1.5)));
  for (const double mean : {0.003, 0.7, 4.0, 80.0}) {
    const boost::math::poisson_distribution<double> law(mean);
    for (int n = 0; n < 100; ++n) {
      // Just inside both ends of {V : N = n} = [P(N > n), P(N > n - 1)).
      const double low = cdf(complement(law, n)), high = n == 0 ? 1.0 : cdf(complement(law, n - 1));
      if (high - low < 1e-9) continue;
      CHECK(poisson_count(mean, normal_quantile(low + 1e-4 * (high - low))) == n);
      CHECK(poisson_count(mean, normal_quantile(high - 1e-4 * (high - low))) == n);
    }
  }
  // Beyond 600 the normal law: its quantiles are those of the Poisson law within one and a half.
  const boost::math::poisson_distribution<double> large(1000.0);
  for (const double v : {0.001, 0.3, 0.9})
    CHECK(std::abs(poisson_count(1000.0, normal_quantile(v)) - quantile(complement(large, v))) <= 3.0);
}

TEST_CASE("a buyer with PD 0 never fails and with PD 1 always does, whatever the multiplier", "[gamma]") {
  const GammaMixture mixture({{1.0, 4.0}}, false);
  for (const double m : {0.0, 1e-12, 1.0, 30.0}) {
    const ConditionalState state{0, 1, 1, nullptr, &mixture, m};
    for (const double e : {-8.0, 0.0, 8.0}) {
      CHECK(default_day(DefaultCurve(0.0), state, 365, {}, e) == kNever);
      CHECK(default_day(DefaultCurve(1.0), state, 365, {}, e) == 1);
      CHECK(default_day(DefaultCurve(1.0), state, 365, std::vector<HazardSegment>{{365, 2.0}}, e) == 1);
    }
  }
}
