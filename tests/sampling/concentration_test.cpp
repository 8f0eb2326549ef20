// Concentration figures and the granularity adjustment against exact finite portfolios.

#include <boost/math/distributions/normal.hpp>
#include <catch2/catch.hpp>
#include <cmath>

#include "sim/plan/granularity.h"
#include "sim/run.h"
#include "tests/sampling/vasicek_law.h"
#include "tests/support/study_builder.h"

using namespace delcredere;
using namespace delcredere::testing;

TEST_CASE("indices and largest shares of a book") {
  StudyBuilder builder(100, 1);
  builder.exposure(0.01, 600, 1.0, "a").country = "AT";
  builder.exposure(0.01, 300, 1.0, "b").country = "AT";
  builder.exposure(0.01, 100, 1.0, "b").country = "DE";
  const ConcentrationResults c = run_study(builder.build(), {}).concentration;
  CHECK(c.hhi(0) == Approx(0.36 + 0.09 + 0.01));
  CHECK(c.sector_hhi(0) == Approx(0.36 + 0.16));
  CHECK(c.country_hhi(0) == Approx(0.81 + 0.01));
  CHECK(c.top == std::vector<std::int64_t>{1});
  CHECK(c.top_share(0) == Approx(0.6));
}

TEST_CASE("an infinitely fine book's quantile and its granularity adjustment") {
  // mu(x_q) is Vasicek's formula. The adjusted quantile of n equal buyers is near the exact one of the continuous kind:
  // VaR of the discrete law lies within one buyer of it, and the second order is below 10 % of the first here.
  const boost::math::normal_distribution<double> normal;
  for (const double rho : {0.12, 0.2})
    for (const int n : {400, 1000}) {
      constexpr double pd = 0.02;
      StudyBuilder builder = homogeneous(static_cast<std::size_t>(n), pd, rho, 100, 3);
      const Study study = builder.build();
      const Plan plan = make_plan(study);
      const std::vector<double> law = vasicek_law(n, pd, rho);
      for (const double q : {0.99, 0.999}) {
        CAPTURE(rho, n, q);
        const Granularity at = granularity_of(plan, plan.scenarios[0], q);
        const double u = (boost::math::quantile(normal, pd) + std::sqrt(rho) * boost::math::quantile(normal, q)) /
                         std::sqrt(1.0 - rho);
        CHECK(at.fine == Approx(100.0 * n * boost::math::cdf(normal, u)).epsilon(1e-9));
        std::size_t var = 0;
        while (law_above(law, var) > 1.0 - q) ++var;
        const double exact = static_cast<double>(var);
        CHECK(std::abs((at.fine + at.adjustment) / 100.0 - exact) < 1.0 + 0.1 * at.adjustment / 100.0);
        CHECK(at.adjustment > 0.0);
        CHECK(at.adjustment < at.fine);
      }
    }
}

TEST_CASE("granularity is silent where its formula is not") {
  StudyBuilder builder = homogeneous(10, 0.02, 0.0, 100, 3);
  const Study study = builder.build();
  const Plan plan = make_plan(study);
  CHECK(std::isnan(granularity_of(plan, plan.scenarios[0], 0.99).adjustment));
}
