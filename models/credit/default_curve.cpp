#include "models/credit/default_curve.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "models/core/math/elementary.h"
#include "models/credit/hazard.h"

namespace delcredere {
namespace {

constexpr double kDaysPerYear = 365.0;
constexpr Day kYear = 365;
constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// G^-1(F(t)), G the normal or the t distribution.
double latent_threshold(const DefaultCurve& curve, const ConditionalState& state, Day t) {
  const double normal = curve.threshold(t);
  return state.student != nullptr ? state.student->from_normal(normal) : normal;
}

double standardised(const DefaultCurve& curve, const ConditionalState& state, Day t) {
  const double distance = latent_threshold(curve, state, t) * state.mixing_root - state.score;
  if (state.idiosyncratic > 0.0) return distance / state.idiosyncratic;
  return distance > 0.0 ? kInfinity : -kInfinity;
}

double gamma_threshold(const DefaultCurve& curve, const GammaMixture& gamma, Day t) {
  const double hazard = curve.hazard(t);
  return hazard <= 0.0 ? 0.0 : gamma.hazard(hazard);
}

/// m x (increment), where an infinite increment stays infinite unless m is 0.
double scaled_increment(double multiplier, double increment) {
  return multiplier == 0.0 ? 0.0 : multiplier * increment;
}

/// Multiplied increment of H over a segment. Who comes under a curve that is at infinity already fails at once.
double increment_of(double multiplier, double before, double at_end, bool changed) {
  if (at_end > before) return scaled_increment(multiplier, at_end - before);
  return changed && std::isinf(at_end) ? scaled_increment(multiplier, at_end) : 0.0;
}

/// Day by which H(t | state) has about reached `hazard`: the inverse, right but for rounding.
Day day_of_hazard(const DefaultCurve& curve, const ConditionalState& state, double hazard) {
  if (state.gamma != nullptr)
    return curve.first_day_above(complement_exp(-state.gamma->lambda(hazard / state.multiplier)));
  const double x = state.score + state.idiosyncratic * normal_quantile(complement_exp(-hazard));
  const double y = state.student != nullptr ? state.student->to_normal(x / state.mixing_root) : x;
  return curve.first_day_above(normal_cdf(y));
}

/// The day in (low, high] on which hit() turns true: false at `low`, true at `high`. Two questions settle it where the
/// guess is right.
template <class Hit>
Day first_hit(Day low, Day high, Day guess, Hit&& hit) {
  constexpr int kFromGuess = 4;
  for (int asked = 0; high - low > 1; ++asked) {
    const Day day = asked < kFromGuess ? std::clamp<Day>(guess, low + 1, high - 1) : low + (high - low) / 2;
    if (hit(day)) {
      high = day;
      guess = day - 1;
    } else {
      low = day;
      guess = day + 1;
    }
  }
  return high;
}

}  // namespace

DefaultCurve::DefaultCurve(const PdTerm& pd)
    : annual_pd_(pd.first()), log_survival_per_day_(log_complement(pd.first()) / kDaysPerYear) {
  if (pd.flat()) return;
  double reached = 0.0;
  for (const double q : pd.years()) {
    years_.push_back({reached, log_complement(q) / kDaysPerYear});
    reached += log_complement(q);
  }
}

double DefaultCurve::log_survival_per_day() const {
  return years_.empty() ? log_survival_per_day_ : std::numeric_limits<double>::quiet_NaN();
}

double DefaultCurve::log_survival(Day t) const {
  const auto number = std::min(static_cast<std::size_t>((t - 1) / kYear), years_.size() - 1);
  const Year& year = years_[number];
  if (std::isinf(year.log_before) || year.log_per_day == 0.0) return year.log_before;
  return year.log_before + year.log_per_day * static_cast<double>(t - static_cast<Day>(number) * kYear);
}

double DefaultCurve::hazard(Day t) const {
  if (t <= 0) return 0.0;
  if (!years_.empty()) return -log_survival(t);
  if (annual_pd_ <= 0.0) return 0.0;
  return annual_pd_ >= 1.0 ? kInfinity : -log_survival_per_day_ * static_cast<double>(t);
}

double DefaultCurve::probability(Day t) const {
  if (t <= 0) return 0.0;
  if (!years_.empty()) {
    const double survival = log_survival(t);
    return std::isinf(survival) ? 1.0 : complement_exp(survival);
  }
  if (annual_pd_ <= 0.0) return 0.0;
  if (annual_pd_ >= 1.0) return 1.0;
  return complement_exp(log_survival_per_day_ * static_cast<double>(t));
}

double DefaultCurve::threshold(Day t) const { return normal_quantile(probability(t)); }

Day DefaultCurve::first_day_above(double p) const {
  for (std::size_t y = 0; y < years_.size(); ++y) {
    const Day start = static_cast<Day>(y) * kYear;
    const bool last = y + 1 == years_.size();
    if (std::isinf(years_[y].log_per_day)) return start + 1;
    if (last && years_[y].log_per_day == 0.0) return kNever;
    Day low = start, high = start + kYear;  // F(low) <= p
    if (last) {
      const double exact = (log_complement(p) - years_[y].log_before) / years_[y].log_per_day;
      if (!(exact < static_cast<double>(kNever / 2))) return kNever;
      high = std::max(high, start + static_cast<Day>(exact) + 2);
    }
    if (!(probability(high) > p)) continue;
    while (high - low > 1) {
      const Day middle = low + (high - low) / 2;
      (probability(middle) > p ? high : low) = middle;
    }
    return high;
  }
  if (!years_.empty()) return kNever;
  if (annual_pd_ >= 1.0) return 1;
  const double exact = log_complement(p) / log_survival_per_day_;
  if (!(exact < static_cast<double>(kNever))) return kNever;
  Day day = std::max<Day>(1, static_cast<Day>(exact) + 1);
  while (day > 1 && probability(day - 1) > p) --day;
  while (!(probability(day) > p)) ++day;
  return day;
}

double horizon_threshold(const DefaultCurve& curve, const ConditionalState& state, Day horizon) {
  if (state.gamma != nullptr) return gamma_threshold(curve, *state.gamma, horizon);
  return latent_threshold(curve, state, horizon);
}

double gamma_hazard(double horizon_threshold, double multiplier) {
  return std::isinf(horizon_threshold) ? horizon_threshold : horizon_threshold * multiplier;
}

double conditional_hazard(const DefaultCurve& curve, const ConditionalState& state, Day t) {
  if (t <= 0) return 0.0;
  if (state.gamma != nullptr) return gamma_hazard(gamma_threshold(curve, *state.gamma, t), state.multiplier);
  return cumulative_hazard(standardised(curve, state, t));
}

double conditional_probability(const DefaultCurve& curve, const ConditionalState& state, Day t) {
  if (state.gamma != nullptr) return complement_exp(-conditional_hazard(curve, state, t));
  return normal_cdf(standardised(curve, state, t));
}

double conditional_probability(const DefaultCurve& curve, const ConditionalState& state, Day horizon,
                               std::span<const HazardSegment> segments) {
  if (segments.empty()) return conditional_probability(curve, state, horizon);
  return complement_exp(-conditional_hazard(curve, state, horizon, segments));
}

double conditional_hazard(const DefaultCurve& curve, const ConditionalState& state, Day horizon,
                          std::span<const HazardSegment> segments) {
  if (segments.empty()) return conditional_hazard(curve, state, horizon);
  double total = 0.0;
  double before = 0.0;
  Day start = 0;
  const DefaultCurve* last = &curve;
  for (const HazardSegment& segment : segments) {
    const DefaultCurve& now = segment.curve != nullptr ? *segment.curve : curve;
    const bool changed = &now != last;
    if (changed) before = conditional_hazard(now, state, start);
    const double at_end = conditional_hazard(now, state, segment.end);
    total += increment_of(segment.multiplier, before, at_end, changed);
    before = at_end;
    start = segment.end;
    last = &now;
  }
  return total;
}

Day default_day(const DefaultCurve& curve, const ConditionalState& state, Day horizon,
                std::span<const HazardSegment> segments, double e) {
  return default_day(curve, horizon_threshold(curve, state, horizon), state, horizon, segments, e);
}

Day default_day(const DefaultCurve& curve, double threshold, const ConditionalState& state, Day horizon,
                std::span<const HazardSegment> segments, double e) {
  if (segments.empty()) {
    if (state.gamma != nullptr) {
      const double reached = cumulative_hazard(e);
      if (!(gamma_hazard(threshold, state.multiplier) > reached)) return kNever;
      const double lambda = state.gamma->lambda(reached / state.multiplier);
      return std::min(horizon, curve.first_day_above(complement_exp(-lambda)));
    }
    const double x = state.score + state.idiosyncratic * e;
    if (!(threshold * state.mixing_root > x)) return kNever;
    const double y = state.student != nullptr ? state.student->to_normal(x / state.mixing_root) : x;
    return std::min(horizon, curve.first_day_above(normal_cdf(y)));
  }
  const double target = cumulative_hazard(e);
  double reached = 0.0;  // multiplied hazard at the start of the segment
  double before = 0.0;   // plain hazard there
  Day start = 0;
  const DefaultCurve* last = &curve;
  for (const HazardSegment& segment : segments) {
    const DefaultCurve& now = segment.curve != nullptr ? *segment.curve : curve;
    const bool changed = &now != last;
    if (changed) before = conditional_hazard(now, state, start);
    const double at_end = conditional_hazard(now, state, segment.end);
    const double increment = increment_of(segment.multiplier, before, at_end, changed);
    if (reached + increment > target) {
      if (std::isinf(before)) return start + 1;
      const auto hit = [&](Day day) {
        const double part = conditional_hazard(now, state, day) - before;
        return reached + scaled_increment(segment.multiplier, std::max(0.0, part)) > target;
      };
      const double plain = before + (target - reached) / segment.multiplier;
      return first_hit(start, segment.end, day_of_hazard(now, state, plain), hit);
    }
    reached += increment;
    before = at_end;
    start = segment.end;
    last = &now;
  }
  return kNever;
}

}  // namespace delcredere
