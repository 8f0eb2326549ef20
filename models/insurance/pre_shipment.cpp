#include "models/insurance/pre_shipment.h"

#include "models/insurance/eligibility.h"
#include "models/insurance/exact.h"

namespace delcredere {
namespace {

bool is_covered(const PolicyTables& tables, const BuyerLedger& ledger, const UnshippedOrder& order, Day started) {
  const PolicyTerms& terms = tables.terms;
  if (tables.limit_on(ledger, started).limit <= 0) return false;
  if (terms.max_terms && order.due - order.issue > *terms.max_terms) return false;
  if (terms.cover.basis == CoverBasis::risk_attaching && tables.year_of_shipment(started) < 0) return false;
  return !terms.max_extension || !is_overextended(*terms.max_extension, ledger, started);
}

}  // namespace

Money add_order_costs(const PolicyTables& tables, const BuyerLedger& ledger, const DateOfLoss& loss,
                      std::vector<OrderCost>& costs) {
  if (!tables.terms.pre_shipment || loss.cause != DefaultCause::insolvency) return 0;
  if (!tables.buyers[ledger.buyer].in_scope) return 0;
  const PreShipment& cover = *tables.terms.pre_shipment;
  Money sum = 0;
  for (const UnshippedOrder& order : ledger.orders) {
    const Day started = order.issue - cover.production;
    if (started >= ledger.default_day || !is_covered(tables, ledger, order, started)) continue;
    const Quotient cost =
        ratio({static_cast<Uint128>(order.amount), static_cast<Uint128>(cover.cost_share.mantissa),
               static_cast<Uint128>(ledger.default_day - started)},
              {static_cast<Uint128>(power_of_ten(cover.cost_share.scale)), static_cast<Uint128>(cover.production)});
    const Money amount = ledger.at(order.currency, static_cast<Money>(round_half_even(cost)), loss.day);
    if (amount == 0) continue;
    costs.push_back({started, amount});
    sum += amount;
  }
  return sum;
}

}  // namespace delcredere
