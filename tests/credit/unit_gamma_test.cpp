// The gamma multiplier's table against Boost.Math: quantiles, and by them mean and variance.

#include "models/credit/unit_gamma.h"

#include <boost/math/distributions/gamma.hpp>
#include <boost/math/distributions/normal.hpp>
#include <catch2/catch.hpp>
#include <cmath>

using namespace delcredere;

namespace {

/// E f(S) by the trapezoidal rule on y.
template <class F>
double expectation(const UnitGamma& gamma, F&& f) {
  double sum = 0;
  constexpr int cells = 40'000;
  constexpr double step = 18.0 / cells;
  for (int k = 0; k <= cells; ++k) {
    const double y = -9.0 + step * k;
    sum += f(gamma.at(y)) * std::exp(-0.5 * y * y);
  }
  return sum * step / std::sqrt(2.0 * M_PI);
}

}  // namespace

TEST_CASE("a multiplier is the quantile of its gamma law", "[gamma]") {
  const boost::math::normal_distribution<double> normal;
  double worst = 0;
  for (const double s : {0.001, 0.03, 0.3, 0.5, 1.0, 1.7, 3.0, 10.0}) {
    const UnitGamma table(s);
    const boost::math::gamma_distribution<double> exact(1.0 / (s * s), s * s);
    for (double y = -8.2; y <= 8.2; y += 0.0137) {
      const double wanted =
          y > 0 ? quantile(complement(exact, cdf(complement(normal, y)))) : quantile(exact, cdf(normal, y));
      if (wanted < 1e-190) continue;  // where the table goes on by its power law
      worst = std::max(worst, std::abs(table.at(y) / wanted - 1.0));
    }
  }
  CHECK(worst < 1e-8);
}

TEST_CASE("a multiplier has mean 1 and its standard deviation", "[gamma]") {
  for (const double s : {0.05, 0.5, 1.0, 2.0}) {
    const UnitGamma table(s);
    CHECK(expectation(table, [](double x) { return x; }) == Approx(1.0).epsilon(1e-7));
    CHECK(expectation(table, [](double x) { return (x - 1.0) * (x - 1.0); }) == Approx(s * s).epsilon(1e-6));
  }
}

TEST_CASE("a multiplier rises with its uniform and never becomes negative", "[gamma]") {
  for (const double s : {0.01, 1.0, 10.0}) {
    const UnitGamma table(s);
    double last = 0;
    for (double y = -9.5; y <= 9.5; y += 0.003) {
      REQUIRE(table.at(y) >= last);
      last = table.at(y);
    }
    CHECK(last > 1.0);
    CHECK(table.root_at(0.7) * table.root_at(0.7) == Approx(table.at(0.7)).epsilon(1e-14));
  }
}
