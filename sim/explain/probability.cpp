#include "sim/explain/probability.h"

#include <algorithm>
#include <cmath>

#include "models/core/math/elementary.h"

namespace delcredere::explaining {

double probability_with(const DefaultCurve& curve, double systematic_variance, Day horizon,
                        std::span<const HazardSegment> segments) {
  const double idiosyncratic = std::sqrt(std::max(0.0, 1.0 - systematic_variance));
  if (systematic_variance <= 0.0) return conditional_probability(curve, {0.0, 1.0}, horizon, segments);
  // Given the state, a buyer without anything of its own fails for sure or not at all: a multiplier changes nothing.
  const bool never_zero = std::all_of(segments.begin(), segments.end(), [](const auto& s) { return s.multiplier > 0; });
  if (idiosyncratic == 0.0 && never_zero) return curve.probability(horizon);
  constexpr int cells = 4608;
  constexpr double step = 18.0 / cells;
  double sum = 0.0, weights = 0.0;
  for (int k = 0; k <= cells; ++k) {
    const double z = -9.0 + k * step;
    const double weight = portable_exp(-0.5 * z * z);
    weights += weight;
    sum +=
        weight * conditional_probability(curve, {std::sqrt(systematic_variance) * z, idiosyncratic}, horizon, segments);
  }
  return sum / weights;
}

double probability_with(const FactorModel& factors, std::uint32_t group, const DefaultCurve& curve, Day horizon,
                        std::span<const HazardSegment> segments) {
  const DependenceGroup& own = factors.groups()[group];
  if (!own.multiplied && factors.student() == nullptr)
    return probability_with(curve, own.systematic_variance, horizon, segments);
  const bool never_zero = std::all_of(segments.begin(), segments.end(), [](const auto& s) { return s.multiplier > 0; });
  if (own.idiosyncratic == 0.0 && never_zero) return curve.probability(horizon);
  const bool scored = own.multiplied || own.systematic_variance > 0.0;
  const int cells = scored ? 1152 : 0;
  double sum = 0.0, weights = 0.0;
  for (int k = 0; k <= cells; ++k) {
    const double z = scored ? -9.0 + 18.0 * k / cells : 0.0;
    const double weight = portable_exp(-0.5 * z * z);
    weights += weight;
    for (const WeightedState& state : states_given(factors, group, z))
      sum += weight * state.weight * conditional_probability(curve, state.state, horizon, segments);
  }
  return sum / weights;
}

std::vector<WeightedState> states_given(const FactorModel& factors, std::uint32_t group, double delay_score) {
  const DependenceGroup& own = factors.groups()[group];
  std::vector<WeightedState> states;
  if (own.multiplied) {
    // The main sector's multiplier is known; the others' by a lattice of irrational steps (Kronecker).
    const int points = own.loadings.size() > 1 ? 64 : 1;
    for (int i = 0; i < points; ++i) {
      double multiplier = own.mixture.own_weight();
      int other = 0;
      for (const auto& [k, weight] : own.loadings) {
        double y = delay_score;
        if (k != own.main_factor) {
          constexpr double root = 0.6180339887498949;
          const double place = (i + 0.5) * (other++ == 0 ? 1.0 / points : root * std::sqrt(1.0 + 2.0 * other));
          y = normal_quantile(std::clamp(place - std::floor(place), 1e-6, 1.0 - 1e-6));
        }
        multiplier += weight * factors.sector_multiplier(k, y);
      }
      states.push_back({{0.0, 1.0, 1.0, nullptr, &own.mixture, multiplier}, 1.0 / points});
    }
    return states;
  }
  const double score = -std::sqrt(own.systematic_variance) * delay_score;
  if (factors.student() == nullptr) return {{{score, own.idiosyncratic, 1.0, nullptr, nullptr, 1.0}, 1.0}};
  constexpr int nodes = 33;
  double total = 0.0;
  for (int i = 0; i < nodes; ++i) {
    const double y = -7.0 + 14.0 * i / (nodes - 1), weight = portable_exp(-0.5 * y * y);
    total += weight;
    states.push_back({{score, own.idiosyncratic, factors.mixing_root(y), factors.student(), nullptr, 1.0}, weight});
  }
  for (WeightedState& state : states) state.weight /= total;
  return states;
}

}  // namespace delcredere::explaining
