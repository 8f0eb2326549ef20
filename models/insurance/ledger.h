#pragma once
// What one trial knows of one buyer: its shipped invoices, when the money of each arrives, and its failure. Policies
// read ledgers and nothing else; date of loss and eligibility are theirs to find, because they differ by policy.

#include <cstdint>
#include <span>

#include "models/core/days.h"
#include "models/core/money.h"
#include "models/fx/rates.h"
#include "models/shock/shock_parameters.h"

namespace delcredere {

/// One shipped invoice. issue <= due, and issue <= paid where paid is a real day.
struct LedgerInvoice {
  Day issue = 0;
  Day due = 0;
  /// The day its money arrives, as made; <= 0 for a row of history. kNever if it never does: a payment dated on or
  /// after the buyer's default day never arrives.
  Day paid = kNever;
  std::uint32_t row = 0;   ///< order in the files, the last tie-break
  Money amount = 0;        ///< base currency, at the rates of as_of, > 0
  std::uint32_t item = 0;  ///< place among all invoices that ledgers may show, where they are numbered (the Plan)
  bool disputed = false;
  std::uint8_t currency = 0;  ///< in BuyerLedger::rates; 0: base
  /// The buyer refuses the goods on day `paid`: nothing is paid. Such an invoice is `disputed`, too.
  bool rejected = false;

  LedgerInvoice() = default;
  LedgerInvoice(Day issue_, Day due_, Day paid_, Money amount_, std::uint32_t row_ = 0, bool disputed_ = false,
                std::uint8_t currency_ = 0, bool rejected_ = false, std::uint32_t item_ = 0)
      : issue(issue_),
        due(due_),
        paid(paid_),
        row(row_),
        amount(amount_),
        item(item_),
        disputed(disputed_),
        currency(currency_),
        rejected(rejected_) {}
};
static_assert(sizeof(LedgerInvoice) == 32, "two to a cache line: a trial writes and reads thousands");

/// What a refusal of goods comes to, in base currency: amount on the day of rejection = loss + resale.
struct Rejection {
  Day resold = 0;  ///< the money of the resale arrives; may lie after H
  Money loss = 0, resale = 0;
};

/// Money from what secured a failed buyer's debt.
struct SecurityPayment {
  Day day = 0;  ///< not before the default day; may lie after H
  Money amount = 0;
  friend bool operator==(const SecurityPayment&, const SecurityPayment&) = default;
};

/// A planned invoice that is not shipped because its buyer fails on or before its shipment day.
struct UnshippedOrder {
  Day issue = 0, due = 0;
  Money amount = 0;  ///< base currency, at the rates of as_of, > 0
  std::uint8_t currency = 0;
};

/// A buyer's grade from a day on: as_of (day 0), then each review.
struct GradeFrom {
  Day day = 0;
  std::uint16_t grade = 0;  ///< number, best first
};

/// A stop of all payments from a country: none arrives on its days, they come on the day after.
struct CountryStop {
  std::uint32_t event = 0;  ///< number in CreditParameters::country_events
  Day first = 0, last = 0;
};

/// A buyer's invoices of every kind (history, open, planned) shipped up to the horizon, and its default.
/// In an exposure book: one invoice, issue 0, due kNever, amount = exposure.
struct BuyerLedger {
  std::uint32_t buyer = 0;                        ///< position in Portfolio::buyers
  Day default_day = kNever;                       ///< 1..H; no invoice is shipped on or after it
  DefaultCause cause = DefaultCause::insolvency;  ///< read only where default_day is a real day
  /// What the estate pays on the debt open at default: (EAD - security) x (1 - LGD), rounded; gross of cost.
  Money recovered = 0;
  Day recovery_day = kNever;
  std::span<const LedgerInvoice> invoices;      ///< sorted by (issue, due, row)
  std::span<const UnshippedOrder> orders{};     ///< sorted by (issue, due, row); those in production at default
  std::span<const GradeFrom> grades{};          ///< by day; only where some policy has limit actions
  std::span<const CountryStop> stops{};         ///< of payments from its country, by day; starts in 1..H
  std::span<const SecurityPayment> security{};  ///< by day; of a failed buyer
  std::span<const RatesByDay> rates{};          ///< by foreign currency; none where all rates stay
  std::span<const Rejection> rejections{};      ///< of the invoices that are `rejected`, in their order

  /// An amount of an invoice or order at the rates of a day.
  Money at(std::uint8_t currency, Money amount, Day day) const { return at_rate(rates, currency, amount, day); }
};

}  // namespace delcredere
