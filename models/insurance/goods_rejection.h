#pragma once
// Cover of goods that the buyer rejects: each rejection of an insured shipment is a loss event of its own.
//
//   date of loss    the day of rejection, up to the buyer's date of loss (S1), inside the cover by the policy's basis
//   A               amount - resale, in base currency
//   D               min(A, max(0, limit on its shipment day - insured so far)), in the walk (S3) of what is eligible
//                   and open that day, in which goods rejected on the day stand with their A in their own place
//
// The shipment must be eligible (S0) but for being disputed, as which rejected invoices go in all other events.

#include <vector>

#include "models/insurance/insured_events.h"
#include "models/insurance/limit_walk.h"

namespace delcredere {

/// Appends the events of a ledger with rejections. `order` must be arranged for it.
void find_rejections(const PolicyTables& tables, const BuyerLedger& ledger, DebtOrder& order, EventSearch& search,
                     EventList& list);

/// D of an event that is a rejection. Appends it to `years` where it is above 0.
Money walk_to_rejection(const PolicyTables& tables, const EventList& list, const InsuredEvent& event,
                        std::vector<YearLoss>& years);

}  // namespace delcredere
