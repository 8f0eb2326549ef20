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

/// Undisputed debt of one ledger, not closed at as_of, in columns by due date, shipment and file order: what several
/// days T and several policies share. Scratch: reused from buyer to buyer.
struct DebtOrder {
  std::size_t count = 0;              ///< of the debts; the columns have room for more
  std::vector<std::uint32_t> by_due;  ///< places in the ledger
  std::vector<Day> issue, due, paid;  ///< by place in by_due
  std::vector<Money> amount;
  std::vector<std::uint32_t> closed, disputed;  ///< places in the ledger: rows paid up to as_of, disputed invoices

  std::vector<std::int64_t> keys;  ///< scratch

  void arrange(const BuyerLedger& ledger);
  /// Receipts of days 1..T on this debt.
  Money received(Day day) const;

  /// Where the first debt was found that was open after a wait, eligible or not.
  struct Unsettled {
    Day day = kNever;
    std::size_t place = 0;  ///< in by_due
  };
  /// The same of `wait` before a day, searched for once.
  const Unsettled& first_unsettled(Day wait, Day before);

  /// ascertain_debt() of a day: its sum, and what is left by place in the ledger. Worked out once while the day stays.
  struct Open {
    Money sum = 0;
    std::vector<Money> left;
  };
  const Open& open_on(const BuyerLedger& ledger, Day day);

 private:
  Day open_day_ = kNever;
  Open open_;
  Day known_wait_ = -1, known_before_ = 0;
  Unsettled known_;
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
/// T. That takes an invoice i, due no later than j, that is itself paid after max(due_i, from) + wait: most buyers have
/// none in time.
Day first_unsettled(DebtOrder& order, const Waiting& waiting, std::span<const std::uint8_t> eligible);

/// The orders of a trial's ledgers, each arranged when a policy first asks for it.
class DebtOrders {
 public:
  /// Forgets everything; `ledgers` must outlive what is asked.
  void begin(std::span<const BuyerLedger> ledgers);

  DebtOrder& of(std::size_t ledger);

 private:
  std::span<const BuyerLedger> ledgers_;
  std::vector<DebtOrder> orders_;
  std::vector<std::uint8_t> arranged_;
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
