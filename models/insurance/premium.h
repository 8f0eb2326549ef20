#pragma once
// Premium of a policy: what it costs and when it is paid.
//
//   premium of a policy year = flat, or max(minimum, rate x turnover), or max(minimum, rate x average balance)
//
// turnover: amounts of invoices issued in the policy year (from its first day to the day before the anniversary) by
// buyers in scope, on terms within max_terms and with a limit above 0 on the issue day, disputed or not. Issues after
// the horizon are not known: the turnover of the year's known days is scaled by (days of the year) / (known days).
// balance: what the policy would insure of the debt open at the close of the twelve balance days (insured_balance.h),
// of buyers that have not failed; the average is over those days of them that are not after the horizon. For the plan a
// paid row counts up to its day of payment, an item open at as_of or planned up to its due date, an overdue one up to
// as_of.
// The provisional premium is that of base's plan. It is paid in four advances from the year's first day on; 30 days
// after the year end the difference to the premium on the trial's own turnover is settled. Rounding: half to even, each
// premium once, the advances by differences of the cumulated quarters; what is a multiple or a quarter of the
// provisional premium is reckoned from its exact value.

#include <cstdint>
#include <span>
#include <vector>

#include "models/core/days.h"
#include "models/core/money.h"
#include "models/insurance/exact_money.h"
#include "models/insurance/policy_terms.h"
#include "models/portfolio/portfolio.h"

namespace delcredere {

struct PremiumPayment {
  Day day = 0;
  Money amount = 0;  ///< paid by the insured; an adjustment may be negative
};

/// One policy year.
struct PremiumYear {
  Day first = 0;                  ///< first issue day
  Day end = 0;                    ///< anniversary: first issue day of the next year
  Day known_days = 0;             ///< days of the year up to the horizon; 0: the year starts after it
  Money planned_turnover = 0;     ///< of the known days
  std::vector<Day> balance_days;  ///< of a premium on balances: those up to the horizon
  Money planned_balances = 0;     ///< sum over them
  Money known_balances = 0;       ///< of it, up to as_of
  ExactMoney exact;               ///< the provisional premium
  Money provisional = 0;          ///< rounded
  bool extrapolated = false;      ///< turnover after the horizon taken pro rata: worth a warning
};

struct PremiumPlan {
  Premium terms;
  std::vector<PremiumYear> years;
  std::vector<Day> advance_days;           ///< four per year
  std::vector<std::int16_t> invoice_year;  ///< by invoice of the portfolio: the policy year whose turnover it is, or -1

  std::vector<std::uint8_t> insurable;  ///< by invoice, of a premium on balances, else empty

  ProvisionalPremiums provisional() const;  ///< by year, for Policy
  bool on_balances() const { return terms.rate_on_balance.has_value(); }
  /// Premium of a year on its base: the turnover of its known days, or the sum of its balances on them.
  ExactMoney exact_premium(std::size_t year, Money base) const;
  Money premium(std::size_t year, Money base) const { return exact_premium(year, base).rounded(); }
  /// Quarterly advances with days in 1..horizon, by day. The same in every trial and scenario.
  std::vector<PremiumPayment> advances(Day horizon) const;
  /// Day of the year's adjustment; it is cash only if in 1..horizon.
  Day adjustment_day(std::size_t year) const { return years[year].end + 30; }
  /// Advances due up to as_of of a policy year.
  Money advanced_before(std::size_t year) const;
  /// Bonus (negative) or malus on a year's premium: claims_net are its claims net of what came back of them.
  Money clause(Money premium, Money claims_net) const;
  /// What is settled then: premium(year, actual base) - provisional.
  Money adjustment(std::size_t year, Money base) const;
};

/// `portfolio` is base's: its invoices before as_of are the ledger, the others the plan. Use base's `terms` for the
/// provisional premium of every scenario. Throws Error (code 2) where the premium needs turnover and the book has none.
PremiumPlan plan_premium(const PolicyTerms& terms, const Portfolio& portfolio, Day horizon,
                         const PolicyTerms* primary = nullptr);

}  // namespace delcredere
