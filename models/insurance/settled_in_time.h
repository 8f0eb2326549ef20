#pragma once
// Does a living buyer settle every debt before it has waited too long? Asked for every late payer, so in columns and
// without arranging anything; who does not is looked at by first_unsettled() (ascertained_debt.h), which agrees.

#include <array>
#include <cstddef>

#include "models/core/days.h"
#include "models/core/money.h"

namespace delcredere {

/// Undisputed invoices of one buyer that are open at as_of or shipped later, in any order.
struct DebtColumns {
  static constexpr std::size_t kMost = 128;
  std::array<Money, kMost> amount;  ///< >= 0
  std::array<Day, kMost> due, paid;
  std::size_t count = 0;

  /// count < kMost. counts: whether it is such an invoice; a sum, not a branch, as it may be either.
  void add(Money a, Day due_day, Day paid_day, bool counts = true) {
    amount[count] = a;
    due[count] = due_day;
    paid[count] = paid_day;
    count += counts;
  }
};

/// Whether with receipts put against the oldest debt some invoice j is open on its day T = due_j + wait <= last_day:
///   sum of amounts due up to due_j > sum of amounts paid up to T.
bool stays_open(const DebtColumns& debts, Day wait, Day last_day);

}  // namespace delcredere
