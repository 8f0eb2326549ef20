#include "models/shock/windows.h"

#include <algorithm>
#include <cmath>

#include "models/core/math/elementary.h"
#include "models/core/random/draw.h"

namespace delcredere {
namespace {

void unite(std::vector<Window>& windows) {
  std::size_t kept = 0;
  for (const Window& window : windows) {
    if (kept > 0 && window.first <= windows[kept - 1].last + 1)
      windows[kept - 1].last = std::max(windows[kept - 1].last, window.last);
    else
      windows[kept++] = window;
  }
  windows.resize(kept);
}

}  // namespace

PartsPerBillion to_parts(double multiplier) {
  return static_cast<PartsPerBillion>(std::nearbyint(multiplier * static_cast<double>(kOnePart)));
}

void draw_windows(const Shock& shock, std::uint64_t seed, std::uint64_t trial, Day horizon,
                  std::vector<Window>& windows) {
  windows.clear();
  const auto add = [&](Day first) { windows.push_back({first, first + shock.duration - 1}); };
  const std::uint32_t entity = name_entity(shock.name);
  if (shock.certain) {
    add(shock.start.value_or(1));
    return;
  }
  const auto uniform = [&](std::uint32_t index) {
    const PhiloxBlock words = draw(seed, Purpose::shock_start, index, entity, trial);
    return open_uniform(words[0], words[1]);
  };
  const double p = shock.annual_probability;
  if (p <= 0.0) return;
  if (shock.start) {
    if (uniform(0) < p) add(*shock.start);
    return;
  }
  if (p >= 1.0) {  // infinite rate: active throughout
    windows.push_back({1, horizon + shock.duration - 1});
    return;
  }
  const double rate = -portable_log(1.0 - p) / 365.0;
  double time = 0.0;
  for (std::uint32_t arrival = 0; arrival <= kMaxDrawIndex; ++arrival) {
    time += -portable_log(uniform(arrival)) / rate;
    if (time > static_cast<double>(horizon)) break;
    add(static_cast<Day>(std::ceil(time)));
  }
  unite(windows);
}

void hazard_segments(const ShockClass& effects, const ShockState& state, Day horizon,
                     std::vector<HazardSegment>& segments) {
  segments.clear();
  // First the days after which some multiplier may change, then the multiplier of each stretch.
  for (const ShockEffect& effect : effects) {
    if (!effect.acts_on_defaults()) continue;
    for (const Window& window : state[effect.shock]) {
      if (window.first > 1) segments.push_back({window.first - 1, 1.0});
      segments.push_back({std::min(window.last, horizon), 1.0});
    }
  }
  if (segments.empty()) return;
  segments.push_back({horizon, 1.0});
  const auto earlier = [](const HazardSegment& a, const HazardSegment& b) { return a.end < b.end; };
  const auto same = [](const HazardSegment& a, const HazardSegment& b) { return a.end == b.end; };
  std::sort(segments.begin(), segments.end(), earlier);
  segments.erase(std::unique(segments.begin(), segments.end(), same), segments.end());
  for (HazardSegment& segment : segments)
    for (const ShockEffect& effect : effects)
      if (effect.acts_on_defaults() && active(state[effect.shock], segment.end))
        segment.multiplier *= effect.default_multiplier;
}

DelayShock delay_shock(const ShockClass& effects, const ShockState& state, Day due) {
  DelayShock result;
  double multiplier = 1.0;
  for (const ShockEffect& effect : effects) {
    if (!effect.acts_on_delays() || !active(state[effect.shock], due)) continue;
    multiplier *= effect.delay_multiplier;
    result.days += effect.delay_days;
  }
  result.multiplier = to_parts(multiplier);
  return result;
}

PartsPerBillion sales_factor(const ShockClass& effects, const ShockState& state, Day issue) {
  double multiplier = 1.0;
  for (const ShockEffect& effect : effects)
    if (effect.acts_on_sales() && active(state[effect.shock], issue)) multiplier *= effect.sales_multiplier;
  return to_parts(multiplier);
}

}  // namespace delcredere
