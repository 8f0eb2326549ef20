#pragma once
// S0-S2 of a trial: who has a date of loss, when, and how much of its debt is eligible. What a policy pays for it is
// worked out afterwards. Policies that differ in later terms alone (the amounts of their limits, percentages,
// deductibles, ceilings, sharing of recoveries, days of settlement) find the same events; it takes one search for all.

#include <cstdint>
#include <span>
#include <vector>

#include "models/insurance/date_of_loss.h"
#include "models/insurance/ledger.h"
#include "models/insurance/policy_tables.h"
#include "models/insurance/pre_shipment.h"

namespace delcredere {

/// A buyer with a date of loss in 1..H that is covered and with eligible debt open then.
struct InsuredEvent {
  const BuyerLedger* ledger = nullptr;
  DateOfLoss loss;
  Money ascertained = 0;            ///< A: all open debt, and orders in production
  Money eligible_debt = 0;          ///< its eligible part, > 0
  Money in_production = 0;          ///< of both: orders
  std::uint32_t first_invoice = 0;  ///< into EventList::eligible and open, one entry by invoice of the ledger
  std::uint32_t first_order = 0, order_count = 0;  ///< into EventList::orders
};

struct EventList {
  std::vector<InsuredEvent> events;  ///< in order of (date of loss, buyer)
  std::vector<std::uint8_t> eligible;
  std::vector<Money> open;  ///< debt left on the invoice at the date of loss
  std::vector<OrderCost> orders;

  std::span<const std::uint8_t> eligible_of(const InsuredEvent& event) const {
    return {eligible.data() + event.first_invoice, event.ledger->invoices.size()};
  }
  std::span<const OrderCost> orders_of(const InsuredEvent& event) const {
    return {orders.data() + event.first_order, event.order_count};
  }
  std::span<const Money> open_of(const InsuredEvent& event) const {
    return {open.data() + event.first_invoice, event.ledger->invoices.size()};
  }
};

/// Scratch of find_events.
struct EventSearch {
  std::vector<std::uint8_t> eligible;
  std::vector<Money> open;
};

/// orders: begun for these ledgers; policies share them. facts: append_insurable_facts() by item, or empty. The ledgers
/// must outlive the list.
void find_events(const PolicyTables& tables, std::span<const BuyerLedger> ledgers, DebtOrders& orders,
                 EventSearch& search, EventList& list, std::span<const std::uint8_t> facts = {});

/// Whether two policies on one book find the same events in any ledgers: equal cover, scope, terms, extension, causes,
/// and limits above 0 on the same days.
bool find_same_events(const PolicyTables& a, const PolicyTables& b);

}  // namespace delcredere
