#pragma once
// S4-S7: franchise, deductibles and the indemnity that is left of an insured loss D at percentage pct.
//
//   D <= NQL or pct = 0            pays nothing, erodes nothing
//   EE by loss                     Q = max(D - EE, 0), I = pct Q
//   EE by indemnity                I = max(pct D - EE, 0), Q = I / pct
//   AFL by loss                    u = min(Q, AFL left), indemnity = pct (Q - u)
//   AFL by indemnity               u = min(I, AFL left), indemnity = I - u
//
// Exact; the indemnity is rounded half to even to the minor unit and u to a millionth of it. Ceilings and CAP are whole
// minor units, so holding the rounded indemnity against them is the same as rounding afterwards.

#include "models/core/money.h"
#include "models/insurance/exact.h"
#include "models/insurance/policy_terms.h"

namespace delcredere {

/// Millionths of a minor unit.
using Micro = Int128;
inline constexpr Micro kMicro = 1'000'000;

struct Indemnity {
  Money amount = 0;
  Micro erosion = 0;  ///< u, taken off the aggregate first loss
};

Indemnity apply_deductibles(const PolicyTerms& terms, Money insured_loss, const Fraction& percentage,
                            Micro aggregate_left);

}  // namespace delcredere
