#pragma once
// Strict readers of single values, from text, without locale: exactly what is written, or a reason why not.
//
//   number    -?digits[.digits][e[+-]digits], no leading zeros, no '+', no separators      0.3  12  1e-6
//   decimal   the same without an exponent, at most 18 digits, exact                       0.3
//   share     a number, or a number with '%' directly behind it                            0.3  30%
//   span      a whole number, a space, and days, weeks or months                           52 weeks
//   date      ISO                                                                          2026-01-05

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include "models/core/calendar.h"
#include "models/core/days.h"
#include "models/core/decimal.h"

namespace delcredere::config {

std::optional<double> parse_number(std::string_view text);

/// A number or N%; correctly rounded in both forms.
std::optional<double> parse_share(std::string_view text);

/// Digits with an optional '-'; nothing outside [minus 2^63, 2^64).
std::optional<Int128> parse_integer(std::string_view text);

enum class SpanUnit { days, weeks, months };

/// A duration as written.
struct Span {
  std::int64_t count = 0;
  SpanUnit unit = SpanUnit::days;

  /// Days without a calendar: a week is 7 days; N months are N x 365 / 12 days, rounded half to even (3 months = 91).
  Int128 days() const;
  /// Days from a date: months run to the same day of the month, clipped to its end. `kTooLong` beyond the year 9999.
  Int128 days_from(Date start) const;
  std::string text() const;

  static constexpr std::int64_t kTooLong = std::int64_t{1} << 40;
};

/// "52 weeks", "1 day", "-3 months" (so that a range error can be told from a wrong form).
std::optional<Span> parse_span(std::string_view text);

/// "18 days", "17.83 days", "2 weeks": days as a number.
std::optional<double> parse_days(std::string_view text);

/// Shortest text of a double as a percentage, "12%", or as the number where that is not exact in 18 digits.
std::string percent_text(double share);

/// Shortest text that reads back as the same number.
std::string number_text(double number);

}  // namespace delcredere::config
