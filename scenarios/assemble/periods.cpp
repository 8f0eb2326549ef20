#include "scenarios/assemble/periods.h"

#include <algorithm>

namespace delcredere::assemble {

Int128 count_periods(Int128 days, config::PeriodKind kind) {
  // 400 years are 146,097 days and 4,800 months.
  return kind == config::PeriodKind::week ? (days + 6) / 7 : (days * 4800 + 146096) / 146097;
}

std::vector<Day> period_ends(Date as_of, Day horizon, config::PeriodKind kind) {
  std::vector<Day> ends;
  for (int i = 1; ends.empty() || ends.back() < horizon; ++i) {
    const Day end = kind == config::PeriodKind::week ? 7 * i : days_between(as_of, as_of.add_months(i));
    ends.push_back(std::min(end, horizon));
  }
  return ends;
}

double table_bytes(Int128 periods, std::size_t scenarios, std::size_t policies) {
  return static_cast<double>(periods) * static_cast<double>(scenarios) * static_cast<double>(policies + 1) * 16384.0 *
         8.0;
}

}  // namespace delcredere::assemble
