#pragma once
// Default times of one buyer, given the systematic state.
//
//   F(t) = 1 - (1 - PD)^(t / 365)                          cumulative default probability, t in days; by year
//                                                          where the PD is a table (pd_term.h)
//   P(t | state)                                           conditional on the state:
//     Gaussian    Phi((Phi^-1(F(t)) - a'Z) / b)                         (Li 2000; Vasicek 1987)
//     Student t   Phi((G^-1(F(t)) sqrt(W / nu) - a'Z) / b)              (Demarta & McNeil 2005; Frey & McNeil 2003)
//     gamma       1 - exp(-h(t) M)                                      (gamma_mixture.h)
//   H(t | state) = -ln(1 - P(t | state))                   cumulative conditional hazard
//
// A hazard multiplier m acts on the increments of H over its days. The buyer fails on the first day with
// H(t) > -ln(1 - U), U = Phi(e) its own uniform. PD 0 never fails, PD 1 fails on day 1, in every state.

#include <cstdint>
#include <span>
#include <vector>

#include "models/core/days.h"
#include "models/credit/gamma_mixture.h"
#include "models/credit/pd_term.h"
#include "models/credit/student_map.h"

namespace delcredere {

/// Unconditional curve of one PD.
class DefaultCurve {
 public:
  explicit DefaultCurve(const PdTerm& pd);
  /// ln(1 - PD) / 365 of a PD that is the same every year, else NaN.
  double log_survival_per_day() const;
  /// -ln(1 - F(t)); 0 at t <= 0, infinity where F = 1.
  double hazard(Day t) const;
  /// F(t); 0 at t <= 0.
  double probability(Day t) const;
  /// Phi^-1(F(t)); -infinity where F = 0, +infinity where F = 1.
  double threshold(Day t) const;
  /// Smallest day t >= 1 with F(t) > p, for p in [0, 1); kNever where there is none. The first day with F = 1 is above
  /// any p.
  Day first_day_above(double p) const;

 private:
  struct Year {
    double log_before = 0;   ///< ln(1 - F) at its start
    double log_per_day = 0;  ///< ln(1 - q) / 365, <= 0
  };
  double log_survival(Day t) const;

  double annual_pd_;             ///< of the first year
  double log_survival_per_day_;  ///< ln(1 - PD) / 365, <= 0
  std::vector<Year> years_;      ///< empty where all are alike
};

/// Constant multiplier over the days (previous end, end], there by another curve where one is named.
struct HazardSegment {
  Day end = 0;
  double multiplier = 1.0;
  const DefaultCurve* curve = nullptr;  ///< nullptr: the buyer's own
};

/// What decides one buyer's default in one trial besides its own draw.
struct ConditionalState {
  double score = 0;                     ///< a'Z
  double idiosyncratic = 1;             ///< b
  double mixing_root = 1;               ///< sqrt(W / nu) of the t copula, else 1
  const StudentMap* student = nullptr;  ///< of the t copula
  const GammaMixture* gamma = nullptr;  ///< of a buyer whose hazard gamma sectors multiply; score and b mean nothing
  double multiplier = 1;                ///< its M
};

/// What is known of a curve's end before any state: G^-1(F(H)) (infinite where F is 0 or 1), or h(H) under gamma.
double horizon_threshold(const DefaultCurve& curve, const ConditionalState& state, Day horizon);

/// H(t | state).
double conditional_hazard(const DefaultCurve& curve, const ConditionalState& state, Day t);

/// Sum of multiplied increments of H over 1..H (segments cover it in order; empty = none).
double conditional_hazard(const DefaultCurve& curve, const ConditionalState& state, Day horizon,
                          std::span<const HazardSegment> segments);

/// h(H) M, of a buyer with gamma sectors and known h(H).
double gamma_hazard(double horizon_threshold, double multiplier);

/// P(t | state).
double conditional_probability(const DefaultCurve& curve, const ConditionalState& state, Day t);

/// Total P of a default in 1..H under piecewise multipliers (segments cover 1..H in order; empty = none).
double conditional_probability(const DefaultCurve& curve, const ConditionalState& state, Day horizon,
                               std::span<const HazardSegment> segments);

/// Default day in 1..H of a buyer whose idiosyncratic variable is e, or kNever. Without segments a default by H means
/// G^-1(F(H)) sqrt(W / nu) > a'Z + b e, or h(H) M > -ln(1 - Phi(e)).
Day default_day(const DefaultCurve& curve, const ConditionalState& state, Day horizon,
                std::span<const HazardSegment> segments, double e);
/// The same with horizon_threshold() known.
Day default_day(const DefaultCurve& curve, double horizon_threshold, const ConditionalState& state, Day horizon,
                std::span<const HazardSegment> segments, double e);

}  // namespace delcredere
