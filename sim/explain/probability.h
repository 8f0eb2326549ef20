#pragma once
// Default probabilities that need an average over the systematic state.
//
//   PD under a multiplier = E over Z of 1 - exp(-sum m dH(t | Z)),   a'Z ~ N(0, v),   b^2 = 1 - v
//
// by the trapezoidal rule on a'Z / sqrt(v) in [-9, 9]; error below 1e-6 for v up to 0.99 (tested at its limits v = 0
// and v = 1, where it is exact, and against a published figure).

#include <span>

#include "models/credit/default_curve.h"

namespace delcredere::explaining {

/// Probability of a default in 1..horizon. segments cover 1..horizon; systematic_variance v in [0, 1].
double probability_with(const DefaultCurve& curve, double systematic_variance, Day horizon,
                        std::span<const HazardSegment> segments);

}  // namespace delcredere::explaining
