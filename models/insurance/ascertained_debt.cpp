#include "models/insurance/ascertained_debt.h"

#include <algorithm>

namespace delcredere {
namespace {

/// Few keys, nearly in order as they are, are put in order by insertion.
void sort_keys(std::vector<std::int64_t>& keys) {
  constexpr std::size_t kFew = 64;
  if (keys.size() > kFew) {
    std::sort(keys.begin(), keys.end());
    return;
  }
  for (std::size_t k = 1; k < keys.size(); ++k) {
    const std::int64_t moved = keys[k];
    std::size_t place = k;
    for (; place > 0 && keys[place - 1] > moved; --place) keys[place] = keys[place - 1];
    keys[place] = moved;
  }
}

/// A day and a place as one number: by day, then place.
std::int64_t key_of(Day day, std::size_t place) {
  return static_cast<std::int64_t>(day) * (std::int64_t{1} << 32) + static_cast<std::int64_t>(place);
}
std::uint32_t place_of(std::int64_t key) { return static_cast<std::uint32_t>(key); }

/// Receipts up to days that ascend.
class Receipts {
 public:
  explicit Receipts(DebtOrder& order) : order_(order), by_day_(order.keys), few_(order.count <= kFew) {
    if (few_) return;  // summing them anew for the few days asked is quicker than putting them in order
    by_day_.clear();
    for (std::size_t k = 0; k < order.count; ++k)
      if (order.paid[k] != kNever) by_day_.push_back(key_of(order.paid[k], k));
    std::sort(by_day_.begin(), by_day_.end());
  }
  Money up_to(Day day) {
    if (few_) return order_.received(day);
    for (; next_ < by_day_.size() && order_.paid[place_of(by_day_[next_])] <= day; ++next_)
      sum_ += order_.amount[place_of(by_day_[next_])];
    return sum_;
  }

 private:
  static constexpr std::size_t kFew = 64;
  const DebtOrder& order_;
  std::vector<std::int64_t>& by_day_;
  bool few_;
  std::size_t next_ = 0;
  Money sum_ = 0;
};

/// First day on which an invoice that is itself paid too late has waited.
Day first_late(const DebtOrder& order, const Waiting& waiting) {
  const Day *due = order.due.data(), *paid = order.paid.data();
  Day earliest = kNever;
  for (std::size_t k = 0; k < order.count; ++k) {
    const Day day = std::max(due[k], waiting.from) + waiting.wait;
    earliest = std::min(earliest, paid[k] > day ? day : kNever);
  }
  return earliest;
}

/// From place `first` on.
DebtOrder::Unsettled search_unsettled(DebtOrder& order, const Waiting& waiting, std::span<const std::uint8_t> eligible,
                                      std::size_t first) {
  const Day earliest = first_late(order, waiting);
  if (earliest >= waiting.before) return {};
  Receipts receipts(order);
  Money fallen_due = 0;
  for (std::size_t k = 0; k < order.count && order.due[k] <= waiting.last_due; ++k) {
    const Day day = std::max(order.due[k], waiting.from) + waiting.wait;
    if (day >= waiting.before) break;
    fallen_due += order.amount[k];
    if (k < first || day < earliest || (!eligible.empty() && eligible[order.by_due[k]] == 0)) continue;
    if (fallen_due > receipts.up_to(day)) return {day, k};
  }
  return {};
}

}  // namespace

void DebtOrder::arrange(const BuyerLedger& ledger) {
  const auto invoices = ledger.invoices;
  closed.clear();
  disputed.clear();
  known_wait_ = -1;
  open_day_ = kNever;
  keys.resize(invoices.size());
  std::size_t undisputed = 0;
  for (std::uint32_t i = 0; i < invoices.size(); ++i) {
    const LedgerInvoice& invoice = invoices[i];
    // Ledgers are sorted by shipment, due date and row, so that among equal days place is shipment and row.
    keys[undisputed] = key_of(invoice.due, i);
    undisputed += invoice.paid > 0 && !invoice.disputed;
    if (invoice.paid <= 0) closed.push_back(i);
    if (invoice.disputed) disputed.push_back(i);
  }
  keys.resize(undisputed);
  sort_keys(keys);
  count = keys.size();
  if (amount.size() < count) {
    by_due.resize(2 * count);
    for (std::vector<Day>* days : {&issue, &due, &paid}) days->resize(2 * count);
    amount.resize(2 * count);
  }
  for (std::size_t k = 0; k < count; ++k) {
    const LedgerInvoice& invoice = invoices[by_due[k] = place_of(keys[k])];
    issue[k] = invoice.issue;
    due[k] = invoice.due;
    paid[k] = invoice.paid;
    amount[k] = invoice.amount;
  }
}

Money DebtOrder::received(Day day) const {
  const Day* paid_on = paid.data();
  const Money* of = amount.data();
  Money sum = 0;
  for (std::size_t k = 0; k < count; ++k) sum += of[k] & -Money{paid_on[k] <= day};  // could go either way
  return sum;
}

const DebtOrder::Unsettled& DebtOrder::first_unsettled(Day wait, Day before) {
  if (known_wait_ == wait && (known_.day < kNever || before <= known_before_)) return known_;
  Waiting waiting{wait};
  waiting.before = before;
  known_ = search_unsettled(*this, waiting, {}, 0);
  known_wait_ = wait;
  known_before_ = before;
  return known_;
}

const DebtOrder::Open& DebtOrder::open_on(const BuyerLedger& ledger, Day day) {
  if (open_day_ != day) open_.sum = ascertain_debt(ledger, *this, day, open_.left);
  open_day_ = day;
  return open_;
}

Day first_unsettled(DebtOrder& order, const Waiting& waiting, std::span<const std::uint8_t> eligible) {
  if (waiting.from != Waiting{}.from || waiting.last_due != kNever)
    return search_unsettled(order, waiting, eligible, 0).day;
  // No invoice is found before the first of all of them, which policies share.
  const DebtOrder::Unsettled& first = order.first_unsettled(waiting.wait, waiting.before);
  if (first.day >= waiting.before) return kNever;
  if (eligible.empty() || eligible[order.by_due[first.place]] != 0) return first.day;
  return search_unsettled(order, waiting, eligible, first.place + 1).day;
}

void DebtOrders::begin(std::span<const BuyerLedger> ledgers) {
  ledgers_ = ledgers;
  if (orders_.size() < ledgers.size()) orders_.resize(ledgers.size());
  arranged_.assign(ledgers.size(), 0);
}

DebtOrder& DebtOrders::of(std::size_t ledger) {
  if (arranged_[ledger] == 0) orders_[ledger].arrange(ledgers_[ledger]);
  arranged_[ledger] = 1;
  return orders_[ledger];
}

Money ascertain_debt(const BuyerLedger& ledger, const DebtOrder& order, Day day, std::vector<Money>& open) {
  const auto invoices = ledger.invoices;
  open.assign(invoices.size(), 0);
  const Money pool = order.received(day);
  Money debt = 0, shipped = 0;
  for (std::size_t k = 0; k < order.count; ++k) {
    // What the pool leaves of all debt up to this one is left of this one, if it is not more.
    const Money owed = order.amount[k] & -Money{order.issue[k] <= day};
    shipped += owed;
    const Money left = std::clamp<Money>(shipped - pool, 0, owed);
    open[order.by_due[k]] = left;
    debt += left;
  }
  for (const std::uint32_t i : order.disputed) {
    if (invoices[i].issue > day || invoices[i].paid <= day) continue;
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
  for (std::size_t k = 0; k < order.count; ++k) take(order.by_due[k]);
  for (std::size_t i = 0; i < open.size(); ++i) take(i);
  return net - left;
}

}  // namespace delcredere
