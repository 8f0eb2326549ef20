#pragma once
// How much what is known of buyers at as_of moves their default probabilities.
//
//   P(default by H | known) = E over Z' of E over B given Z' and the items of
//       Phi((c + l B) / sqrt(1 - l^2)),   c = Phi^-1(P(default by H | state))
//
// Z' ~ N(0, 1) by the trapezoidal rule, B on its own cells. Shocks are left out. The change is measured against the
// same rule without items, so that its error cancels. At most kSampledBuyers informed buyers are visited, evenly
// spread; the change of the others is taken to be theirs on average.

#include "sim/plan/plan.h"

namespace delcredere::explaining {

inline constexpr std::size_t kSampledBuyers = 2000;

struct ProbabilityShift {
  std::size_t informed = 0, sampled = 0;
  double before = 0, after = 0;            ///< mean over all buyers
  double before_debt = 0, after_debt = 0;  ///< mean weighted by open debt; 0 without debt
};

ProbabilityShift probability_shift(const Study& study, const Plan& plan);

}  // namespace delcredere::explaining
