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
