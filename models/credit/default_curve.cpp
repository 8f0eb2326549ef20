#include "models/credit/default_curve.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "models/core/math/elementary.h"

namespace delcredere {
namespace {

constexpr double kDaysPerYear = 365.0;
constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// ln(1 - p), accurate for small p.
double log_complement(double p) {
  if (p >= 1.0) return -kInfinity;
  if (p < 1e-4) return -p * (1.0 + p * (0.5 + p * (1.0 / 3.0 + p * 0.25)));
  return portable_log(1.0 - p);
}

/// 1 - e^x for x <= 0, accurate for small |x|.
double complement_exp(double x) {
  if (x > -1e-4) return -x * (1.0 + x * (0.5 + x * (1.0 / 6.0 + x / 24.0)));
  return 1.0 - portable_exp(x);
}

/// H = -ln(1 - Phi(x)).
double cumulative_hazard(double x) {
  if (x < -5.0) return -log_complement(normal_cdf(x));
  return -portable_log(normal_survival(x));
}

double standardised(const DefaultCurve& curve, const ConditionalState& state, Day t) {
  const double distance = curve.threshold(t) - state.score;
  if (state.idiosyncratic > 0.0) return distance / state.idiosyncratic;
  return distance > 0.0 ? kInfinity : -kInfinity;
}

double hazard(const DefaultCurve& curve, const ConditionalState& state, Day t) {
  return t <= 0 ? 0.0 : cumulative_hazard(standardised(curve, state, t));
}

/// m x (increment), where an infinite increment stays infinite unless m is 0.
double scaled_increment(double multiplier, double increment) {
  return multiplier == 0.0 ? 0.0 : multiplier * increment;
}

}  // namespace

DefaultCurve::DefaultCurve(double annual_pd)
    : annual_pd_(annual_pd), log_survival_per_day_(log_complement(annual_pd) / kDaysPerYear) {}

double DefaultCurve::probability(Day t) const {
  if (t <= 0 || annual_pd_ <= 0.0) return 0.0;
  if (annual_pd_ >= 1.0) return 1.0;
  return complement_exp(log_survival_per_day_ * static_cast<double>(t));
}

double DefaultCurve::threshold(Day t) const { return normal_quantile(probability(t)); }

Day DefaultCurve::first_day_above(double p) const {
  if (annual_pd_ >= 1.0) return 1;
  const double exact = log_complement(p) / log_survival_per_day_;
  if (!(exact < static_cast<double>(kNever))) return kNever;
  Day day = std::max<Day>(1, static_cast<Day>(exact) + 1);
  while (day > 1 && probability(day - 1) > p) --day;
  while (!(probability(day) > p)) ++day;
  return day;
}

double conditional_probability(const DefaultCurve& curve, const ConditionalState& state, Day t) {
  return normal_cdf(standardised(curve, state, t));
}

double conditional_probability(const DefaultCurve& curve, const ConditionalState& state, Day horizon,
                               std::span<const HazardSegment> segments) {
  if (segments.empty()) return conditional_probability(curve, state, horizon);
  double total = 0.0;
  double before = 0.0;
  for (const HazardSegment& segment : segments) {
    const double at_end = hazard(curve, state, segment.end);
    if (at_end > before) total += scaled_increment(segment.multiplier, at_end - before);
    before = at_end;
  }
  return complement_exp(-total);
}

Day default_day(const DefaultCurve& curve, const ConditionalState& state, Day horizon,
                std::span<const HazardSegment> segments, double e) {
  return default_day(curve, curve.threshold(horizon), state, horizon, segments, e);
}

Day default_day(const DefaultCurve& curve, double horizon_threshold, const ConditionalState& state, Day horizon,
                std::span<const HazardSegment> segments, double e) {
  if (segments.empty()) {
    const double x = state.score + state.idiosyncratic * e;
    if (!(horizon_threshold > x)) return kNever;
    return std::min(horizon, curve.first_day_above(normal_cdf(x)));
  }
  const double target = cumulative_hazard(e);
  double reached = 0.0;  // multiplied hazard at the start of the segment
  double before = 0.0;   // plain hazard there
  Day start = 0;
  for (const HazardSegment& segment : segments) {
    const double at_end = hazard(curve, state, segment.end);
    const double increment = at_end > before ? scaled_increment(segment.multiplier, at_end - before) : 0.0;
    if (reached + increment > target) {
      Day low = start, high = segment.end;  // not yet at low, reached at high
      while (high - low > 1) {
        const Day middle = low + (high - low) / 2;
        const double part = hazard(curve, state, middle) - before;
        if (reached + scaled_increment(segment.multiplier, std::max(0.0, part)) > target)
          high = middle;
        else
          low = middle;
      }
      return high;
    }
    reached += increment;
    before = at_end;
    start = segment.end;
  }
  return kNever;
}

}  // namespace delcredere
