#pragma once
// Default times of one buyer, given the systematic state.
//
//   F(t) = 1 - (1 - PD)^(t / 365)                          cumulative default probability, t in days
//   P(t | Z) = Phi((Phi^-1(F(t)) - a'Z) / b)                conditional on the state (Li 2000; Vasicek 1987)
//   H(t | Z) = -ln(1 - P(t | Z))                            cumulative conditional hazard
//
// A hazard multiplier m acts on the increments of H over its days. The buyer fails on the first day with
// H(t) > -ln(1 - U), U = Phi(e) its own uniform. PD 0 never fails, PD 1 fails on day 1, in every state.

#include <cstdint>
#include <span>

#include "models/core/days.h"

namespace delcredere {

/// Unconditional curve of one PD.
class DefaultCurve {
 public:
  /// annual_pd in [0, 1].
  explicit DefaultCurve(double annual_pd);
  double annual_pd() const { return annual_pd_; }
  /// ln(1 - PD) / 365.
  double log_survival_per_day() const { return log_survival_per_day_; }
  /// F(t); 0 at t <= 0.
  double probability(Day t) const;
  /// Phi^-1(F(t)); -infinity where F = 0, +infinity where F = 1.
  double threshold(Day t) const;
  /// Smallest day t >= 1 with F(t) > p, for p in [0, 1).
  Day first_day_above(double p) const;

 private:
  double annual_pd_;
  double log_survival_per_day_;  ///< ln(1 - PD) / 365, <= 0
};

/// Constant multiplier over the days (previous end, end].
struct HazardSegment {
  Day end = 0;
  double multiplier = 1.0;
};

/// What decides one buyer's default in one trial besides its own draw.
struct ConditionalState {
  double score = 0;          ///< a'Z
  double idiosyncratic = 1;  ///< b
};

/// P(t | Z).
double conditional_probability(const DefaultCurve& curve, const ConditionalState& state, Day t);

/// Total P of a default in 1..H under piecewise multipliers (segments cover 1..H in order; empty = none).
double conditional_probability(const DefaultCurve& curve, const ConditionalState& state, Day horizon,
                               std::span<const HazardSegment> segments);

/// Default day in 1..H of a buyer whose idiosyncratic variable is e, or kNever. Without segments a default by H means
/// Phi^-1(F(H)) > a'Z + b e.
Day default_day(const DefaultCurve& curve, const ConditionalState& state, Day horizon,
                std::span<const HazardSegment> segments, double e);
/// The same with Phi^-1(F(H)) known.
Day default_day(const DefaultCurve& curve, double horizon_threshold, const ConditionalState& state, Day horizon,
                std::span<const HazardSegment> segments, double e);

}  // namespace delcredere
