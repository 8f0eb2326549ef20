#pragma once
// Many plain policies on one trial's events at once, a vector of policies at a time (policy_groups.h has the formulas).
// Amounts are whole numbers in doubles, so every sum, difference and product below 2^53 is exact; a quotient's rounding
// is corrected by its exact remainder, half to even. Every target gives the same numbers: those of Policy::evaluate.

#include <cstdint>
#include <span>
#include <vector>

#include "models/insurance/policy_groups.h"

namespace delcredere::fast {

/// An event as all policies of a batch see it.
struct PlainEvent {
  double debt = 0;                        ///< E, at most the buyer's limit where limits differ by buyer
  double gross = 0;                       ///< the buyer's loss without insurance; 0 where it only pays late
  double ratio = 0;                       ///< recovered / ascertained
  double recovered = 0, ascertained = 1;  ///< R kept and A, over a common denominator
  std::int64_t whole_recovered = 0, whole_ascertained = 1;  ///< the same, where they leave 2^53
  std::uint32_t year = 0;
  std::uint32_t row = 0;  ///< of the percentages: kLossCauses x class of the buyer + cause
};

/// Bounds under which the kernel is exact; the caller keeps them. Debts, and with them all payments, add up to less
/// than kLargestTotal; `ascertained` as a whole number is below 2^60; percentages' denominators x debt below 2^52.
inline constexpr double kLargestDebt = 0x1p45, kLargestTotal = 0x1p52, kLargestProduct = 0x1p52;
inline constexpr double kLargestAscertained = 0x1p60;

/// By policy of the batch, `width` entries.
struct PlainSums {
  std::vector<double> claims, recovered, largest_claim, largest_insured, largest_retained;
  std::vector<double> exhausted;  ///< 1 where some policy year with an event ended with nothing left of its liability
  void resize(std::size_t width) {
    for (std::vector<double>* v :
         {&claims, &recovered, &largest_claim, &largest_insured, &largest_retained, &exhausted})
      v->resize(width);
  }
};

/// Events in order of date of loss. wide: some recovered x debt, or ascertained, reaches 2^52.
/// `least_retained`: largest retained loss of the buyers without an event, at least 0.
void settle_plain(const PlainBatch& batch, std::span<const PlainEvent> events, bool wide, double least_retained,
                  PlainSums& sums);

}  // namespace delcredere::fast
