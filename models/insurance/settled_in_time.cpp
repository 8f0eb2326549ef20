#include "models/insurance/settled_in_time.h"

#include <algorithm>

namespace delcredere {

bool stays_open(const DebtColumns& debts, Day wait, Day last_day) {
  // Debt can be open beyond its wait only while an invoice that is paid too late is unpaid.
  Day from = kNever, until = 0;
  for (std::size_t k = 0; k < debts.count; ++k) {  // without branches: they could go either way
    const bool late = debts.paid[k] > debts.due[k] + wait;
    from = std::min(from, late ? debts.due[k] : kNever);
    until = std::max(until, late ? debts.paid[k] : 0);
  }
  for (std::size_t k = 0; k < debts.count; ++k) {
    const Day fallen = debts.due[k], day = fallen + wait;
    if (fallen < from || day >= until || day > last_day) continue;
    Money open = 0;
    for (std::size_t i = 0; i < debts.count; ++i)
      open += (debts.amount[i] & -Money{debts.due[i] <= fallen}) - (debts.amount[i] & -Money{debts.paid[i] <= day});
    if (open > 0) return true;
  }
  return false;
}

}  // namespace delcredere
