// Matrices of one review: roots, powers, mending; and the thresholds of CreditMetrics (1996).

#include <boost/math/distributions/normal.hpp>
#include <catch2/catch.hpp>
#include <cmath>
#include <random>

#include "models/core/error.h"
#include "models/core/math/elementary.h"
#include "models/credit/migration.h"
#include "models/credit/nearest_rates.h"

using namespace delcredere;

namespace {

// CreditMetrics (1996), one year, percent; the last column is default.
const std::vector<double> kPublished{90.81, 8.33,  0.68,  0.06,  0.12,  0,     0,     0,      //
                                     0.70,  90.65, 7.79,  0.64,  0.06,  0.14,  0.02,  0,      //
                                     0.09,  2.27,  91.05, 5.52,  0.74,  0.26,  0.01,  0.06,   //
                                     0.02,  0.33,  5.95,  86.93, 5.30,  1.17,  0.12,  0.18,   //
                                     0.03,  0.14,  0.67,  7.73,  80.53, 8.84,  1.00,  1.06,   //
                                     0,     0.11,  0.24,  0.43,  6.48,  83.46, 4.07,  5.20,   //
                                     0.22,  0,     0.22,  1.30,  2.38,  11.24, 64.86, 19.79,  //
                                     0,     0,     0,     0,     0,     0,     0,     100};

/// Rows scaled to 1, with the default column as the last grade or without it.
std::vector<double> matrix(bool with_default) {
  std::vector<double> result;
  const std::size_t size = with_default ? 8 : 7;
  for (std::size_t i = 0; i < size; ++i) {
    double sum = 0;
    for (std::size_t j = 0; j < size; ++j) sum += kPublished[i * 8 + j];
    for (std::size_t j = 0; j < size; ++j) result.push_back(kPublished[i * 8 + j] / sum);
  }
  return result;
}

std::vector<double> multiplied(const std::vector<double>& a, const std::vector<double>& b, std::size_t n) {
  std::vector<double> c(n * n, 0.0);
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < n; ++j)
      for (std::size_t k = 0; k < n; ++k) c[i * n + j] += a[i * n + k] * b[k * n + j];
  return c;
}

double farthest(const std::vector<double>& a, const std::vector<double>& b) {
  double most = 0;
  for (std::size_t k = 0; k < a.size(); ++k) most = std::max(most, std::abs(a[k] - b[k]));
  return most;
}

/// P(x1 in [a1, b1), x2 in [a2, b2)) at correlation rho, by quadrature over the common factor.
double joint(double a1, double b1, double a2, double b2, double rho) {
  const boost::math::normal_distribution<double> law;
  const auto cdf = [&](double x) { return std::isinf(x) ? (x > 0 ? 1.0 : 0.0) : boost::math::cdf(law, x); };
  double sum = 0, weights = 0;
  for (int k = 0; k <= 4000; ++k) {
    const double z = -8.0 + 0.004 * k, w = std::exp(-0.5 * z * z);
    const auto inside = [&](double a, double b) {
      return cdf((b - std::sqrt(rho) * z) / std::sqrt(1 - rho)) - cdf((a - std::sqrt(rho) * z) / std::sqrt(1 - rho));
    };
    sum += w * inside(a1, b1) * inside(a2, b2);
    weights += w;
  }
  return sum / weights;
}

GradeTransitions yearly(bool with_default) {
  MigrationParameters parameters;
  parameters.grades = {"AAA", "AA", "A", "BBB", "BB", "B", "CCC"};
  if (with_default) parameters.grades.push_back("D");
  parameters.matrix = matrix(with_default);
  parameters.years = 1.0;
  return {parameters, nullptr};
}

}  // namespace

TEST_CASE("joint migration of two obligors is the published figure", "[migration]") {
  const GradeTransitions all = yearly(true);
  // Stays in BBB: below the threshold of A, not below that of BB.
  const auto stays = [&](std::size_t g) { return std::pair{all.threshold(g, g + 1), all.threshold(g, g)}; };
  const auto [low_bbb, high_bbb] = stays(3);
  const auto [low_a, high_a] = stays(2);
  CHECK(joint(low_bbb, high_bbb, low_a, high_a, 0.3) == Approx(0.7969).margin(5e-5));
  // Planted: thresholds from the best grade down, or the row of the other, miss it.
  CHECK(std::abs(joint(-high_bbb, -low_bbb, low_a, high_a, 0.3) - 0.7969) > 1e-4);
  CHECK(std::abs(joint(low_a, high_a, low_a, high_a, 0.3) - 0.7969) > 1e-3);
  CHECK(std::abs(joint(low_bbb, high_bbb, low_a, high_a, 0.2) - 0.7969) > 1e-4);
}

TEST_CASE("thresholds have the probabilities of their row", "[migration]") {
  const GradeTransitions grades = yearly(false);
  const std::vector<double> exact = matrix(false);
  for (std::size_t i = 0; i < 7; ++i) {
    double above = 1.0;
    for (std::size_t j = 0; j < 7; ++j) {
      const double below = j + 1 < 7 ? normal_cdf(grades.threshold(i, j + 1)) : 0.0;
      CHECK(above - below == Approx(exact[i * 7 + j]).margin(1e-12));
      above = below;
    }
    // The grade jumps where a threshold is crossed, and nowhere else.
    for (std::uint16_t j = 1; j < 7; ++j) {
      const double c = grades.threshold(i, j);
      if (std::isinf(c)) continue;
      const std::uint16_t above_it = grades.next(static_cast<std::uint16_t>(i), c, 1.0);
      CHECK(above_it < j);
      CHECK(grades.next(static_cast<std::uint16_t>(i), c - 1e-9, 1.0) >= j);
    }
  }
}

TEST_CASE("the root of a yearly matrix gives it back where it has a generator", "[migration]") {
  // exp of a chosen generator has a root of any order.
  const std::vector<double> generator{-0.2, 0.15, 0.05, 0.1, -0.3, 0.2, 0.0, 0.25, -0.25};
  std::vector<double> year{1, 0, 0, 0, 1, 0, 0, 0, 1}, term = year;
  for (int k = 1; k < 40; ++k) {
    term = multiplied(term, generator, 3);
    for (double& x : term) x /= k;
    for (std::size_t j = 0; j < 9; ++j) year[j] += term[j];
  }
  for (const double years : {0.25, 1.0 / 12, 0.5, 7.0 / 365}) {
    const TransitionRoot root = transition_root(year, 3, years);
    CHECK(root.moved == 0.0);
    CHECK(root.misfit < 1e-9);
    std::vector<double> series{1, 0, 0, 0, 1, 0, 0, 0, 1};
    term = series;
    for (int k = 1; k < 40; ++k) {
      term = multiplied(term, generator, 3);
      for (double& x : term) x *= years / k;
      for (std::size_t j = 0; j < 9; ++j) series[j] += term[j];
    }
    CHECK(farthest(root.matrix, series) < 1e-12);
  }
  CHECK(transition_root(year, 3, 1.0).matrix == year);
  CHECK(farthest(transition_root(year, 3, 2.0).matrix, multiplied(year, year, 3)) < 1e-14);
}

TEST_CASE("a root of the published matrix is mended to a stochastic one close to it", "[migration]") {
  const std::vector<double> year = matrix(false);
  const TransitionRoot quarter = transition_root(year, 7, 0.25);
  for (std::size_t i = 0; i < 7; ++i) {
    double sum = 0;
    for (std::size_t j = 0; j < 7; ++j) {
      CHECK(quarter.matrix[i * 7 + j] >= 0.0);
      sum += quarter.matrix[i * 7 + j];
    }
    CHECK(sum == Approx(1.0).epsilon(1e-14));
  }
  CHECK(quarter.moved > 0.0);    // its logarithm has negative rates
  CHECK(quarter.misfit < 2e-3);  // and what is mended is little
  const std::vector<double> half = multiplied(quarter.matrix, quarter.matrix, 7);
  CHECK(farthest(multiplied(half, half, 7), year) == Approx(quarter.misfit).margin(1e-12));
  // Planted: a quarter of the way to the year instead of its fourth root is much farther off.
  std::vector<double> mixed = year;
  for (std::size_t k = 0; k < 49; ++k) mixed[k] = 0.25 * year[k] + (k % 8 == 0 ? 0.75 : 0.0);
  const std::vector<double> wrong = multiplied(mixed, mixed, 7);
  CHECK(farthest(multiplied(wrong, wrong, 7), year) > 5.0 * quarter.misfit);
}

TEST_CASE("the mended row is the nearest one", "[migration]") {
  std::mt19937_64 bits(5);
  const auto uniform = [&] { return static_cast<double>(bits() >> 11) * 0x1p-53; };
  const auto squares = [](const std::vector<double>& a, const std::vector<double>& b) {
    double sum = 0;
    for (std::size_t k = 0; k < a.size(); ++k) sum += (a[k] - b[k]) * (a[k] - b[k]);
    return sum;
  };
  int clipped_is_farther = 0;
  for (int n = 0; n < 200; ++n) {
    std::vector<double> given(5);
    double sum = 0;
    for (double& rate : given) sum += rate = uniform() - 0.3;
    given[2] -= sum;  // a logarithm's rows add up to 0
    std::vector<double> nearest = given;
    nearest_rates(nearest, 2);
    double total = 0;
    for (std::size_t j = 0; j < 5; ++j) {
      total += nearest[j];
      CHECK((j == 2 || nearest[j] >= 0.0));
    }
    CHECK(total == Approx(0.0).margin(1e-15));
    const double least = squares(given, nearest);
    for (int k = 0; k < 50; ++k) {  // no valid row beside it is nearer
      std::vector<double> other = nearest;
      double moved = 0;
      for (std::size_t j = 0; j < 5; ++j) {
        if (j == 2) continue;
        other[j] = std::max(0.0, nearest[j] + 0.1 * (uniform() - 0.5));
        moved += other[j];
      }
      other[2] = -moved;
      REQUIRE(squares(given, other) >= least - 1e-15);
    }
    // Planted: negative rates set to 0 and taken off the diagonal.
    std::vector<double> clipped = given;
    double kept = 0;
    for (std::size_t j = 0; j < 5; ++j)
      if (j != 2) kept += clipped[j] = std::max(0.0, given[j]);
    clipped[2] = -kept;
    clipped_is_farther += squares(given, clipped) > least + 1e-9;
  }
  CHECK(clipped_is_farther > 50);
}

TEST_CASE("unit rows never move, and what cannot be rooted is refused", "[migration]") {
  const std::vector<double> unit{1, 0, 0, 1};
  CHECK(transition_root(unit, 2, 0.25).matrix == unit);
  MigrationParameters parameters;
  parameters.grades = {"A", "B"};
  parameters.matrix = {0.9, 0.1, 0.0, 1.0};
  parameters.years = 0.25;
  const GradeTransitions one_way(parameters, nullptr);
  CHECK(one_way.stays(1));
  CHECK_FALSE(one_way.stays(0));
  CHECK((one_way.reaches(0, 1) && !one_way.reaches(1, 0)));
  CHECK(one_way.probability(0, 0) == Approx(std::pow(0.9, 0.25)).epsilon(1e-12));
  for (const double x : {-9.0, 0.0, 9.0}) CHECK(one_way.next(1, x, 1.0) == 1);
  CHECK_THROWS_WITH(transition_root({0.5, 0.5, 0.5, 0.5}, 2, 0.25), Catch::Contains("no real logarithm"));
  CHECK_THROWS_AS(transition_root({0.1, 0.9, 0.9, 0.1}, 2, 0.25), Error);
}
