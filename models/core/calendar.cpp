#include "models/core/calendar.h"

#include <algorithm>
#include <chrono>

namespace delcredere {
namespace {

constexpr int kFirstYear = 1;
constexpr int kLastYear = 9999;  // four digits in iso()

std::chrono::year_month_day civil(Date date) { return std::chrono::sys_days{std::chrono::days{date.serial}}; }

Date from(const std::chrono::year_month_day& civil_date) {
  return Date{static_cast<std::int32_t>(std::chrono::sys_days{civil_date}.time_since_epoch().count())};
}

/// text as decimal digits, or -1 (which no year, month or day is).
int digits(std::string_view text) {
  int value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return -1;
    value = 10 * value + (c - '0');
  }
  return value;
}

std::string padded(int value, std::size_t width) {
  std::string text = std::to_string(value);
  if (text.size() < width) text.insert(0, width - text.size(), '0');
  return text;
}

}  // namespace

std::optional<Date> Date::from_civil(int year, int month, int day) {
  if (year < kFirstYear || year > kLastYear || month < 1 || month > 12 || day < 1 || day > 31) return std::nullopt;
  const std::chrono::year_month_day candidate{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
                                              std::chrono::day{static_cast<unsigned>(day)}};
  if (!candidate.ok()) return std::nullopt;
  return from(candidate);
}

std::optional<Date> Date::parse_iso(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  return from_civil(digits(text.substr(0, 4)), digits(text.substr(5, 2)), digits(text.substr(8, 2)));
}

std::string Date::iso() const { return padded(year(), 4) + '-' + padded(month(), 2) + '-' + padded(day_of_month(), 2); }

int Date::year() const { return static_cast<int>(civil(*this).year()); }

int Date::month() const { return static_cast<int>(static_cast<unsigned>(civil(*this).month())); }

int Date::day_of_month() const { return static_cast<int>(static_cast<unsigned>(civil(*this).day())); }

Date Date::add_months(int months) const {
  const std::chrono::year_month_day start = civil(*this);
  const std::chrono::year_month month =
      std::chrono::year_month{start.year(), start.month()} + std::chrono::months{months};
  const std::chrono::year_month_day_last last{month.year(), std::chrono::month_day_last{month.month()}};
  return from({month.year(), month.month(), std::min(start.day(), last.day())});
}

}  // namespace delcredere
