// PDs by year: F(t), its days, its limits.

#include <catch2/catch.hpp>
#include <cmath>
#include <random>

#include "models/credit/default_curve.h"
#include "models/credit/hazard.h"

using namespace delcredere;

namespace {

/// F(t) from its definition.
double by_definition(const std::vector<double>& years, Day t) {
  double survival = 1.0;
  for (std::size_t y = 0; t > 0; ++y) {
    const double q = years[std::min(y, years.size() - 1)];
    const Day days = std::min<Day>(t, 365);
    survival *= days == 365 ? 1.0 - q : std::pow(1.0 - q, days / 365.0);
    t -= days;
  }
  return 1.0 - survival;
}

}  // namespace

TEST_CASE("a table of PDs is survival year by year, and its last hazard goes on", "[term]") {
  const std::vector<std::vector<double>> tables{{0.01, 0.05, 0.02},    {0.0, 0.3},      {0.2, 0.0},
                                                {0.5, 1e-6, 0.9, 0.1}, {0.1, 0.1, 0.3}, {1e-9, 0.999}};
  for (const std::vector<double>& years : tables) {
    const DefaultCurve curve(PdTerm::conditional(years));
    for (Day t = 0; t <= 2200; t += 1 + t % 7) {
      INFO("day " << t);
      CHECK(curve.probability(t) == Approx(by_definition(years, t)).epsilon(1e-12).margin(1e-15));
      CHECK(complement_exp(-curve.hazard(t)) == Approx(curve.probability(t)).epsilon(1e-12));
    }
    for (std::size_t y = 0; y < years.size(); ++y) {  // exactly q_y of who lives
      const auto start = static_cast<Day>(365 * y);
      const double before = curve.probability(start), after = curve.probability(start + 365);
      CHECK((after - before) / (1.0 - before) == Approx(years[y]).epsilon(1e-9).margin(1e-12));
    }
  }
}

TEST_CASE("a table of one PD is that PD, bit for bit", "[term]") {
  for (const double pd : {0.0, 1e-7, 0.012, 0.5, 1.0}) {
    const std::vector<double> three(3, pd), one{pd};
    CHECK(PdTerm::conditional(three) == PdTerm(pd));
    CHECK(PdTerm::conditional(three).flat());
    CHECK(PdTerm::cumulative(one) == PdTerm(pd));
    const DefaultCurve flat(pd), table(PdTerm::conditional(three));
    for (Day t = 0; t < 1200; ++t) REQUIRE(flat.probability(t) == table.probability(t));
  }
}

TEST_CASE("cumulative and annual tables say the same", "[term]") {
  const std::vector<double> annual{0.01, 0.03, 0.0, 0.2};
  std::vector<double> cumulative;
  double survival = 1.0;
  for (const double q : annual) cumulative.push_back(1.0 - (survival *= 1.0 - q));
  const DefaultCurve a(PdTerm::conditional(annual)), c(PdTerm::cumulative(cumulative));
  for (Day t = 1; t < 2000; t += 9) CHECK(a.probability(t) == Approx(c.probability(t)).epsilon(1e-12));
  const std::vector<double> certain{0.5, 1.0, 1.0};
  CHECK(PdTerm::cumulative(certain) == PdTerm::conditional(std::vector<double>{0.5, 1.0}));
}

TEST_CASE("PD 0 and 1 of a year are exact", "[term]") {
  const DefaultCurve later(PdTerm::conditional(std::vector<double>{0.0, 1.0}));
  CHECK(later.probability(365) == 0.0);
  CHECK(later.probability(366) == 1.0);
  CHECK(later.first_day_above(0.0) == 366);
  CHECK(later.first_day_above(1.0 - 1e-16) == 366);
  CHECK(std::isinf(later.hazard(366)));
  const DefaultCurve early(PdTerm::conditional(std::vector<double>{0.4, 0.0}));
  CHECK(early.probability(5000) == Approx(0.4).epsilon(1e-14));
  CHECK(early.first_day_above(0.41) == kNever);
  CHECK(early.first_day_above(0.39) <= 365);
  const DefaultCurve at_once(PdTerm::conditional(std::vector<double>{1.0, 0.5}));
  CHECK(at_once.first_day_above(0.999) == 1);
  for (const double e : {-8.0, 0.0, 8.0}) {
    const ConditionalState state{-1.3, 0.8};
    CHECK(default_day(later, state, 730, {}, e) == 366);
    CHECK(default_day(later, state, 365, {}, e) == kNever);
    CHECK(default_day(at_once, state, 365, {}, e) == 1);
  }
}

TEST_CASE("the first day above p is the one that counting finds", "[term]") {
  std::mt19937_64 bits(7);
  const auto uniform = [&] { return static_cast<double>(bits() >> 11) * 0x1p-53; };
  for (int n = 0; n < 60; ++n) {
    std::vector<double> years;
    for (std::uint64_t y = bits() % 4 + 2; y > 0; --y) years.push_back(bits() % 4 == 0 ? 0.0 : uniform() * 0.4);
    const DefaultCurve curve(PdTerm::conditional(years));
    for (int k = 0; k < 20; ++k) {
      const double p = uniform() * curve.probability(365 * 6) * 1.1;
      Day counted = 1;
      while (counted < 365 * 20 && !(curve.probability(counted) > p)) ++counted;
      const Day found = curve.first_day_above(p);
      if (counted < 365 * 20)
        CHECK(found == counted);
      else
        CHECK(found >= counted);
    }
  }
}

TEST_CASE("default days by e and by hazard increments agree on a table", "[term]") {
  const DefaultCurve curve(PdTerm::conditional(std::vector<double>{0.02, 0.2, 0.07}));
  const std::vector<HazardSegment> ones{{200, 1.0}, {500, 1.0}, {1000, 1.0}};
  int failed = 0, off = 0;
  for (double e = -4.0; e < 3.0; e += 0.011) {
    const ConditionalState state{-0.4, 0.9};
    const Day plain = default_day(curve, state, 1000, {}, e), summed = default_day(curve, state, 1000, ones, e);
    failed += plain < kNever;
    off += plain != summed;  // rounding may move one on the edge of a day
  }
  CHECK(failed > 100);
  CHECK(off == 0);
}
