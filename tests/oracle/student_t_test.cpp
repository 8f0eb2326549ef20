// Student t copula: default counts (setting of Frey, McNeil & Nyfeler 2001, "Copulas and credit models", Risk), a small
// book, marginals and shocks. Exact figures by quadrature over Z and W and the conditional binomial law.

#include <fmt/core.h>

#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <catch2/catch.hpp>
#include <limits>

#include "models/credit/default_curve.h"
#include "sim/run.h"
#include "tests/support/default_days.h"
#include "tests/support/oracle_rows.h"

using namespace delcredere;
using namespace delcredere::testing;

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// nu = infinity is the Gaussian copula.
void set_degrees(DependenceParameters& dependence, double nu) {
  dependence.model = std::isinf(nu) ? DependenceModel::gaussian : DependenceModel::student_t;
  if (!std::isinf(nu)) dependence.degrees_of_freedom = nu;
}

std::vector<std::int64_t> gross(const RunResults& results) { return results.trial_columns.gross_loss.values(); }

struct Counts {
  double nu, q95, q99, q999, sd;
};
// 10,000 buyers, PD 0.5 %, rho 0.038.
constexpr Counts kCounts[] = {{kInfinity, 109, 155, 224, 30.831},
                              {50, 152, 260, 446, 53.722},
                              {10, 239, 596, 1297, 121.475},
                              {4, 253, 1079, 2652, 215.427}};

struct Small {
  double nu;
  ExactLosses losses;
};
// 100 buyers, PD 2 %, rho 0.15.
constexpr Small kSmall[] = {{3, {2.0, 0.71305399, 5.843965, 12, 23.3653, 31, 41.2639, 55, 61.9553}},
                            {4, {2.0, 0.65430431, 5.243084, 11, 20.8399, 27, 36.5444, 49, 56.4584}},
                            {8, {2.0, 0.52768290, 4.101737, 10, 16.1673, 20, 27.4041, 37, 43.8211}},
                            {20, {2.0, 0.41986735, 3.246071, 8, 12.7102, 15, 20.5169, 27, 32.5923}},
                            {kInfinity, {2.0, 0.32904977, 2.584816, 7, 10.0372, 12, 15.1681, 20, 23.1394}}};

Sample small_book(double nu, std::uint64_t trials, std::uint64_t seed) {
  StudyBuilder builder = homogeneous(100, 0.02, 0.15, trials, seed);
  set_degrees(builder.base().credit.dependence, nu);
  return {fmt::format("t copula N 100 nu {}", nu), gross(run_study(builder.build(), {})), 100.0};
}

/// E f(W / nu) by the trapezoidal rule over normal scores of W.
template <class F>
double mixing_expectation(double nu, F&& f) {
  const boost::math::chi_squared_distribution<double> law(nu);
  return normal_expectation(
      [&](double y) {
        const double tail = 0.5 * std::erfc(std::abs(y) * M_SQRT1_2);
        return f((y > 0 ? quantile(complement(law, tail)) : quantile(law, tail)) / nu);
      },
      400);
}

}  // namespace

TEST_CASE("default counts of 10,000 buyers under t copulas", "[table][student]") {
  std::uint64_t seed = 6400;
  for (const Counts& exact : kCounts) {
    StudyBuilder builder = homogeneous(10'000, 0.005, 0.038, 40'000, ++seed);
    set_degrees(builder.base().credit.dependence, exact.nu);
    const Sample sample(fmt::format("t copula N 10000 nu {}", exact.nu), gross(run_study(builder.build(), {})), 100.0);
    CHECK_ROW(sample.mean(50.0));
    CHECK_ROW(sample.standard_deviation(exact.sd));
    CHECK_ROW(sample.value_at_risk("q95", 0.95, exact.q95));
    CHECK_ROW(sample.value_at_risk("q99", 0.99, exact.q99));
    CHECK_ROW(sample.value_at_risk("q99.9", 0.999, exact.q999));
  }
}

TEST_CASE("100 buyers under t copulas", "[table][student]") {
  std::uint64_t seed = 6410;
  for (const Small& exact : kSmall) {
    const Sample sample = small_book(exact.nu, 200'000, ++seed);
    check_losses(sample, exact.losses);
  }
}

TEST_CASE("planted: wrong degrees of freedom, or none at all, are rejected", "[student]") {
  const ExactLosses& exact = kSmall[1].losses;
  for (const double wrong : {3.9, 4.1, 5.0, kInfinity}) {
    const Sample sample = small_book(wrong, 1'000'000, 6420);
    INFO("nu " << wrong << " for 4");
    CHECK_FALSE((sample.zero(exact.zero).agrees() && sample.standard_deviation(exact.sd).agrees()));
  }
  const Sample right = small_book(kSmall[1].nu, 1'000'000, 6420);
  CHECK(right.zero(exact.zero).agrees());
  CHECK(right.standard_deviation(exact.sd).agrees());
}

TEST_CASE("many degrees of freedom are the Gaussian copula", "[table][student]") {
  const ExactLosses& exact = kSmall[4].losses;
  StudyBuilder builder = homogeneous(100, 0.02, 0.15, 200'000, 6430);
  builder.scenario("gaussian");
  set_degrees(builder.scenario("t").credit.dependence, 1e6);
  const std::vector<std::int64_t> all = gross(run_study(builder.build(), {}));
  const auto half = all.begin() + 200'000;
  const Sample sample("t copula nu 1e6", {half, all.end()}, 100.0);
  CHECK_ROW(sample.zero(exact.zero));
  CHECK_ROW(sample.standard_deviation(exact.sd));
  CHECK_ROW(sample.expected_shortfall("ES99", 0.99, exact.var99, exact.es99));
  // The same factors and uniforms, so the same trials but for what moves X by 1 / sqrt(2 nu) of itself.
  std::size_t different = 0;
  for (auto a = all.begin(), b = half; a != half; ++a, ++b) different += *a != *b;
  CHECK(different > 0);
  CHECK(different < 200'000 / 50);
}

TEST_CASE("default days keep F under a t copula at every correlation", "[table][student][days]") {
  std::uint64_t seed = 6440;
  for (const double nu : {1.0, 3.0, 30.0})
    for (const double pd : {0.002, 0.12, 0.6}) {
      StudyBuilder builder(150'000, ++seed, 500);
      builder.exposure(pd, 100);
      set_degrees(builder.base().credit.dependence, nu);
      const std::vector<double> rhos{0.0, 0.2, 1.0};
      for (const double rho : rhos)
        builder.scenario(fmt::format("rho {}", rho)).credit.dependence.sectors["default"].asset_correlation = rho;
      const auto counts = count_days(builder.build());
      for (std::size_t s = 0; s < rhos.size(); ++s) {
        INFO("nu " << nu << " pd " << pd << " rho " << rhos[s]);
        check_default_days(fmt::format("t copula nu {} PD {} rho {}", nu, pd, rhos[s]), counts[s], pd);
      }
    }
}

TEST_CASE("the conditional probability given Z and W has the marginal F(t) for its mean", "[student]") {
  for (const double nu : {2.0, 4.0, 25.0}) {
    const StudentMap map(nu);
    for (const double pd : {0.005, 0.1})
      for (const Day t : {30, 365}) {
        const DefaultCurve curve(pd);
        const double mean = mixing_expectation(nu, [&](double w) {
          return normal_expectation(
              [&](double z) {
                return conditional_probability(curve, {std::sqrt(0.2) * z, std::sqrt(0.8), std::sqrt(w), &map}, t);
              },
              400);
        });
        CHECK(mean == Approx(marginal(pd, t)).epsilon(1e-5));
      }
  }
}

TEST_CASE("a hazard multiplier acts on the conditional hazard given Z and W", "[table][student][shock]") {
  constexpr double nu = 4, pd = 0.05, rho = 0.2, multiplier = 3;
  StudyBuilder builder(300'000, 6460);
  builder.asset_correlation(rho).exposure(pd, 100);
  set_degrees(builder.base().credit.dependence, nu);
  Shock shock;
  shock.name = "shock";
  shock.start = 100;
  shock.duration = 200;
  shock.certain = true;
  shock.default_multiplier = multiplier;
  builder.base().shocks = {shock};
  const auto days = count_days(builder.build())[0];
  const boost::math::students_t_distribution<double> student(nu);
  const double exact = mixing_expectation(nu, [&](double w) {
    return normal_expectation(
        [&](double z) {
          const auto hazard = [&](double t) {
            const double x = quantile(student, marginal(pd, t)) * std::sqrt(w);
            return -std::log(phi_cdf(-(x - std::sqrt(rho) * z) / std::sqrt(1 - rho)));
          };
          const double h = hazard(99) + multiplier * (hazard(299) - hazard(99)) + hazard(365) - hazard(299);
          return std::isfinite(h) ? -std::expm1(-h) : 1.0;
        },
        120);
  });
  CHECK_ROW(
      probability_row("t copula nu 4, shock x3 on days 100-299", "P(default)", exact, 300'000 - days[0], 300'000));
  CHECK(exact > pd + 0.01);
}

TEST_CASE("two buyers of a t copula fail together as the bivariate t law says", "[table][student]") {
  // P(both) = E over W, Z of P(Z, W)^2; without correlation still above PD^2, by the common W.
  for (const double rho : {0.0, 0.4}) {
    constexpr double nu = 3, pd = 0.05;
    StudyBuilder builder(400'000, 6470);
    builder.asset_correlation(rho);
    builder.exposure(pd, 100);
    builder.exposure(pd, 100);
    set_degrees(builder.base().credit.dependence, nu);
    const Sample sample(fmt::format("two buyers, t copula nu 3 rho {}", rho), gross(run_study(builder.build(), {})),
                        1.0);
    const boost::math::students_t_distribution<double> student(nu);
    const double both = mixing_expectation(nu, [&](double w) {
      return normal_expectation(
          [&](double z) {
            const double p = phi_cdf((quantile(student, pd) * std::sqrt(w) - std::sqrt(rho) * z) / std::sqrt(1 - rho));
            return p * p;
          },
          400);
    });
    CHECK(both > 3 * pd * pd);
    CHECK_ROW(sample.probability("P(both fail)", both, 199.0));
  }
}
