// Seasons of payment: a slow December is found, nothing is found where there is none, one year tells nothing.

#include <catch2/catch.hpp>
#include <cmath>

#include "app/studies/calibration.h"
#include "tests/calibration/ledgers.h"

using namespace delcredere;
using namespace delcredere::testing;

namespace {

/// Three years of invoices, D = ceil(2 + 10 x), those due in December (times what the year adds) `slow` times as late.
studies::History seasonal(double slow, double one_year, Day first, std::uint64_t seed) {
  studies::History history = true_ledger({0.5, 0.0, 10.0, 2.0}, 60, 40, first, 0, seed);
  for (studies::PastInvoice& row : history.invoices) {
    row.electronic = false;
    const Date due{history.day_zero.serial + row.due};
    double factor = due.month() == 12 ? slow : 1.0;
    if (due.month() == 8 && due.year() == 2024) factor = one_year;
    const Day delay = row.paid - row.due;
    if (delay > 0) row.paid = row.due + static_cast<Day>(std::ceil(delay * factor));
  }
  return history;
}

}  // namespace

TEST_CASE("a slow December is a season, a slow month of one year is not", "[calibration]") {
  const studies::History history = seasonal(1.8, 2.0, -1094, 3);
  const auto seasons = studies::calibrate(history, 0, {false, true}).seasons;
  REQUIRE(seasons.size() == 12);
  const calibration::MonthSeason& december = seasons[11];
  CHECK(december.years == 3);
  CHECK(december.tells());
  // Relative to the average month, which December itself lifts by about 5 %.
  CHECK(december.log_multiplier.value ==
        Approx(std::log(1.8 / 1.05)).margin(3.5 * december.log_multiplier.standard_error));
  CHECK_FALSE(seasons[7].tells());
}

TEST_CASE("without seasons hardly any is found, and one year tells nothing", "[calibration]") {
  int found = 0;
  for (const std::uint64_t seed : {11ull, 12ull}) {
    for (const auto& season : studies::calibrate(seasonal(1.0, 1.0, -1094, seed), 0, {false, true}).seasons)
      found += season.tells();
  }
  CHECK(found <= 2);  // 24 names, each by chance in one of 80 or so: three or more in one of 300
  for (const auto& season : studies::calibrate(seasonal(1.8, 1.0, -364, 5), 0, {false, true}).seasons)
    CHECK_FALSE(season.tells());
}
