#pragma once
// The policy of docs/policy.md once more, from the text alone: invoice by invoice, day by day, in rational numbers,
// with no thought of speed and no code of models/insurance but its value types. What the policy core must agree with.

#include <vector>

#include "tests/insurance/book.h"

namespace delcredere::testing {

/// Deliberate mistakes; the comparison must catch each.
enum class Mistake {
  none,
  deductible_before_limit,    ///< each first loss taken off the debt, then the limit
  lgd_twice,                  ///< debt less what the estate will pay, and the estate's payment shared again
  strict_franchise,           ///< D < NQL for D <= NQL
  latest_due_first,           ///< receipts against the newest debt
  ceilings_before_aggregate,  ///< the aggregate first loss erodes by the capped loss
  limit_never_revolves,       ///< the walk counts paid invoices
  extension_strict,           ///< s >= due + MEP for s > due + MEP
  half_up,                    ///< rounding half away from zero
  deadline_ignored,           ///< claims filed too late are paid
  political_after_the_stop,   ///< political causes also for what falls due after the stop
  no_notice,                  ///< limits are cut on the day of the re-rating
  orders_at_full_cost,        ///< orders in production at the cost of finished ones
  political_last,             ///< protracted default before political on one day
  rejection_by_itself,        ///< the limit of a rejected shipment does not know of other debt
  rejection_after_loss,       ///< goods rejected after the buyer's date of loss are covered
  rejection_of_own_cap,       ///< the buyer's cap holds for each claim alone
  rejection_paid_in_full,     ///< what is rejected after the date of loss comes back in full, on that day
  rejection_later             ///< the buyer's date of loss before rejections of the day
};

struct PlainEvent {
  std::uint32_t buyer = 0;
  bool rejection = false;
  std::size_t invoice = 0;  ///< of a rejection: its place in the ledger
  Day date_of_loss = 0;
  DefaultCause cause = DefaultCause::insolvency;
  Money ascertained = 0, insured_loss = 0, paid = 0;
  Day cash_day = 0;
  std::vector<RecoveryPayment> recoveries;
};

struct PlainOutcome {
  std::vector<PlainEvent> events;  ///< in the order in which they are paid
  Money claims = 0;
};

PlainOutcome evaluate_plainly(const PolicyTerms& terms, const Book& book, Day horizon,
                              const std::vector<Money>& premiums, const PolicyTerms* primary,
                              Mistake mistake = Mistake::none);

}  // namespace delcredere::testing
