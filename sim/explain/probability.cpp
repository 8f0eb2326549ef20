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

}  // namespace delcredere::explaining
