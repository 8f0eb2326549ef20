#include "models/liquidity/outflow_rule.h"

#include <algorithm>

namespace delcredere {
namespace {

constexpr int kMonths = 12;
/// A shift moves a date by less than this.
constexpr Day kLongestShift = 31;

int month_number(Date date) { return date.year() * kMonths + date.month() - 1; }
Date first_of(int month) { return *Date::from_civil(month / kMonths, month % kMonths + 1, 1); }
Date day_in(int month, int day) {
  const Date first = first_of(month);
  const Day length = days_between(first, first_of(month + 1));
  return Date{first.serial + std::min<Day>(day, length) - 1};
}

/// All nominal dates that can matter, ascending.
std::vector<Date> nominal_dates(const OutflowRule& rule, Date as_of, Day horizon) {
  std::vector<Date> dates;
  const Date start = rule.from.value_or(Date{as_of.serial + 1});
  const Date last{as_of.serial + horizon + kLongestShift};
  const std::int32_t earliest = rule.from ? start.serial : as_of.serial - kLongestShift;
  if (rule.weeks > 0) {
    const int step = 7 * rule.weeks;
    std::int32_t at = start.serial + (rule.weekday - weekday_of(start) + 7) % 7;
    if (at < as_of.serial) at += (as_of.serial - at) / step * step;
    while (at - step >= earliest && at > as_of.serial - kLongestShift) at -= step;
    for (; at <= last.serial; at += step)
      if (at >= earliest) dates.push_back(Date{at});
    return dates;
  }
  int anchor = month_number(start);
  if (day_in(anchor, rule.day) < start) ++anchor;
  if (rule.month > 0) anchor = rule.month - 1;  // of any year
  for (int month = month_number(as_of) - 2; month <= month_number(last); ++month) {
    if ((month - anchor) % rule.months != 0) continue;
    const Date date = day_in(month, rule.day);
    if (date.serial >= earliest && date <= last) dates.push_back(date);
  }
  return dates;
}

}  // namespace

int weekday_of(Date date) { return ((date.serial + 3) % 7 + 7) % 7; }

bool is_working_day(Date date, std::span<const Date> holidays) {
  return weekday_of(date) < 5 && !std::binary_search(holidays.begin(), holidays.end(), date);
}

Date shifted(Date date, DayShift shift, std::span<const Date> holidays) {
  if (shift == DayShift::none) return date;
  const Date nominal = date;
  while (!is_working_day(date, holidays)) {
    date.serial += shift == DayShift::next ? 1 : -1;
    if (std::abs(date.serial - nominal.serial) >= kLongestShift) return nominal;  // a month of holidays: no working day
  }
  return date;
}

std::vector<RuleDate> rule_dates(const OutflowRule& rule, Date as_of, Day horizon, std::span<const Date> holidays) {
  std::vector<RuleDate> dates;
  for (const Date nominal : nominal_dates(rule, as_of, horizon)) {
    if ((rule.from && nominal < *rule.from) || (rule.until && nominal > *rule.until)) continue;
    RuleDate date;
    date.day = days_between(as_of, shifted(nominal, rule.shift, holidays));
    if (date.day < 1 || date.day > horizon) continue;
    if (rule.by_basis()) {
      const int last = month_number(nominal) - rule.lag;
      date.basis_first = days_between(as_of, first_of(last - rule.months + 1));
      date.basis_last = days_between(as_of, first_of(last + 1)) - 1;
    }
    dates.push_back(date);
  }
  return dates;
}

Money share_of_basis(const OutflowRule& rule, Int128 basis) {
  const Decimal& part = rule.tax_rate ? *rule.tax_rate : *rule.share;
  const Int128 whole = static_cast<Int128>(part.denominator()) + (rule.tax_rate ? part.mantissa : 0);
  return static_cast<Money>(divide_half_even(basis * part.mantissa, whole));
}

}  // namespace delcredere
