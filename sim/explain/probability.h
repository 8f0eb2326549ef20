#pragma once
// Default probabilities that need an average over the systematic state.
//
//   PD under a multiplier = E over Z of 1 - exp(-sum m dH(t | Z)),   a'Z ~ N(0, v),   b^2 = 1 - v
//
// for the Gaussian copula, by the trapezoidal rule on a'Z / sqrt(v) in [-9, 9]; error below 1e-6 for v up to 0.99
// (tested at its limits v = 0 and v = 1, where it is exact, and against a published figure).

#include <span>
#include <vector>

#include "models/credit/factor_model.h"

namespace delcredere::explaining {

/// Probability of a default in 1..horizon. segments cover 1..horizon; systematic_variance v in [0, 1].
double probability_with(const DefaultCurve& curve, double systematic_variance, Day horizon,
                        std::span<const HazardSegment> segments);

/// The same under any dependence: E over Z' and what else the state has (33 values of W; the multipliers of further
/// gamma sectors by 64 points of a lattice, error about 1 %).
double probability_with(const FactorModel& factors, std::uint32_t group, const DefaultCurve& curve, Day horizon,
                        std::span<const HazardSegment> segments);

/// What a group's buyers may meet given its delay score Z'; weights add up to 1.
struct WeightedState {
  ConditionalState state;
  double weight = 1;
};
std::vector<WeightedState> states_given(const FactorModel& factors, std::uint32_t group, double delay_score);

}  // namespace delcredere::explaining
