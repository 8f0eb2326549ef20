#include "models/insurance/ascertained_debt.h"

#include <algorithm>
#include <tuple>

namespace delcredere {
namespace {

/// Stable. Few invoices, nearly in order as they are, are put in order by insertion.
template <class DayOf>
void sort_by_day(std::vector<std::uint32_t>& order, const DayOf& day_of) {
  constexpr std::size_t kFew = 64;
  if (order.size() > kFew) {
    std::sort(order.begin(), order.end(),
              [&](std::uint32_t a, std::uint32_t b) { return std::tuple(day_of(a), a) < std::tuple(day_of(b), b); });
    return;
  }
  for (std::size_t k = 1; k < order.size(); ++k) {
    const std::uint32_t moved = order[k];
    const Day day = day_of(moved);
    std::size_t place = k;
    for (; place > 0 && day_of(order[place - 1]) > day; --place) order[place] = order[place - 1];
    order[place] = moved;
  }
}

}  // namespace

void DebtOrder::arrange(const BuyerLedger& ledger) {
  by_due.clear();
  paid_arranged_ = false;
  const auto invoices = ledger.invoices;
  for (std::uint32_t i = 0; i < invoices.size(); ++i)
    if (!invoices[i].disputed && invoices[i].paid > 0) by_due.push_back(i);
  // Ledgers are sorted by shipment, due date and row, so that among equal days position is shipment and row.
  sort_by_day(by_due, [&](std::uint32_t i) { return invoices[i].due; });
}

const std::vector<std::uint32_t>& DebtOrder::by_paid(const BuyerLedger& ledger) {
  if (paid_arranged_) return by_paid_;
  const auto invoices = ledger.invoices;
  by_paid_.clear();
  for (std::uint32_t i = 0; i < invoices.size(); ++i)
    if (!invoices[i].disputed && invoices[i].paid > 0 && invoices[i].paid != kNever) by_paid_.push_back(i);
  sort_by_day(by_paid_, [&](std::uint32_t i) { return invoices[i].paid; });
  paid_arranged_ = true;
  return by_paid_;
}

Day first_unsettled(const BuyerLedger& ledger, DebtOrder& order, const Waiting& waiting,
                    std::span<const std::uint8_t> eligible) {
  const auto invoices = ledger.invoices;
  Day earliest = kNever;
  for (const std::uint32_t i : order.by_due) {
    const Day day = std::max(invoices[i].due, waiting.from) + waiting.wait;
    earliest = std::min(earliest, invoices[i].paid > day ? day : kNever);
  }
  if (earliest >= waiting.before) return kNever;
  const std::vector<std::uint32_t>& by_paid = order.by_paid(ledger);
  Money fallen_due = 0;
  Money received = 0;
  std::size_t next_receipt = 0;
  for (const std::uint32_t i : order.by_due) {
    if (invoices[i].due > waiting.last_due) break;
    const Day day = std::max(invoices[i].due, waiting.from) + waiting.wait;
    fallen_due += invoices[i].amount;
    while (next_receipt < by_paid.size() && invoices[by_paid[next_receipt]].paid <= day) {
      received += invoices[by_paid[next_receipt++]].amount;
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

DebtOrder& DebtOrders::of(std::size_t ledger) {
  Entry& entry = entries_[ledger];
  if (!entry.arranged) entry.order.arrange(ledgers_[ledger]);
  entry.arranged = true;
  return entry.order;
}

Day DebtOrders::first_unsettled_of(std::size_t ledger, Day wait) {
  DebtOrder& order = of(ledger);
  Entry& entry = entries_[ledger];
  if (entry.wait != wait) entry.unsettled = first_unsettled(ledgers_[ledger], order, {wait}, {});
  entry.wait = wait;
  return entry.unsettled;
}

Money ascertain_debt(const BuyerLedger& ledger, const DebtOrder& order, Day day, std::vector<Money>& open) {
  const auto invoices = ledger.invoices;
  open.assign(invoices.size(), 0);
  Money pool = 0;
  for (const std::uint32_t i : order.by_due) pool += invoices[i].paid <= day ? invoices[i].amount : 0;
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

Money convert_debt(const BuyerLedger& ledger, Day day, std::vector<Money>& open) {
  Money debt = 0;
  for (std::size_t i = 0; i < open.size(); ++i) {
    open[i] = ledger.at(ledger.invoices[i].currency, open[i], day);
    debt += open[i];
  }
  return debt;
}

Money deduct_security(const BuyerLedger& ledger, const DebtOrder& order, Day day, const Decimal& cost,
                      std::vector<Money>& open) {
  Money realised = 0;
  for (const SecurityPayment& payment : ledger.security)
    if (payment.day <= day) realised += payment.amount;
  Money left = realised - static_cast<Money>(divide_half_even(scaled_product(realised, cost), cost.denominator()));
  const Money net = left;
  const auto take = [&](std::size_t i) {
    const Money taken = std::min(left, open[i]);
    open[i] -= taken;
    left -= taken;
  };
  for (const std::uint32_t i : order.by_due) take(i);
  for (std::size_t i = 0; i < open.size(); ++i) take(i);
  return net - left;
}

}  // namespace delcredere
