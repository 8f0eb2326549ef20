#pragma once
// CashAccount::walk() of the accounts of several policies side by side: they share opening balance, floor and line, and
// most of their flows. A day has to wait for the day before, an account not for its neighbour. Scalar, AVX2 and
// AVX-512 with the same answers, as kernels.h.

#include <span>

#include "models/core/days.h"
#include "models/core/money.h"
#include "models/liquidity/account_periods.h"

namespace delcredere::fast {

/// As tell_periods() of each account's walk. `account` is plain. common[t]: flows of day t = 0..H that all have,
/// without planned outflows; own[t kAccountsTogether + a]: what account a has beside them. ends: last day of each
/// period, ascending, the last one H.
void walk_accounts(const CashAccount& account, std::span<const Money> common, std::span<const Money> own,
                   std::span<const Day> ends, AccountPeriods& periods);

}  // namespace delcredere::fast
