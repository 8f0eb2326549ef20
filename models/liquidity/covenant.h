#pragma once
// Promises to a bank, tested on stated days.
//
//   cash        close of the account, drawn credit included          at least `level`
//   net_cash    close of the account less what is drawn              at least `level`
//   liquidity   close of the account and what the line still gives   at least `level`
//   dso         receivables / sales of the last 90 days x 90         at most `days`; not tested without sales
//
// All at the close of the day of the test; receivables without buyers in default, as for days sales outstanding.

#include <string>
#include <vector>

#include "models/core/calendar.h"
#include "models/core/days.h"
#include "models/core/decimal.h"
#include "models/core/money.h"

namespace delcredere {

enum class CovenantMeasure { cash, net_cash, liquidity, dso };
enum class CovenantTest { daily, month_end, quarter_end };

struct Covenant {
  std::string name;
  CovenantMeasure measure = CovenantMeasure::cash;
  CovenantTest tested = CovenantTest::month_end;
  Money level = 0;
  Decimal days{};  ///< dso
};

/// Receivables and sales of a close.
struct ClosePosition {
  Money balance = 0, drawn = 0;
  Money available = 0;     ///< limit of the line on that day
  Int128 receivables = 0;  ///< dso
  Int128 sales = 0;        ///< of the last 90 days
};

inline constexpr Day kDsoDays = 90;

inline bool breached(const Covenant& covenant, const ClosePosition& close) {
  switch (covenant.measure) {
    case CovenantMeasure::cash:
      return close.balance < covenant.level;
    case CovenantMeasure::net_cash:
      return close.balance - close.drawn < covenant.level;
    case CovenantMeasure::liquidity:
      return close.balance + close.available - close.drawn < covenant.level;
    case CovenantMeasure::dso:
      return close.sales > 0 &&
             close.receivables * kDsoDays * covenant.days.denominator() > close.sales * covenant.days.mantissa;
  }
  return false;
}

/// Days 1..H on which it is tested: all, last days of calendar months, of calendar quarters.
std::vector<Day> test_days(CovenantTest tested, Date as_of, Day horizon);

}  // namespace delcredere
