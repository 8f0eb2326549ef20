#pragma once
// What the bank accounts of several policies show by period: all that a run keeps of a trial's daily balances.

#include <array>
#include <span>
#include <vector>

#include "models/core/days.h"
#include "models/core/money.h"
#include "models/liquidity/cash_walk.h"

namespace delcredere {

/// Accounts that lie side by side in an AccountPeriods.
inline constexpr std::size_t kAccountsTogether = 4;

/// By period t and account a: entry t kAccountsTogether + a.
struct AccountPeriods {
  std::vector<Money> balance, drawn;  ///< on the period's last day
  std::vector<Money> interest;        ///< paid in the period
  std::vector<Money> lowest;          ///< balance of the period's days
  /// By account: the first day whose balance is below the floor, H + 1 = none.
  std::array<Day, kAccountsTogether> first_below{};
  std::array<Money, kAccountsTogether> accrued{};  ///< by account: interest at H, not yet paid

  /// Room for so many periods; what is there is to be overwritten.
  void resize(std::size_t periods) {
    for (std::vector<Money>* row : {&balance, &drawn, &interest, &lowest}) row->resize(periods * kAccountsTogether);
  }
};

/// Entries of account a < kAccountsTogether from the path that `account` walked. ends: last day of each period,
/// ascending, the last one H.
void tell_periods(const CashAccount& account, const CashAccount::Path& path, std::span<const Day> ends, std::size_t a,
                  AccountPeriods& periods);

}  // namespace delcredere
