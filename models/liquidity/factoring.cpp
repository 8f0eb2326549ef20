#include "models/liquidity/factoring.h"

#include <algorithm>

namespace delcredere {
namespace {

constexpr std::int64_t kPartsPerOne = 1'000'000'000;
constexpr std::int64_t kDayCount = 360;

Money part_of(Money amount, const Decimal& share) {
  return static_cast<Money>(divide_half_even(scaled_product(amount, share), share.denominator()));
}

}  // namespace

Factoring::Factoring(const FactoringTerms& terms, std::vector<FinancedInvoice> invoices, Day horizon)
    : terms_(terms), invoices_(std::move(invoices)), horizon_(horizon) {
  std::stable_sort(invoices_.begin(), invoices_.end(), [](const FinancedInvoice& a, const FinancedInvoice& b) {
    return std::max<Day>(a.issue, 0) < std::max<Day>(b.issue, 0);
  });
}

void Factoring::run(std::span<const InvoiceFate> fates, FactoringFlows& flows) const {
  const auto days = static_cast<std::size_t>(horizon_) + 1;
  for (std::vector<Money>* flow : {&flows.advanced, &flows.repaid, &flows.fees, &flows.borne, &flows.in_use})
    flow->assign(days, 0);
  flows.lost.clear();
  const Day first_day = terms_.open_items == OpenItems::already_advanced ? 0 : 1;
  Money in_use = 0;
  auto next = invoices_.begin();
  for (Day day = 0; day <= horizon_; ++day) {
    const auto t = static_cast<std::size_t>(day);
    in_use -= flows.repaid[t] + flows.borne[t];
    for (; next != invoices_.end(); ++next) {
      const bool open = next->issue <= 0;
      if ((open ? first_day : next->issue) > day) break;
      if (open && terms_.open_items == OpenItems::left_out) continue;
      const InvoiceFate& fate = fates[next->number];
      const bool arrives = fate.paid < fate.failed;
      const Day last = terms_.recourse ? next->due + terms_.recourse_after + 1 : kNever;
      const Day back = std::min(arrives ? fate.paid : kNever, last);
      const bool lost = !terms_.recourse && !arrives;
      if (fate.amount == 0 || back <= day || fate.failed <= day) continue;
      const Money advance = part_of(fate.amount, terms_.advance_rate);
      if (terms_.limit && in_use + advance > *terms_.limit) continue;
      in_use += advance;
      if (day > 0) {
        flows.advanced[t] += advance;
        flows.fees[t] += part_of(fate.amount, terms_.fee);
      }
      if (lost && fate.failed <= horizon_) {
        flows.borne[static_cast<std::size_t>(fate.failed)] += advance;
        const auto same = std::find_if(flows.lost.begin(), flows.lost.end(),
                                       [&](const FactoringFlows::Lost& l) { return l.buyer == next->buyer; });
        if (same == flows.lost.end())
          flows.lost.push_back({next->buyer, advance});
        else
          same->amount += advance;
      } else if (back <= horizon_) {
        flows.repaid[static_cast<std::size_t>(back)] += advance;
      }
    }
    flows.in_use[t] = in_use;
  }
}

void eligible_receivables(const BorrowingBase& base, std::span<const FinancedInvoice> invoices,
                          std::span<const InvoiceFate> fates, std::span<Money> by_day) {
  std::fill(by_day.begin(), by_day.end(), 0);
  const auto end = static_cast<Day>(by_day.size());
  for (const FinancedInvoice& invoice : invoices) {
    const InvoiceFate& fate = fates[invoice.number];
    const Day from = std::max<Day>(invoice.issue, 0);
    const Day until = std::min({fate.paid, fate.failed, invoice.due + base.maximum_overdue + 1});
    if (fate.amount == 0 || from >= until || from >= end) continue;
    by_day[static_cast<std::size_t>(from)] += fate.amount;
    if (until < end) by_day[static_cast<std::size_t>(until)] -= fate.amount;
  }
  for (std::size_t t = 1; t < by_day.size(); ++t) by_day[t] += by_day[t - 1];
}

Money month_end_interest(std::span<const Money> closes, std::int64_t rate_parts,
                         std::span<const std::uint8_t> month_end, std::span<Money> paid) {
  Int128 accrued = 0;
  const auto due = [&] {
    return static_cast<Money>(divide_half_even(accrued * rate_parts, Int128{kDayCount} * kPartsPerOne));
  };
  std::fill(paid.begin(), paid.end(), 0);
  for (std::size_t t = 1; t < closes.size(); ++t) {
    accrued += closes[t - 1];
    if (month_end[t] == 0) continue;
    paid[t] = due();
    accrued = 0;
  }
  return due();
}

}  // namespace delcredere
