#include <catch2/catch.hpp>

#include "models/core/calendar.h"

namespace delcredere {
namespace {

Date date(const char* text) { return Date::parse_iso(text).value(); }

TEST_CASE("known days since 1970-01-01") {
  CHECK(date("1970-01-01").serial == 0);
  CHECK(date("1969-12-31").serial == -1);
  CHECK(date("2000-01-01").serial == 10957);
  CHECK(date("2000-03-01").serial == 11017);
  CHECK(date("2038-01-19").serial == 24855);  // 2^31 seconds: floor(2147483647 / 86400)
  CHECK(days_between(date("1900-01-01"), date("2000-01-01")) == 36524);
  CHECK(days_between(date("2026-01-05"), date("2026-01-12")) == 7);
  CHECK(days_between(date("2024-02-01"), date("2024-03-01")) == 29);
}

TEST_CASE("every day of 0001-01-01 .. 9999-12-31 follows the one before by the Gregorian rules") {
  const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  std::int32_t serial = date("0001-01-01").serial;
  bool consistent = true;
  for (int year = 1; year <= 9999; ++year) {
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    for (int month = 1; month <= 12; ++month) {
      const int length = lengths[month - 1] + (month == 2 && leap ? 1 : 0);
      for (int day = 1; day <= length; ++day, ++serial) {
        const auto made = Date::from_civil(year, month, day);
        consistent = consistent && made && made->serial == serial && made->year() == year && made->month() == month &&
                     made->day_of_month() == day;
      }
      consistent = consistent && !Date::from_civil(year, month, length + 1);
    }
  }
  CHECK(consistent);
  CHECK(serial - 1 == date("9999-12-31").serial);
}

TEST_CASE("parse_iso reads one form and iso writes it") {
  for (const char* text : {"2026-01-05", "2024-02-29", "0001-01-01", "9999-12-31", "1969-07-20"})
    CHECK(date(text).iso() == text);
  const char* text =
      GENERATE("", "2023-02-29", "1900-02-29", "2026-1-5", "26-01-05", "31/01/2024", "2026/01/05", "2026-13-01",
               "2026-00-01", "2026-01-00", "2026-01-32", "2026-04-31", " 2026-01-05", "2026-01-05 ", "2026-01-05T00:00",
               "20260105", "+026-01-05", "-026-01-05", "2026-01--5", "2026--1-05", "0000-01-01", "2026-0a-05");
  CAPTURE(text);
  CHECK_FALSE(Date::parse_iso(text));
}

TEST_CASE("add_months keeps the day and clips to the month's end") {
  CHECK(date("2026-01-05").add_months(1) == date("2026-02-05"));
  CHECK(date("2026-01-31").add_months(1) == date("2026-02-28"));
  CHECK(date("2024-01-31").add_months(1) == date("2024-02-29"));
  CHECK(date("2024-02-29").add_months(12) == date("2025-02-28"));
  CHECK(date("2024-02-29").add_months(48) == date("2028-02-29"));
  CHECK(date("2025-12-31").add_months(2) == date("2026-02-28"));
  CHECK(date("2026-03-31").add_months(-1) == date("2026-02-28"));
  CHECK(date("2026-01-15").add_months(-13) == date("2024-12-15"));
  CHECK(date("2026-01-15").add_months(0) == date("2026-01-15"));
  // Clipping is from the first day, never chained: the third month end of 31 January is 30 April.
  CHECK(date("2026-01-31").add_months(3) == date("2026-04-30"));
}

TEST_CASE("dates order by time") {
  CHECK(date("2025-12-31") < date("2026-01-01"));
  CHECK(date("2026-01-01") == date("2026-01-01"));
}

}  // namespace
}  // namespace delcredere
