#pragma once
// portfolio.repeat_last_12_months: every row issued in the twelve months up to as_of, open or paid, is planned again n
// x 12 months later (clipped to a month's end), on the same terms, for amount x (1 + growth)^n, rounded half to even, n
// = 1 .. years. So the plan has the season of the last year.

#include "scenarios/csv/ledger.h"
#include "scenarios/csv/report.h"
#include "scenarios/portfolio_source.h"

namespace delcredere::csv {

void repeat_last_year(const RepeatPlan& plan, Date as_of, Ledger& ledger, Report& report);

}  // namespace delcredere::csv
