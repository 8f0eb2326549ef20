#pragma once
// S2, ascertained debt: what a buyer owes on a day, with receipts put against the oldest debt first.
//
// Undisputed debt: receipts of days 1..T pay the invoices open at as_of or shipped later, in order of due date, then
// shipment, then file order. A disputed invoice keeps its own receipts. Rows paid up to as_of are closed as made.

#include <cstdint>
#include <vector>

#include "models/insurance/ledger.h"

namespace delcredere {

/// Orders of one ledger that several days T share. Scratch: reused from buyer to buyer.
struct DebtOrder {
  std::vector<std::uint32_t> by_due;   ///< undisputed, not closed at as_of
  std::vector<std::uint32_t> by_paid;  ///< those of them whose money arrives

  void arrange(const BuyerLedger& ledger);
};

/// Fills open[i], the debt left on invoice i at the end of day T (0 if shipped later), and returns its sum A.
Money ascertain_debt(const BuyerLedger& ledger, const DebtOrder& order, Day day, std::vector<Money>& open);

}  // namespace delcredere
