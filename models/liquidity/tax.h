#pragma once
// The tax contained in an invoice, and its relief when the debt goes bad.
//
//   tax(x) = x r / (1 + r), rounded half to even            r: rate of the tax on top of the net price
//
// When a buyer fails, the tax on its open debt is got back `after` days later; what the estate pays contains tax again,
// which is handed over on the day of the recovery (not before the relief). Over all time tax(EAD) - tax(recovered).
// The losses of the result file are those of the whole debt, tax included.

#include "models/core/days.h"
#include "models/core/decimal.h"
#include "models/core/money.h"

namespace delcredere {

struct BadDebtRelief {
  Decimal tax_rate;  ///< of the tax on top of the net price, >= 0
  Day after = 180;   ///< days from default to the relief
};

/// Half to even; the sign stays.
inline Money contained_tax(Money gross, const Decimal& rate) {
  return static_cast<Money>(
      divide_half_even(scaled_product(gross, rate), static_cast<Int128>(rate.denominator()) + rate.mantissa));
}

}  // namespace delcredere
