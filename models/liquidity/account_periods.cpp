#include "models/liquidity/account_periods.h"

#include <algorithm>

namespace delcredere {

void tell_periods(const CashAccount& account, const CashAccount::Path& path, std::span<const Day> ends, std::size_t a,
                  AccountPeriods& periods) {
  periods.resize(ends.size());
  periods.first_below[a] = account.horizon() + 1;
  periods.accrued[a] = path.accrued_interest;
  std::size_t day = 1;
  for (std::size_t t = 0; t < ends.size(); ++t) {
    const std::size_t place = t * kAccountsTogether + a;
    Money lowest = path.balance[day], interest = 0;
    for (; day <= static_cast<std::size_t>(ends[t]); ++day) {
      lowest = std::min(lowest, path.balance[day]);
      interest += path.interest[day];
      if (path.balance[day] < account.floor())
        periods.first_below[a] = std::min(periods.first_below[a], static_cast<Day>(day));
    }
    periods.balance[place] = path.balance[day - 1];
    periods.drawn[place] = path.drawn[day - 1];
    periods.interest[place] = interest;
    periods.lowest[place] = lowest;
  }
}

}  // namespace delcredere
