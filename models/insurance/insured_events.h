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

/// Eligible debt left on an invoice at the date of loss, > 0.
struct OpenDebt {
  Day shipped = 0;
  Money amount = 0;
};

/// A buyer with a date of loss in 1..H that is covered and with eligible debt open then; or goods that it rejects
/// (goods_rejection.h), with what counts in the walk of that day as eligible and open.
struct InsuredEvent {
  static constexpr std::uint32_t kNoRejection = 0xFFFFFFFFu;
  const BuyerLedger* ledger = nullptr;
  DateOfLoss loss;
  Money ascertained = 0;                           ///< A: all open debt, and orders in production
  Money eligible_debt = 0;                         ///< its eligible part, > 0
  Money in_production = 0;                         ///< of both: orders
  std::uint32_t first_debt = 0, debt_count = 0;    ///< into EventList::debts, in order of the ledger
  std::uint32_t first_order = 0, order_count = 0;  ///< into EventList::orders
  std::uint32_t rejected = kNoRejection;           ///< place of the rejected invoice in the ledger: the last debt
};

struct EventList {
  std::vector<InsuredEvent> events;  ///< by (date of loss, buyer, rejections first in their order)
  std::vector<OpenDebt> debts;       ///< those of events, and room
  std::size_t debts_end = 0;         ///< of those of events
  std::vector<OrderCost> orders;

  /// The events of another list but those of some buyers (ascending), and all of a second one, which shares no buyer
  /// with what is left. Ledgers of both must outlive this list.
  void exchange(const EventList& list, std::span<const std::uint32_t> without, const EventList& others);

  /// The debts of the event that is added next: invoices up to place `last` of the ledger.
  void add_debts(const BuyerLedger& ledger, std::span<const std::uint8_t> eligible, std::span<const Money> open,
                 std::size_t last, InsuredEvent& event);

  std::span<const OpenDebt> debts_of(const InsuredEvent& event) const {
    return {debts.data() + event.first_debt, event.debt_count};
  }
  std::span<const OrderCost> orders_of(const InsuredEvent& event) const {
    return {orders.data() + event.first_order, event.order_count};
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
/// cover of rejected goods, and limits above 0 on the same days.
bool find_same_events(const PolicyTables& a, const PolicyTables& b);

}  // namespace delcredere
