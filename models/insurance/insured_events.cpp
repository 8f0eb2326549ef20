#include "models/insurance/insured_events.h"

#include <algorithm>
#include <tuple>

#include "models/core/fetch.h"
#include "models/insurance/ascertained_debt.h"
#include "models/insurance/eligibility.h"
#include "models/insurance/goods_rejection.h"

namespace delcredere {
namespace {

/// Appends the event of ledger number i, if there is one.
void find_event(const PolicyTables& tables, std::span<const BuyerLedger> ledgers, std::size_t i, DebtOrders& orders,
                EventSearch& search, EventList& list, std::span<const std::uint8_t> facts) {
  const BuyerLedger& ledger = ledgers[i];
  if (!may_have_loss(tables, ledger)) return;
  // Most late payers settle their oldest debts in time with what they pay later.
  const bool stopped = tables.covers_political() && !ledger.stops.empty();
  if (ledger.default_day == kNever && !stopped &&
      orders.of(i).first_unsettled(tables.terms.protracted_default->wait, tables.horizon + 1).day > tables.horizon)
    return;
  const bool may_have_orders = tables.terms.pre_shipment && !ledger.orders.empty();
  if (!find_eligible(tables, ledger, search.eligible, facts) && !may_have_orders) return;
  fetch(&tables.buyers[ledger.buyer]);  // for the limit walk
  DebtOrder& order = orders.of(i);
  const auto loss = find_date_of_loss(tables, ledger, search.eligible, order);
  if (!loss) return;
  InsuredEvent& event = list.events.emplace_back();  // filled in place: copies would wait for its stores
  event.ledger = &ledger;
  event.loss = *loss;
  const DebtOrder::Open& debt = order.open_on(ledger, loss->day);
  event.ascertained = debt.sum;
  const bool as_invoiced = ledger.rates.empty() && ledger.security.empty();
  if (!as_invoiced) search.open = debt.left;
  if (!ledger.rates.empty()) event.ascertained = convert_debt(ledger, loss->day, search.open);
  if (!ledger.security.empty())
    event.ascertained -= deduct_security(ledger, order, loss->day, tables.terms.recovery_cost, search.open);
  list.add_debts(ledger, search.eligible, as_invoiced ? debt.left : search.open, ledger.invoices.size(), event);
  event.first_order = static_cast<std::uint32_t>(list.orders.size());
  event.in_production = add_order_costs(tables, ledger, *loss, list.orders);
  event.order_count = static_cast<std::uint32_t>(list.orders.size()) - event.first_order;
  event.ascertained += event.in_production;
  event.eligible_debt += event.in_production;
  if (event.eligible_debt == 0) list.events.pop_back();
}

/// The facts of buyers lie far apart: they are asked for together.
void fetch_facts(std::span<const BuyerLedger> ledgers, std::span<const std::uint8_t> facts) {
  if (facts.empty()) return;
  constexpr std::size_t kLine = 64;
  for (const BuyerLedger& ledger : ledgers) {
    if (ledger.invoices.empty()) continue;
    const std::size_t last = ledger.invoices.back().item;
    for (std::size_t item = ledger.invoices.front().item; item < last; item += kLine) fetch(&facts[item]);
    fetch(&facts[last]);
  }
}

/// What limit actions leave of a limit depends on its amount.
bool same_limits(const PolicyTables& a, const PolicyTables& b) {
  return std::equal(a.limit_steps.begin(), a.limit_steps.end(), b.limit_steps.begin(), b.limit_steps.end(),
                    [](const LimitStep& x, const LimitStep& y) {
                      return x.from == y.from && x.limit == y.limit && x.primary == y.primary;
                    });
}

/// Limits above 0 on the same days.
bool open_alike(const PolicyTables& a, const PolicyTables& b, std::uint32_t buyer) {
  const auto steps = [buyer](const PolicyTables& tables) {
    const BuyerTerms& own = tables.buyers[buyer];
    return std::span(tables.limit_steps).subspan(own.first_step, own.step_count);
  };
  // Each change of one is looked up in both; before its first step a buyer has the first.
  for (const auto list : {steps(a), steps(b)})
    for (const LimitStep& step : list)
      if ((a.limit_on(buyer, step.from).limit > 0) != (b.limit_on(buyer, step.from).limit > 0)) return false;
  return true;
}

void sort_events(std::vector<InsuredEvent>& events) {
  std::sort(events.begin(), events.end(), [](const InsuredEvent& a, const InsuredEvent& b) {
    return std::tie(a.loss.day, a.ledger->buyer, a.rejected) < std::tie(b.loss.day, b.ledger->buyer, b.rejected);
  });
}

}  // namespace

void EventList::exchange(const EventList& list, std::span<const std::uint32_t> without, const EventList& others) {
  events.clear();
  for (const InsuredEvent& event : list.events)
    if (!std::binary_search(without.begin(), without.end(), event.ledger->buyer)) events.push_back(event);
  for (const InsuredEvent& other : others.events) {
    InsuredEvent& event = events.emplace_back(other);
    event.first_debt += static_cast<std::uint32_t>(list.debts_end);
    event.first_order += static_cast<std::uint32_t>(list.orders.size());
  }
  debts_end = list.debts_end + others.debts_end;
  if (debts.size() < debts_end) debts.resize(2 * debts_end);  // both have room behind their debts
  std::copy_n(others.debts.begin(), others.debts_end, std::copy_n(list.debts.begin(), list.debts_end, debts.begin()));
  orders = list.orders;
  orders.insert(orders.end(), others.orders.begin(), others.orders.end());
  sort_events(events);
}

void EventList::add_debts(const BuyerLedger& ledger, std::span<const std::uint8_t> eligible,
                          std::span<const Money> open, std::size_t last, InsuredEvent& event) {
  const std::size_t first = debts_end, end = std::min(last + 1, ledger.invoices.size());
  if (debts.size() < first + end) debts.resize(2 * (first + end));
  OpenDebt* next = debts.data() + first;
  Money sum = 0;
  for (std::size_t i = 0; i < end; ++i) {  // without branches: an invoice may be any
    const Money amount = open[i] & -Money{eligible[i] != 0};
    next->shipped = ledger.invoices[i].issue;
    next->amount = amount;
    next += amount != 0;
    sum += amount;
  }
  event.first_debt = static_cast<std::uint32_t>(first);
  event.debt_count = static_cast<std::uint32_t>(next - (debts.data() + first));
  event.eligible_debt = sum;
  debts_end = first + event.debt_count;
}

void find_events(const PolicyTables& tables, std::span<const BuyerLedger> ledgers, DebtOrders& orders,
                 EventSearch& search, EventList& list, std::span<const std::uint8_t> facts) {
  list.events.clear();
  list.debts_end = 0;
  list.orders.clear();
  fetch_facts(ledgers, facts);
  for (std::size_t i = 0; i < ledgers.size(); ++i) find_event(tables, ledgers, i, orders, search, list, facts);
  if (tables.terms.goods_rejection)
    for (std::size_t i = 0; i < ledgers.size(); ++i)
      if (!ledgers[i].rejections.empty()) find_rejections(tables, ledgers[i], orders.of(i), search, list);
  sort_events(list.events);
}

bool find_same_events(const PolicyTables& a, const PolicyTables& b) {
  const PolicyTerms &x = a.terms, &y = b.terms;
  if (a.horizon != b.horizon || a.exposure_book != b.exposure_book || a.buyers.size() != b.buyers.size()) return false;
  if (x.cover.basis != y.cover.basis || x.cover.year_starts != y.cover.year_starts) return false;
  if (x.max_terms != y.max_terms || x.max_extension != y.max_extension) return false;
  if (x.insolvency != y.insolvency || x.protracted_default != y.protracted_default || x.political != y.political)
    return false;
  if (x.pre_shipment != y.pre_shipment) return false;
  if (x.goods_rejection.has_value() != y.goods_rejection.has_value()) return false;
  if (x.limit_actions != y.limit_actions || a.primary_actions != b.primary_actions) return false;
  if (a.has_limit_actions() && !same_limits(a, b)) return false;
  for (std::uint32_t buyer = 0; buyer < a.buyers.size(); ++buyer) {
    if (a.buyers[buyer].in_scope != b.buyers[buyer].in_scope) return false;
    if (a.buyers[buyer].in_scope && !open_alike(a, b, buyer)) return false;
  }
  return true;
}

}  // namespace delcredere
