#pragma once
// Outflows by rule: payroll on the 25th, wages on Fridays, VAT on the 10th of the month after.
//
// A rule names days; the dates from as_of on follow from it, each moved to a working day where it says so. The amount
// is fixed, or a share of the sales (or receipts) of the calendar months before:
//
//   paid in month m:  round_half_even(share x sum of months m - lag - (N - 1) .. m - lag),  N = months between payments
//
// `tax_rate` r instead of a share takes the tax contained in the amounts, r / (1 + r). Days up to as_of count with what
// the ledger says, days after it with the trial's sales or receipts. A month that reaches beyond the ledger's first day
// counts as far as the ledger goes.

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "models/core/calendar.h"
#include "models/core/days.h"
#include "models/core/decimal.h"
#include "models/core/money.h"

namespace delcredere {

enum class DayShift { none, previous, next };
enum class OutflowBasis { sales, receipts };

struct OutflowRule {
  std::string label;
  Money amount = 0;                 ///< of each payment, where there is no share
  std::optional<Decimal> share;     ///< of the basis
  std::optional<Decimal> tax_rate;  ///< instead of share
  OutflowBasis basis = OutflowBasis::sales;
  int months = 0;  ///< between payments; or
  int weeks = 0;
  int day = 1;                      ///< of the month, clipped to its end
  int month = 0;                    ///< one of the months of payment, 1..12; 0: counted from the first payment
  int weekday = 0;                  ///< Monday = 0, with weeks
  int lag = 1;                      ///< months from the last month of the basis to the payment
  std::optional<Date> from, until;  ///< both inside; before the shift
  DayShift shift = DayShift::none;

  bool by_basis() const { return share || tax_rate; }
};

/// Monday = 0.
int weekday_of(Date date);

/// Monday to Friday, and none of the holidays (ascending).
bool is_working_day(Date date, std::span<const Date> holidays);
/// The date, or the nearest working day before or after it.
Date shifted(Date date, DayShift shift, std::span<const Date> holidays);

/// One payment of a rule.
struct RuleDate {
  Day day = 0;                          ///< 1..H, shifted
  Day basis_first = 0, basis_last = 0;  ///< days of the months that a share is taken of
};

/// Payments of a rule in 1..H, by day.
std::vector<RuleDate> rule_dates(const OutflowRule& rule, Date as_of, Day horizon, std::span<const Date> holidays);

/// What a share of the basis is.
Money share_of_basis(const OutflowRule& rule, Int128 basis);

}  // namespace delcredere
