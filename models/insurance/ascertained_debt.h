#pragma once
// S2, ascertained debt: what a buyer owes on a day, with receipts put against the oldest debt first.
//
// Undisputed debt: receipts of days 1..T pay the invoices open at as_of or shipped later, in order of due date, then
// shipment, then file order. A disputed invoice keeps its own receipts. Rows paid up to as_of are closed as made.

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "models/core/decimal.h"
#include "models/insurance/ledger.h"

namespace delcredere {

/// Orders of one ledger that several days T share. Scratch: reused from buyer to buyer.
struct DebtOrder {
  std::vector<std::uint32_t> by_due;  ///< undisputed, not closed at as_of

  void arrange(const BuyerLedger& ledger);
  /// Those of them whose money arrives, by that day; arranged when first asked for, which few are.
  const std::vector<std::uint32_t>& by_paid(const BuyerLedger& ledger);

 private:
  std::vector<std::uint32_t> by_paid_;
  bool paid_arranged_ = false;
};

/// Which invoices set a date of loss, and when: those due up to `last_due`, on max(due, from) + wait.
struct Waiting {
  Day wait = 0;
  Day from = std::numeric_limits<Day>::min();
  Day last_due = kNever;
  Day before = kNever;  ///< only an answer before this day matters: from it on, kNever may be said instead
};

/// First day on which an undisputed invoice has waited that long and what fell due up to it exceeds the receipts;
/// kNever where there is none. eligible: only these invoices count (all of them where empty).
///
/// By amounts: invoice j is open at T = max(due_j, from) + wait when what fell due up to it exceeds the receipts up to
/// T. Both grow along the due order, so one pass with two pointers finds the first. That takes an invoice i, due no
/// later than j, that is itself paid after max(due_i, from) + wait: most buyers have none in time.
Day first_unsettled(const BuyerLedger& ledger, DebtOrder& order, const Waiting& waiting,
                    std::span<const std::uint8_t> eligible);

/// The orders of a trial's ledgers, each arranged when a policy first asks for it.
class DebtOrders {
 public:
  /// Forgets everything; `ledgers` must outlive what is asked.
  void begin(std::span<const BuyerLedger> ledgers);

  DebtOrder& of(std::size_t ledger);
  /// first_unsettled of all its invoices; remembered for policies with the same wait.
  Day first_unsettled_of(std::size_t ledger, Day wait);

 private:
  struct Entry {
    DebtOrder order;
    bool arranged = false;
    Day wait = -1, unsettled = kNever;
  };
  std::span<const BuyerLedger> ledgers_;
  std::vector<Entry> entries_;
};

/// Fills open[i], the debt left on invoice i at the end of day T (0 if shipped later), and returns its sum A.
Money ascertain_debt(const BuyerLedger& ledger, const DebtOrder& order, Day day, std::vector<Money>& open);

/// Converts each open amount at the rate of its day, rounded once; returns their sum. Receipts were put against the
/// oldest debt at the rates of as_of: what one currency pays of another's debt is not revalued.
Money convert_debt(const BuyerLedger& ledger, Day day, std::vector<Money>& open);

/// Takes security realised up to day T, net of its cost (rounded half to even), off open debt: the undisputed first,
/// oldest due date first, then the disputed. Returns what was taken off.
Money deduct_security(const BuyerLedger& ledger, const DebtOrder& order, Day day, const Decimal& cost,
                      std::vector<Money>& open);

}  // namespace delcredere
