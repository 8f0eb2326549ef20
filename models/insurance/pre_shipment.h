#pragma once
// Pre-shipment cover: the cost of orders that are in production when the buyer becomes insolvent.
//
// An order to be shipped on day s is in production from s - production on. If the buyer fails on day f, not after s, it
// is not shipped, and what it has cost by then,
//
//   cost = amount x cost_share x (f - (s - production)) / production,   rounded half to even,
//
// belongs to the ascertained debt of its insolvency. The first day of production stands for the shipment day: the limit
// of that day holds (S3), after all that was shipped; MEP and `risk_attaching` look at it.

#include <vector>

#include "models/insurance/date_of_loss.h"
#include "models/insurance/ledger.h"
#include "models/insurance/policy_tables.h"

namespace delcredere {

struct OrderCost {
  Day started = 0;   ///< first day of production
  Money amount = 0;  ///< > 0
};

/// Appends the insured orders in order of shipment, due date and row; returns their sum. Nothing without such cover.
Money add_order_costs(const PolicyTables& tables, const BuyerLedger& ledger, const DateOfLoss& loss,
                      std::vector<OrderCost>& costs);

}  // namespace delcredere
