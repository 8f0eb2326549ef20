#pragma once
// Factoring (invoice discounting): a share of each eligible invoice is advanced, and repaid when the customer pays.
//
//   advance_j = round_half_even(advance_rate x amount_j)     on the issue day a_j (day 1 for items open at as_of)
//   fee_j     = round_half_even(fee x amount_j)              taken off the advance
//   repaid    = advance_j on the day of payment; with recourse on due_j + recourse_after + 1 at the latest, paid or not
//   borne     = advance_j on the default day, without recourse: the factor's loss; from the estate it gets
//               round_half_even(recovered x sum of its lost advances / exposure at default) of each buyer
//   in use(t) = in use(t - 1) + advances(t) - repayments(t) - borne(t)
//
// An advance that would lift the sum in use above `limit` is not made (in the order of days, then of invoices; the
// day's repayments come first), nor later. None is made where the customer has paid or failed by the day of the
// advance. Interest on the sum in use: ACT/360, simple, on the previous close, paid on the last calendar day of the
// month. The customer pays the seller, whose receipts stay what they are.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "models/core/days.h"
#include "models/core/decimal.h"
#include "models/core/money.h"

namespace delcredere {

enum class OpenItems { left_out, advanced_on_day_1, already_advanced };

/// Which invoices count. Disputed ones never do.
struct EligibleInvoices {
  std::optional<Day> maximum_terms;             ///< from issue to due
  Money minimum_amount = 0;                     ///< of an invoice
  std::vector<std::string> sectors, countries;  ///< only these; empty: all
  std::vector<std::uint32_t> excluded_buyers;   ///< positions in the portfolio, ascending
};

struct FactoringTerms {
  Decimal advance_rate;
  Decimal fee;        ///< share of the invoice
  double rate = 0.0;  ///< a year, on the sum in use
  bool recourse = true;
  Day recourse_after = 90;  ///< days past due
  std::optional<Money> limit;
  OpenItems open_items = OpenItems::left_out;
  EligibleInvoices eligible;
};

/// The line gives no more than a share of the eligible receivables at the close of the day before.
struct BorrowingBase {
  Decimal share{1, 0};
  Day maximum_overdue = 90;  ///< an invoice counts up to this many days past due
  EligibleInvoices eligible;
};

/// What became of an invoice in a trial.
struct InvoiceFate {
  Money amount = 0;  ///< 0: not shipped
  Day paid = kNever;
  Day failed = kNever;  ///< default day of its buyer; a payment on or after it does not arrive
  friend bool operator==(const InvoiceFate&, const InvoiceFate&) = default;
};

/// An invoice that can be financed.
struct FinancedInvoice {
  std::uint32_t number = 0;  ///< of its fate
  std::uint32_t buyer = 0;
  Day issue = 0, due = 0;  ///< issue <= 0: open at as_of
};

struct FactoringFlows {
  std::vector<Money> advanced, repaid, fees, borne, in_use;  ///< by day 0..H; day 0: in use alone
  struct Lost {
    std::uint32_t buyer = 0;
    Money amount = 0;
  };
  std::vector<Lost> lost;  ///< advances borne by the factor, by buyer
};

class Factoring {
 public:
  /// invoices: eligible ones, by number.
  Factoring(const FactoringTerms& terms, std::vector<FinancedInvoice> invoices, Day horizon);

  void run(std::span<const InvoiceFate> fates, FactoringFlows& flows) const;
  const FactoringTerms& terms() const { return terms_; }

 private:
  FactoringTerms terms_;
  std::vector<FinancedInvoice> invoices_;  ///< by day of the advance, then number
  Day horizon_;
};

/// Eligible receivables at the close of each day 0..H: shipped, not paid, buyer not failed, not overdue for longer.
void eligible_receivables(const BorrowingBase& base, std::span<const FinancedInvoice> invoices,
                          std::span<const InvoiceFate> fates, std::span<Money> by_day);

/// Interest on closes[0..H], ACT/360 at `rate_parts` per billion: paid[t] on month ends, rounded half to even; what is
/// accrued at H is returned.
Money month_end_interest(std::span<const Money> closes, std::int64_t rate_parts,
                         std::span<const std::uint8_t> month_end, std::span<Money> paid);

}  // namespace delcredere
