#include "sim/fast/settled_kernel.h"

#include <algorithm>
#include <type_traits>

#include "sim/fast/simd_targets.h"
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "sim/fast/settled_kernel.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();

namespace delcredere::fast::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

using Amounts = hn::CappedTag<Money, BuyerColumns::kOverrun + 1>;
using Days = hn::Rebind<Day, Amounts>;

bool StaysOpen(const BuyerColumns& buyer, Day wait, Day last_day) {
  const Amounts amounts;
  const Days days;
  const hn::Rebind<std::int16_t, Days> delays;
  const hn::Rebind<std::uint8_t, Days> flags;
  const std::size_t lanes = hn::Lanes(amounts);
  HWY_ALIGN Money amount[BuyerColumns::kMost];  // 0 of what does not count
  HWY_ALIGN std::int64_t due_on[BuyerColumns::kMost], paid_on[BuyerColumns::kMost];
  const auto never = hn::Set(days, kNever), none = hn::Zero(days);
  // Debt can be open beyond its wait only while an invoice that is paid too late is unpaid.
  auto from = never, until = none;
  for (std::size_t i = 0; i < buyer.count; i += lanes) {
    const auto out = hn::Or(hn::LoadU(flags, buyer.lost + i), hn::LoadU(flags, buyer.disputed + i));
    const auto counts = hn::And(hn::FirstN(days, buyer.count - i), hn::Eq(hn::PromoteTo(days, out), none));
    const auto due = hn::LoadU(days, buyer.due + i), delay = hn::PromoteTo(days, hn::LoadU(delays, buyer.delay + i));
    const auto paid = hn::IfThenElse(hn::Eq(delay, hn::Set(days, kOlderThanLaw)), never, hn::Add(due, delay));
    const auto all = hn::PromoteTo(amounts, hn::VecFromMask(days, counts));
    hn::Store(hn::And(all, hn::LoadU(amounts, buyer.amount + i)), amounts, amount + i);
    hn::Store(hn::PromoteTo(amounts, due), amounts, due_on + i);
    hn::Store(hn::PromoteTo(amounts, paid), amounts, paid_on + i);
    const auto late = hn::And(counts, hn::Gt(paid, hn::Add(due, hn::Set(days, wait))));
    from = hn::Min(from, hn::IfThenElse(late, due, never));
    until = hn::Max(until, hn::IfThenElseZero(late, paid));
  }
  HWY_ALIGN Day firsts[BuyerColumns::kOverrun + 1], lasts[BuyerColumns::kOverrun + 1];
  hn::Store(from, days, firsts);
  hn::Store(until, days, lasts);
  const Day first = *std::min_element(firsts, firsts + lanes), last = *std::max_element(lasts, lasts + lanes);
  // What does not count is asked, too: were there debt on its day, there would be on that of an invoice due before.
  for (std::size_t k = 0; k < buyer.count; ++k) {
    const Day fallen = buyer.due[k], day = fallen + wait;
    if (fallen < first || day >= last || day > last_day) continue;
    const auto after = hn::Set(amounts, Money{fallen} + 1), tomorrow = hn::Set(amounts, Money{day} + 1);
    auto open = hn::Zero(amounts);
    for (std::size_t i = 0; i < buyer.count; i += lanes) {
      const auto of = hn::Load(amounts, amount + i);
      open = hn::Add(open, hn::IfThenElseZero(hn::Gt(after, hn::Load(amounts, due_on + i)), of));
      open = hn::Sub(open, hn::IfThenElseZero(hn::Gt(tomorrow, hn::Load(amounts, paid_on + i)), of));
    }
    if (hn::GetLane(hn::SumOfLanes(amounts, open)) > 0) return true;
  }
  return false;
}

}  // namespace delcredere::fast::HWY_NAMESPACE

HWY_AFTER_NAMESPACE();

#if HWY_ONCE

namespace delcredere::fast {

HWY_EXPORT(StaysOpen);

bool stays_open(const BuyerColumns& buyer, Day wait, Day last_day) {
  return HWY_DYNAMIC_DISPATCH(StaysOpen)(buyer, wait, last_day);
}

}  // namespace delcredere::fast

#endif
