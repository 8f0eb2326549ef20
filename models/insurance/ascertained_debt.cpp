#include "models/insurance/ascertained_debt.h"

#include <algorithm>
#include <tuple>

namespace delcredere {

void DebtOrder::arrange(const BuyerLedger& ledger) {
  by_due.clear();
  by_paid.clear();
  const auto invoices = ledger.invoices;
  for (std::uint32_t i = 0; i < invoices.size(); ++i) {
    if (invoices[i].disputed || invoices[i].paid <= 0) continue;
    by_due.push_back(i);
    if (invoices[i].paid != kNever) by_paid.push_back(i);
  }
  // Ledgers are sorted by shipment, due date and row, so that among equal due dates position is shipment and row.
  const auto due_first = [&](std::uint32_t a, std::uint32_t b) {
    return std::tie(invoices[a].due, a) < std::tie(invoices[b].due, b);
  };
  const auto paid_first = [&](std::uint32_t a, std::uint32_t b) {
    return std::tie(invoices[a].paid, a) < std::tie(invoices[b].paid, b);
  };
  if (!std::is_sorted(by_due.begin(), by_due.end(), due_first)) std::sort(by_due.begin(), by_due.end(), due_first);
  if (!std::is_sorted(by_paid.begin(), by_paid.end(), paid_first)) {
    std::sort(by_paid.begin(), by_paid.end(), paid_first);
  }
}

Day first_unsettled(const BuyerLedger& ledger, const DebtOrder& order, const Waiting& waiting,
                    std::span<const std::uint8_t> eligible) {
  const auto invoices = ledger.invoices;
  Money fallen_due = 0;
  Money received = 0;
  std::size_t next_receipt = 0;
  for (const std::uint32_t i : order.by_due) {
    if (invoices[i].due > waiting.last_due) break;
    const Day day = std::max(invoices[i].due, waiting.from) + waiting.wait;
    fallen_due += invoices[i].amount;
    while (next_receipt < order.by_paid.size() && invoices[order.by_paid[next_receipt]].paid <= day) {
      received += invoices[order.by_paid[next_receipt++]].amount;
    }
    if ((eligible.empty() || eligible[i] != 0) && fallen_due > received) return day;
  }
  return kNever;
}

void DebtOrders::begin(std::span<const BuyerLedger> ledgers) {
  ledgers_ = ledgers;
  if (entries_.size() < ledgers.size()) entries_.resize(ledgers.size());
  for (std::size_t i = 0; i < ledgers.size(); ++i) {
    entries_[i].arranged = false;
    entries_[i].wait = -1;
  }
}

const DebtOrder& DebtOrders::of(std::size_t ledger) {
  Entry& entry = entries_[ledger];
  if (!entry.arranged) entry.order.arrange(ledgers_[ledger]);
  entry.arranged = true;
  return entry.order;
}

Day DebtOrders::first_unsettled_of(std::size_t ledger, Day wait) {
  const DebtOrder& order = of(ledger);
  Entry& entry = entries_[ledger];
  if (entry.wait != wait) entry.unsettled = first_unsettled(ledgers_[ledger], order, {wait}, {});
  entry.wait = wait;
  return entry.unsettled;
}

Money ascertain_debt(const BuyerLedger& ledger, const DebtOrder& order, Day day, std::vector<Money>& open) {
  const auto invoices = ledger.invoices;
  open.assign(invoices.size(), 0);
  Money pool = 0;
  for (const std::uint32_t i : order.by_paid) {
    if (invoices[i].paid > day) break;
    pool += invoices[i].amount;
  }
  Money debt = 0;
  for (const std::uint32_t i : order.by_due) {
    if (invoices[i].issue > day) continue;
    const Money settled = std::min(pool, invoices[i].amount);
    pool -= settled;
    open[i] = invoices[i].amount - settled;
    debt += open[i];
  }
  for (std::size_t i = 0; i < invoices.size(); ++i) {
    if (!invoices[i].disputed || invoices[i].issue > day || invoices[i].paid <= day) continue;
    open[i] = invoices[i].amount;
    debt += open[i];
  }
  return debt;
}

}  // namespace delcredere
