#include "models/shock/windows.h"

#include <algorithm>
#include <cmath>

#include "models/core/math/elementary.h"

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

void draw_windows(const Shock& shock, std::uint64_t seed, std::uint64_t trial, Day horizon,
                  std::vector<Window>& windows, Purpose purpose) {
  windows.clear();
  const auto add = [&](Day first) { windows.push_back({first, first + shock.duration - 1}); };
  const std::uint32_t entity = name_entity(shock.name);
  if (shock.certain) {
    add(shock.start.value_or(1));
    return;
  }
  const auto uniform = [&](std::uint32_t index) {
    const PhiloxBlock words = draw(seed, purpose, index, entity, trial);
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

PartsPerBillion shocked_lgd(const ShockClass& effects, const ShockState& state, Day day, PartsPerBillion lgd) {
  double multiplier = 1.0;
  for (const ShockEffect& effect : effects)
    if (effect.acts_on_lgd() && active(state[effect.shock], day)) multiplier *= effect.lgd_multiplier;
  if (multiplier == 1.0) return lgd;
  const Int128 product = static_cast<Int128>(lgd) * to_parts(std::min(multiplier, 1e6));
  return static_cast<PartsPerBillion>(std::min<Int128>(kOnePart, divide_half_even(product, kOnePart)));
}

void ShockDays::set(const ShockClass& effects, const ShockState& state, Day last_day) {
  by_due.clear();
  sales_by_issue.clear();
  const auto acts = [&](const ShockEffect& effect) {
    return (effect.acts_on_delays() || effect.acts_on_sales()) && !state[effect.shock].empty();
  };
  if (std::none_of(effects.begin(), effects.end(), acts)) return;
  const auto days = static_cast<std::size_t>(last_day) + 1;
  by_due.resize(days);
  sales_by_issue.assign(days, kOnePart);
  std::vector<double> delay(days, 1.0), sales(days, 1.0);  // products before they are rounded to parts
  for (const ShockEffect& effect : effects)
    for (const Window& window : state[effect.shock])
      for (Day day = window.first; day <= std::min(window.last, last_day); ++day) {
        const auto at = static_cast<std::size_t>(day);
        delay[at] *= effect.delay_multiplier;
        by_due[at].days += effect.delay_days;
        sales[at] *= effect.sales_multiplier;
      }
  for (std::size_t at = 0; at < days; ++at) {
    by_due[at].multiplier = to_parts(delay[at]);
    sales_by_issue[at] = to_parts(sales[at]);
  }
}

}  // namespace delcredere
