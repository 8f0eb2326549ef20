#pragma once
// Civil dates (proleptic Gregorian) and their distance in days. No clock, no time zone.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "models/core/days.h"

namespace delcredere {

/// A civil date, held as days since 1970-01-01.
struct Date {
  std::int32_t serial = 0;

  static std::optional<Date> from_civil(int year, int month, int day);  ///< nothing for 2023-02-29 and the like
  static std::optional<Date> parse_iso(std::string_view text);          ///< "2026-01-05" only; four-digit year
  std::string iso() const;
  int year() const;
  int month() const;
  int day_of_month() const;
  /// The same day of the month n months later, clipped to the month's end.
  Date add_months(int months) const;

  friend auto operator<=>(const Date&, const Date&) = default;
};

inline Day days_between(Date from, Date to) { return to.serial - from.serial; }

}  // namespace delcredere
