#include "models/insurance/insured_events.h"

#include <algorithm>
#include <tuple>

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
      orders.first_unsettled_of(i, tables.terms.protracted_default->wait) > tables.horizon)
    return;
  const bool may_have_orders = tables.terms.pre_shipment && !ledger.orders.empty();
  if (!find_eligible(tables, ledger, search.eligible, facts) && !may_have_orders) return;
  DebtOrder& order = orders.of(i);
  const auto loss = find_date_of_loss(tables, ledger, search.eligible, order);
  if (!loss) return;
  InsuredEvent event;
  event.ledger = &ledger;
  event.loss = *loss;
  event.first_invoice = static_cast<std::uint32_t>(list.open.size());
  event.first_order = static_cast<std::uint32_t>(list.orders.size());
  event.ascertained = ascertain_debt(ledger, order, loss->day, search.open);
  if (!ledger.rates.empty()) event.ascertained = convert_debt(ledger, loss->day, search.open);
  if (!ledger.security.empty())
    event.ascertained -= deduct_security(ledger, order, loss->day, tables.terms.recovery_cost, search.open);
  for (std::size_t j = 0; j < search.open.size(); ++j)
    if (search.eligible[j] != 0) event.eligible_debt += search.open[j];
  event.in_production = add_order_costs(tables, ledger, *loss, list.orders);
  event.order_count = static_cast<std::uint32_t>(list.orders.size()) - event.first_order;
  event.ascertained += event.in_production;
  event.eligible_debt += event.in_production;
  if (event.eligible_debt == 0) return;
  list.eligible.insert(list.eligible.end(), search.eligible.begin(), search.eligible.end());
  list.open.insert(list.open.end(), search.open.begin(), search.open.end());
  list.events.push_back(event);
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

bool same_production(const std::optional<PreShipment>& a, const std::optional<PreShipment>& b) {
  if (!a || !b) return !a && !b;
  return a->production == b->production && a->cost_share.mantissa == b->cost_share.mantissa &&
         a->cost_share.scale == b->cost_share.scale;
}

bool same_wait(const std::optional<CauseTerms>& a, const std::optional<CauseTerms>& b) {
  return a.has_value() == b.has_value() && (!a || a->wait == b->wait);
}

}  // namespace

void find_events(const PolicyTables& tables, std::span<const BuyerLedger> ledgers, DebtOrders& orders,
                 EventSearch& search, EventList& list, std::span<const std::uint8_t> facts) {
  list.events.clear();
  list.eligible.clear();
  list.open.clear();
  list.orders.clear();
  for (std::size_t i = 0; i < ledgers.size(); ++i) find_event(tables, ledgers, i, orders, search, list, facts);
  if (tables.terms.goods_rejection)
    for (std::size_t i = 0; i < ledgers.size(); ++i)
      if (!ledgers[i].rejections.empty()) find_rejections(tables, ledgers[i], orders.of(i), search, list);
  std::sort(list.events.begin(), list.events.end(), [](const InsuredEvent& a, const InsuredEvent& b) {
    return std::tie(a.loss.day, a.ledger->buyer, a.rejected) < std::tie(b.loss.day, b.ledger->buyer, b.rejected);
  });
}

bool find_same_events(const PolicyTables& a, const PolicyTables& b) {
  const PolicyTerms &x = a.terms, &y = b.terms;
  if (a.horizon != b.horizon || a.exposure_book != b.exposure_book || a.buyers.size() != b.buyers.size()) return false;
  if (x.cover.basis != y.cover.basis || x.cover.year_starts != y.cover.year_starts) return false;
  if (x.max_terms != y.max_terms || x.max_extension != y.max_extension) return false;
  if (!same_wait(x.insolvency, y.insolvency) || !same_wait(x.protracted_default, y.protracted_default) ||
      !same_wait(x.political, y.political))
    return false;
  if (!same_production(x.pre_shipment, y.pre_shipment)) return false;
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
