// Scores against closed forms.

#include "models/core/statistics/scores.h"

#include <boost/math/quadrature/gauss_kronrod.hpp>
#include <catch2/catch.hpp>
#include <cmath>

#include "models/core/math/elementary.h"

using namespace delcredere;

TEST_CASE("CRPS of a normal law: closed form, quadrature, and a sample of its quantiles", "[scores]") {
  // At the mean: s (sqrt(2 / pi) - 1 / sqrt(pi)).
  CHECK(crps_of_normal(3.0, 2.0, 3.0) == Approx(2.0 * (std::sqrt(2.0 / M_PI) - 1.0 / std::sqrt(M_PI))));
  for (const double y : {-3.0, 0.2, 1.0, 4.5}) {
    const auto square = [&](double x) {
      const double f = normal_cdf((x - 1.0) / 1.5) - (x >= y ? 1.0 : 0.0);
      return f * f;
    };
    using Rule = boost::math::quadrature::gauss_kronrod<double, 61>;
    CHECK(crps_of_normal(1.0, 1.5, y) ==
          Approx(Rule::integrate(square, -20.0, y, 10) + Rule::integrate(square, y, 20.0, 10)));
    std::vector<double> draws;
    for (int i = 0; i < 20'000; ++i) draws.push_back(1.0 + 1.5 * normal_quantile((i + 0.5) / 20'000));
    CHECK(crps_of_sample(draws, y) == Approx(crps_of_normal(1.0, 1.5, y)).margin(5e-4));
  }
}

TEST_CASE("CRPS of samples and of whole days", "[scores]") {
  std::vector<double> two{0.0, 4.0};
  CHECK(crps_of_sample(two, 1.0) == Approx(2.0 - 2.0));  // mean error 2, half the mean gap of the pair 2
  std::vector<double> certain{5.0, 5.0, 5.0};
  CHECK(crps_of_sample(certain, 8.0) == Approx(3.0));  // a certain forecast: the absolute error
  const std::vector<double> point{0.0, 0.0, 1.0};      // all on day 12
  for (const int y : {5, 12, 20}) CHECK(crps_of_days(point, 10, y, 1000) == Approx(std::abs(y - 12)));
  const std::vector<double> even{0.25, 0.5, 0.75, 1.0};  // days 1 to 4
  CHECK(crps_of_days(even, 1, 3, 1000) == Approx(0.0625 + 0.25 + 0.0625));
  CHECK(crps_of_days(even, 1, 3, 3) == Approx(0.0625 + 0.25));  // known up to day 2 alone
  CHECK(crps_of_days(even, 1, 9, 1000) == Approx(0.0625 + 0.25 + 0.5625 + 5.0));
}

TEST_CASE("PIT and the distance to uniform", "[scores]") {
  const std::vector<double> draws{1.0, 2.0, 2.0, 3.0};
  CHECK(pit_of_sample(draws, 2.0, 0.0) == 0.25);
  CHECK(pit_of_sample(draws, 2.0, 0.5) == 0.5);
  CHECK(pit_of_sample(draws, 9.0, 0.5) == 1.0);
  std::vector<double> even;
  for (int i = 0; i < 100; ++i) even.push_back((i + 0.5) / 100);
  CHECK(ks_distance(even) == Approx(0.005));
  std::vector<double> one{0.3};
  CHECK(ks_distance(one) == Approx(0.7));
  // Critical values of Kolmogorov's law for large n: 1.3581 at 5 %, 1.6276 at 1 %.
  CHECK(ks_probability(1.3581 / std::sqrt(1e6), 1'000'000) == Approx(0.05).margin(2e-4));
  CHECK(ks_probability(1.6276 / std::sqrt(1e6), 1'000'000) == Approx(0.01).margin(1e-4));
}
