// Burning cost by hand.

#include "models/pricing/burning_cost.h"

#include <catch2/catch.hpp>
#include <cmath>

using namespace delcredere;

TEST_CASE("the burning cost of two years, without and with trend and development") {
  const std::vector<HistoryYear> years{{-2, 1000, 10, 1}, {-1, 3000, 10, 1}};
  const BurningCost plain = burning_cost(years, 0, 2000, 0);
  CHECK(plain.rate.value == Approx(20.0 / 4000));
  CHECK(plain.cost.value == Approx(10));
  // residuals 10 - 5 and 10 - 15: sqrt(2 / 1 x 50) / 4000
  CHECK(plain.rate.standard_error == Approx(10.0 / 4000));
  CHECK(std::isnan(plain.trend.value));
  const std::vector<HistoryYear> open{{-2, 1000, 10, 1}, {-1, 3000, 10, 2}};
  CHECK(burning_cost(open, 0, 2000, 0.1).rate.value == Approx((10 * 1.21 + 20 * 1.1) / 4000));
}

TEST_CASE("a rate that grows on a line is found, and its error is 0") {
  std::vector<HistoryYear> years;
  for (int y = -5; y < 0; ++y) {
    const double turnover = 1000.0 * (7 + y * y);
    years.push_back({static_cast<double>(y), turnover, turnover * (0.01 + 0.001 * y), 1});
  }
  const BurningCost cost = burning_cost(years, 0, 1e6, 0);
  CHECK(cost.trend.value == Approx(0.001));
  CHECK(cost.trend.standard_error == Approx(0).margin(1e-12));
  CHECK(cost.trended_rate.value == Approx(0.01));
}

TEST_CASE("a history without years or without turnover is refused") {
  CHECK_THROWS(burning_cost({}, 0, 1, 0));
  CHECK_THROWS(burning_cost({{-1, 0, 5, 1}}, 0, 1, 0));
}
