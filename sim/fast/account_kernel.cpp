#include "sim/fast/account_kernel.h"

#include <algorithm>
#include <limits>

#include "sim/fast/simd_targets.h"
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "sim/fast/account_kernel.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();

namespace delcredere::fast::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

using Accounts = hn::CappedTag<Money, kAccountsTogether>;

/// The accounts from `first` on, as many as there are lanes.
void WalkSome(const CashAccount& account, const Money* common, const Money* own, std::span<const Day> ends,
              std::size_t first, AccountPeriods& periods) {
  const Accounts d;
  const auto floor = hn::Set(d, account.floor()), limit = hn::Set(d, account.line_limit()), zero = hn::Zero(d);
  auto balance = hn::Set(d, account.opening()), drawn = zero;
  auto accrued = zero;  // 31 days of a line; opening + line is below 2^57, and opening above -2^57
  auto lowest = zero, below_from = hn::Set(d, Money{account.horizon()} + 1);
  std::size_t day = 1;
  const auto step = [&](auto interest) {
    const Money shared = common[day] - account.outflow(static_cast<Day>(day));
    const auto flow = hn::Add(hn::Set(d, shared), hn::LoadU(d, own + day * kAccountsTogether + first));
    balance = hn::Sub(hn::Add(balance, flow), interest);
    const auto move = hn::Min(hn::Max(hn::Sub(floor, balance), hn::Neg(drawn)), hn::Sub(limit, drawn));
    drawn = hn::Add(drawn, move);
    balance = hn::Add(balance, move);
    lowest = hn::Min(lowest, balance);
    const auto here = hn::Set(d, static_cast<Money>(day));
    below_from = hn::IfThenElse(hn::Gt(floor, balance), hn::Min(below_from, here), below_from);
    ++day;
  };
  const std::span<const std::size_t> interest_days = account.interest_days();
  auto next = interest_days.begin();
  for (std::size_t t = 0; t < ends.size(); ++t) {
    const std::size_t end = static_cast<std::size_t>(ends[t]) + 1;
    auto paid = zero;
    lowest = hn::Set(d, std::numeric_limits<Money>::max());
    while (day < end) {
      const bool pays = next != interest_days.end() && *next < end;
      for (const std::size_t until = pays ? *next : end; day < until;) {
        accrued = hn::Add(accrued, drawn);
        step(zero);
      }
      if (!pays) continue;
      ++next;
      accrued = hn::Add(accrued, drawn);
      HWY_ALIGN Money interest[kAccountsTogether];
      hn::Store(accrued, d, interest);
      for (std::size_t a = 0; a < hn::Lanes(d); ++a)
        interest[a] = interest[a] != 0 ? account.interest_on(interest[a]) : 0;
      accrued = zero;
      paid = hn::Add(paid, hn::Load(d, interest));
      step(hn::Load(d, interest));
    }
    const std::size_t place = t * kAccountsTogether + first;
    hn::StoreU(balance, d, periods.balance.data() + place);
    hn::StoreU(drawn, d, periods.drawn.data() + place);
    hn::StoreU(paid, d, periods.interest.data() + place);
    hn::StoreU(lowest, d, periods.lowest.data() + place);
  }
  HWY_ALIGN Money days[kAccountsTogether], unpaid[kAccountsTogether];
  hn::Store(below_from, d, days);
  hn::Store(accrued, d, unpaid);
  for (std::size_t a = 0; a < hn::Lanes(d); ++a) {
    periods.first_below[first + a] = static_cast<Day>(days[a]);
    periods.accrued[first + a] = unpaid[a] != 0 ? account.interest_on(unpaid[a]) : 0;
  }
}

void WalkAccounts(const CashAccount& account, const Money* common, const Money* own, std::span<const Day> ends,
                  AccountPeriods& periods) {
  for (std::size_t first = 0; first < kAccountsTogether; first += hn::Lanes(Accounts()))
    WalkSome(account, common, own, ends, first, periods);
}

}  // namespace delcredere::fast::HWY_NAMESPACE

HWY_AFTER_NAMESPACE();

#if HWY_ONCE

namespace delcredere::fast {

HWY_EXPORT(WalkAccounts);

void walk_accounts(const CashAccount& account, std::span<const Money> common, std::span<const Money> own,
                   std::span<const Day> ends, AccountPeriods& periods) {
  periods.resize(ends.size());
  HWY_DYNAMIC_DISPATCH(WalkAccounts)(account, common.data(), own.data(), ends, periods);
}

}  // namespace delcredere::fast

#endif
