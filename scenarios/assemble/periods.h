#pragma once
// The horizon as days and the periods of the tables of cash (model of time: days 1..H after as_of).

#include <vector>

#include "models/core/calendar.h"
#include "models/core/days.h"
#include "scenarios/config/config.h"

namespace delcredere::assemble {

inline constexpr std::int64_t kMostPeriods = 50'000;

/// Periods of a horizon without listing them.
Int128 count_periods(Int128 days, config::PeriodKind kind);

/// Last day of each period. Weeks are days 1-7, 8-14, ...; months run from as_of to the same day of each following
/// month, clipped to its end. The last one ends at H and may be short.
std::vector<Day> period_ends(Date as_of, Day horizon, config::PeriodKind kind);

/// Bytes of the tables by period: 2^14 counters of 8 bytes for each period, scenario and policy (`none` is one more).
double table_bytes(Int128 periods, std::size_t scenarios, std::size_t policies);

}  // namespace delcredere::assemble
