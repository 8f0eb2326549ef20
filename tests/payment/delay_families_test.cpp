// Delay families and their tables against Boost.Math, closed forms and limits.

#include "models/payment/delay_families.h"

#include <boost/math/distributions/gamma.hpp>
#include <boost/math/distributions/lognormal.hpp>
#include <boost/math/distributions/weibull.hpp>
#include <catch2/catch.hpp>
#include <cmath>
#include <functional>

#include "models/core/math/elementary.h"
#include "models/payment/delay_table.h"

using namespace delcredere;

namespace {

/// P(D <= d) of a table: its edge, half a lattice step on.
double table_cdf(const DelayTable& table, Day d) {
  const Score edge = table.edge(d);
  if (edge < -kScoreLimit) return 0.0;
  return edge >= kScoreLimit ? 1.0 : normal_cdf((edge + 0.5) / kScoreOne);
}

/// Half a lattice step times the largest normal density, and a little.
constexpr double kHalfStep = 1.05e-4;

void check_table(const DelayLaw& law, const std::function<double(double)>& late) {
  const DelayTable table(law);
  const double before = law.on_time + (law.early ? law.early->probability : 0.0);
  for (Day d = 0; d < 400; ++d)
    REQUIRE(table_cdf(table, d) == Approx(before + (1.0 - before) * (d > 0 ? late(d) : 0.0)).margin(kHalfStep));
}

}  // namespace

TEST_CASE("weibull and gamma tables are the laws of Boost.Math", "[families]") {
  for (const double shape : {0.4, 1.0, 2.5})
    for (const double scale : {3.0, 40.0})
      for (const double on_time : {0.0, 0.35}) {
        const boost::math::weibull weibull(shape, scale);
        check_table({on_time, WeibullDelay{shape, scale}}, [&](double d) { return boost::math::cdf(weibull, d); });
        const boost::math::gamma_distribution<> gamma(shape, scale);
        check_table({on_time, GammaDelay{shape, scale}}, [&](double d) { return boost::math::cdf(gamma, d); });
      }
}

TEST_CASE("quantiles are those of Boost.Math", "[families]") {
  for (const double p : {1e-6, 0.01, 0.3, 0.5, 0.9, 0.999, 1.0 - 1e-9}) {
    CHECK(family_quantile(WeibullDelay{1.7, 20.0}, p) ==
          Approx(boost::math::quantile(boost::math::weibull(1.7, 20.0), p)).epsilon(1e-9));
    CHECK(family_quantile(GammaDelay{0.6, 20.0}, p) ==
          Approx(boost::math::quantile(boost::math::gamma_distribution<>(0.6, 20.0), p)).epsilon(1e-9));
    for (const DelayFamily& family :
         {DelayFamily(LognormalDelay{12.0, 9.0}), DelayFamily(WeibullDelay{0.8, 20.0}),
          DelayFamily(MixtureDelay{{{0.7, LognormalDelay{5.0, 4.0}}, {0.3, GammaDelay{2.0, 30.0}}}})})
      CHECK(family_cdf(family, family_quantile(family, p)) == Approx(p).epsilon(1e-8));
  }
}

TEST_CASE("mean and standard deviation give shape and scale", "[families]") {
  for (const double mean : {2.0, 18.0})
    for (const double ratio : {kLeastVariation, 0.3, 1.0, 1.5, kMostVariation}) {
      const WeibullDelay weibull = weibull_of(mean, ratio * mean);
      const boost::math::weibull law(weibull.shape, weibull.scale);
      CHECK(boost::math::mean(law) == Approx(mean).epsilon(1e-9));
      CHECK(boost::math::standard_deviation(law) == Approx(ratio * mean).epsilon(1e-6));
      CHECK(family_mean(weibull) == Approx(mean).epsilon(1e-9));
      const GammaDelay gamma = gamma_of(mean, ratio * mean);
      CHECK(gamma.shape * gamma.scale == Approx(mean));
      CHECK(std::sqrt(gamma.shape) * gamma.scale == Approx(ratio * mean));
    }
  // A standard deviation equal to the mean is the exponential law in both families.
  CHECK(weibull_of(7.0, 7.0).shape == Approx(1.0).epsilon(1e-9));
}

TEST_CASE("an empirical law: straight lines, point masses, whole days", "[families]") {
  const EmpiricalDelay hospital{{{0.0, 0.0}, {0.5, 40.0}, {0.9, 95.0}, {0.99, 180.0}, {1.0, 360.0}}};
  CHECK(family_quantile(hospital, 0.25) == Approx(20.0));
  CHECK(family_quantile(hospital, 0.5) == 40.0);
  CHECK(family_quantile(hospital, 0.7) == Approx(67.5));
  CHECK(family_cdf(hospital, 180.0) == Approx(0.99));
  CHECK(family_mean(hospital) == Approx(0.5 * 20 + 0.4 * 67.5 + 0.09 * 137.5 + 0.01 * 270));
  const DelayTable table({0.0, hospital});
  CHECK(table.longest() == 360);
  CHECK(table.earliest() == 1);
  CHECK(table_cdf(table, 40) == Approx(0.5).margin(kHalfStep));
  // A knot on every day is any law of whole days: here the published quartiles -4 and 3 with the median on time.
  const EmpiricalDelay cleared{{{0.0, -68.0}, {0.25, -4.0}, {0.45, -1.0}, {0.6, 0.0}, {0.75, 3.0}, {1.0, 111.0}}};
  const DelayTable days({0.0, cleared});
  CHECK(days.earliest() == -67);  // ceil: the first day of the first line
  CHECK(table_cdf(days, -4) == Approx(0.25).margin(kHalfStep));
  CHECK(table_cdf(days, 0) - table_cdf(days, -1) == Approx(0.15).margin(2 * kHalfStep));
  CHECK(table_cdf(days, 3) == Approx(0.75).margin(kHalfStep));
  // Equal days at two probabilities are a point mass, also at 0 days.
  const DelayTable mass({0.0, EmpiricalDelay{{{0.0, 0.0}, {0.4, 0.0}, {0.5, 7.0}, {0.8, 7.0}, {1.0, 30.0}}}});
  CHECK(table_cdf(mass, 0) == Approx(0.4).margin(kHalfStep));
  CHECK(table_cdf(mass, 7) - table_cdf(mass, 6) == Approx(0.3 + 0.1 / 7).margin(2 * kHalfStep));
}

TEST_CASE("a mixture is the weighted sum of its components", "[families]") {
  const boost::math::weibull weibull(1.2, 8.0);
  const boost::math::gamma_distribution<> gamma(3.0, 25.0);
  const DelayLaw law{0.2, MixtureDelay{{{0.7, WeibullDelay{1.2, 8.0}}, {0.3, GammaDelay{3.0, 25.0}}}}};
  check_table(law, [&](double d) { return 0.7 * boost::math::cdf(weibull, d) + 0.3 * boost::math::cdf(gamma, d); });
  CHECK(family_mean(law.late) == Approx(0.7 * boost::math::mean(weibull) + 0.3 * 75.0));
  // One component is the component.
  const DelayTable alone({0.2, LognormalDelay{18.0, 22.0}});
  const DelayTable mixed({0.2, MixtureDelay{{{1.0, LognormalDelay{18.0, 22.0}}}}});
  for (Score x = -kScoreLimit; x <= 6 << kScoreBits; x += 7) REQUIRE(mixed.delay(x) == alone.delay(x));
}

TEST_CASE("the early side: its probability, its days, and the mass on the due date", "[families]") {
  DelayLaw law{0.3, LognormalDelay{9.0, 7.0}};
  law.early = EarlyPayment{0.25, WeibullDelay{0.9, 6.0}};
  const DelayTable table(law);
  const boost::math::weibull before(0.9, 6.0);
  CHECK(table_cdf(table, -1) == Approx(0.25).margin(kHalfStep));
  CHECK(table_cdf(table, 0) == Approx(0.55).margin(kHalfStep));
  for (Day d = 1; d < 60; ++d)  // paid at least d days early: more than d - 1 by the continuous law
    REQUIRE(table_cdf(table, -d) == Approx(0.25 * boost::math::cdf(complement(before, d - 1.0))).margin(kHalfStep));
  const boost::math::lognormal late(std::log(9.0) - 0.5 * std::log1p(49.0 / 81.0), std::sqrt(std::log1p(49.0 / 81.0)));
  CHECK(table_cdf(table, 20) == Approx(0.55 + 0.45 * boost::math::cdf(late, 20.0)).margin(kHalfStep));
  // Non-decreasing in the score, and the formula rounded away from 0.
  for (Score x = -kScoreLimit; x < kScoreLimit; ++x) REQUIRE(table.delay(x) <= table.delay(x + 1));
  CHECK(delay_quantile(law, 0.1) == Approx(-boost::math::quantile(before, 0.6)));
  CHECK(table.delay(to_score(normal_quantile(0.1))) == std::floor(delay_quantile(law, 0.1)));
  // Without an early part nothing is below 0.
  CHECK(DelayTable({0.3, LognormalDelay{9.0, 7.0}}).earliest() == 0);
}
