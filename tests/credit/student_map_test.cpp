// Student's t against the normal law, by Boost.Math.

#include "models/credit/student_map.h"

#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <catch2/catch.hpp>
#include <limits>

using namespace delcredere;

TEST_CASE("t quantiles and probabilities of normal scores", "[student]") {
  const boost::math::normal_distribution<double> normal;
  double worst = 0, worst_back = 0;
  for (const double nu : {0.5, 1.0, 2.5, 4.0, 10.0, 50.0, 1000.0, 1e6}) {
    const StudentMap map(nu);
    const boost::math::students_t_distribution<double> student(nu);
    for (double y = -9.0; y <= 9.0; y += 0.0173) {
      const double tail = cdf(complement(normal, std::abs(y)));
      const double size = quantile(complement(student, tail)), x = y < 0 ? -size : size;
      // Both in units of y: what the table gives back as a normal score.
      const double got = map.from_normal(y);
      const double score = quantile(complement(normal, cdf(complement(student, std::abs(got)))));
      worst = std::max(worst, std::abs(score - std::abs(y)));
      worst_back = std::max(worst_back, std::abs(map.to_normal(x) - y));
    }
  }
  CHECK(worst < 1e-8);
  CHECK(worst_back < 1e-8);
}

TEST_CASE("the map of t is odd, rises, keeps infinities and goes on beyond its table", "[student]") {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  const StudentMap map(3.0);
  CHECK(map.from_normal(infinity) == infinity);
  CHECK(map.from_normal(-infinity) == -infinity);
  CHECK(map.to_normal(-infinity) == -infinity);
  CHECK(map.from_normal(0.0) == Approx(0.0).margin(1e-12));
  double last = -infinity;
  for (double y = -14.0; y <= 14.0; y += 0.01) {
    REQUIRE(map.from_normal(y) > last);
    last = map.from_normal(y);
    REQUIRE(map.from_normal(-y) == Approx(-last).epsilon(1e-9).margin(1e-9));
    REQUIRE(map.to_normal(last) == Approx(y).margin(1e-6));
  }
}

TEST_CASE("many degrees of freedom are the normal law, one is Cauchy's", "[student]") {
  const StudentMap many(1e6), one(1.0);
  for (const double y : {-4.0, -2.0, -0.5, 1.0, 3.0}) {
    CHECK(many.from_normal(y) == Approx(y).epsilon(2e-5));
    // tan(pi (p - 1/2))
    CHECK(one.from_normal(y) == Approx(-1.0 / std::tan(M_PI * 0.5 * std::erfc(-y * M_SQRT1_2))).epsilon(1e-6));
  }
}
