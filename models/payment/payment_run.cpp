#include "models/payment/payment_run.h"

#include <algorithm>

namespace delcredere {
namespace {

/// Bit of a date's weekday, Monday = 0.
int weekday(std::int32_t serial) { return ((serial + 3) % 7 + 7) % 7; }

int days_in_month(int year, int month) {
  int days = 31;
  while (!Date::from_civil(year, month, days)) --days;
  return days;
}

bool by_rule(const PaymentRun& run, Date date) {
  if (run.months > 0) {
    if ((date.year() * 12 + date.month()) % run.months != 0) return false;
    return date.day_of_month() == std::min(run.day, days_in_month(date.year(), date.month()));
  }
  if (run.weeks > 0) return (date.serial - run.start.serial) % (7 * run.weeks) == 0;
  return true;
}

bool closed(const PaymentCalendar& calendar, Date date) {
  return (calendar.weekend >> weekday(date.serial) & 1) != 0 ||
         std::binary_search(calendar.holidays.begin(), calendar.holidays.end(), date);
}

/// Room for the longest pause between two runs, so that the end of the table is right, too.
constexpr Day kLongestPause = 400;

}  // namespace

RunCalendar::RunCalendar(const PaymentRun& run, Date as_of, Day last, const PaymentCalendar* calendar) {
  const Day first = kFirst - kLongestPause, end = last + kLongestPause;
  std::vector<bool> runs(static_cast<std::size_t>(end - first) + 8, false);
  const auto at = [first](Day t) { return static_cast<std::size_t>(t - first); };
  for (Day t = first; t <= end; ++t) {
    if (!by_rule(run, Date{as_of.serial + t})) continue;
    Day moved = t;
    while ((run.weekdays >> weekday(as_of.serial + moved) & 1) == 0) ++moved;
    if (calendar != nullptr)
      while (closed(*calendar, Date{as_of.serial + moved})) ++moved;
    if (at(moved) < runs.size()) runs[at(moved)] = true;
  }
  wait_.resize(static_cast<std::size_t>(last - kFirst) + 1);
  Day following = end;
  while (!runs[at(following)]) --following;
  for (Day t = following; t >= kFirst; --t) {
    if (runs[at(t)]) following = t;
    if (t <= last) wait_[static_cast<std::size_t>(t - kFirst)] = static_cast<std::int16_t>(following - t);
  }
}

Day RunCalendar::before(Day t) const {
  if (!inside(t - 1)) return t - 1;
  Day day = t - 1;
  while (inside(day) && next(day) != day) --day;
  return day;
}

}  // namespace delcredere
