#include "models/insurance/deductibles.h"

#include <algorithm>

namespace delcredere {
namespace {

Quotient share_of(const Fraction& percentage, Micro loss) {
  return ratio({percentage.numerator, static_cast<Uint128>(loss)}, {percentage.denominator});
}

// base - rest, rounded half to even, where rest in [0, 1) is a quotient's part after the point.
Micro round_below(Micro base, Rest rest) {
  const bool down = rest == Rest::above_half || (rest == Rest::half && (base & 1) != 0);
  return base - (down ? 1 : 0);
}

// (pct x loss - off) rounded half to even from millionths to the minor unit.
Money whole_units(const Fraction& percentage, Micro loss, Micro off) {
  const Quotient share = share_of(percentage, loss);
  const Micro value = share.whole - off;
  if (value < 0) return 0;
  const Int128 whole = value / kMicro;
  const Micro above = value % kMicro;
  const bool tie = above == kMicro / 2 && share.rest == Rest::zero;
  const bool up = tie ? (whole & 1) != 0 : above >= kMicro / 2;
  return static_cast<Money>(whole + (up ? 1 : 0));
}

// The deductible takes the whole loss: u = I = pct x loss - off.
Indemnity absorbed_indemnity(Quotient indemnity) { return {0, round_half_even(indemnity)}; }

bool at_most(const Quotient& value, Micro bound) {
  return value.whole < bound || (value.whole == bound && value.rest == Rest::zero);
}

Indemnity each_by_loss(const PolicyTerms& terms, Money insured_loss, const Fraction& percentage, Micro left) {
  const Micro qualifying = std::max<Int128>(Int128{insured_loss} - terms.each_first_loss.amount, 0) * kMicro;
  if (terms.aggregate_first_loss.basis == DeductibleBasis::loss) {
    const Micro erosion = std::min(qualifying, left);
    return {whole_units(percentage, qualifying - erosion, 0), erosion};
  }
  const Quotient indemnity = share_of(percentage, qualifying);
  if (at_most(indemnity, left)) return absorbed_indemnity(indemnity);
  return {whole_units(percentage, qualifying, left), left};
}

Indemnity each_by_indemnity(const PolicyTerms& terms, Money insured_loss, const Fraction& percentage, Micro left) {
  const Micro loss = Int128{insured_loss} * kMicro;
  const Micro each = Int128{terms.each_first_loss.amount} * kMicro;
  Quotient indemnity = share_of(percentage, loss);
  if (at_most(indemnity, each)) return {};
  indemnity.whole -= each;
  if (terms.aggregate_first_loss.basis == DeductibleBasis::indemnity) {
    if (at_most(indemnity, left)) return absorbed_indemnity(indemnity);
    return {whole_units(percentage, loss, each + left), left};
  }
  // Q = D - EE / pct; with EE / pct = whole + rest, Q <= left exactly when D - whole <= left.
  const Quotient grossed_up = ratio({percentage.denominator, static_cast<Uint128>(each)}, {percentage.numerator});
  const Micro base = loss - grossed_up.whole;
  if (base <= left) return {0, round_below(base, grossed_up.rest)};
  return {whole_units(percentage, loss - left, each), left};
}

}  // namespace

Indemnity apply_deductibles(const PolicyTerms& terms, Money insured_loss, const Fraction& percentage,
                            Micro aggregate_left) {
  if (insured_loss <= terms.non_qualifying_loss || percentage.numerator == 0) return {};
  if (terms.each_first_loss.basis == DeductibleBasis::loss) {
    return each_by_loss(terms, insured_loss, percentage, aggregate_left);
  }
  return each_by_indemnity(terms, insured_loss, percentage, aggregate_left);
}

}  // namespace delcredere
