#pragma once
// When shocks are active in one trial, and what that means for one class of buyers.
//
// Random starts are Poisson times in (0, H] at rate -ln(1 - p) / 365 a day, start day = ceil(time); a fixed `start`
// without `certain` happens with probability p. The windows of
// one shock are united; of different shocks multipliers multiply and days add.

#include <cstdint>
#include <vector>

#include "models/core/days.h"
#include "models/core/money.h"
#include "models/core/parts.h"
#include "models/core/random/draw.h"
#include "models/credit/default_curve.h"
#include "models/shock/shock_parameters.h"

namespace delcredere {

/// Days first .. last, both inside.
struct Window {
  Day first = 0;
  Day last = 0;
  friend bool operator==(const Window&, const Window&) = default;
};

/// Disjoint, ascending windows of one shock in one trial. Starts lie in 1..H, ends may lie beyond H.
void draw_windows(const Shock& shock, std::uint64_t seed, std::uint64_t trial, Day horizon,
                  std::vector<Window>& windows, Purpose purpose = Purpose::shock_start);

inline bool active(const std::vector<Window>& windows, Day day) {
  for (const Window& window : windows)
    if (day >= window.first && day <= window.last) return true;
  return false;
}

/// What one shock does to one class of buyers (inside its scope in full, outside by the spillover to their sector).
struct ShockEffect {
  std::uint32_t shock = 0;  ///< number of the shock
  double default_multiplier = 1.0;
  double delay_multiplier = 1.0;
  Day delay_days = 0;
  double sales_multiplier = 1.0;
  double lgd_multiplier = 1.0;

  bool acts_on_lgd() const { return lgd_multiplier != 1.0; }
  bool acts_on_defaults() const { return default_multiplier != 1.0; }
  bool acts_on_delays() const { return delay_multiplier != 1.0 || delay_days != 0; }
  bool acts_on_sales() const { return sales_multiplier != 1.0; }
  friend bool operator==(const ShockEffect&, const ShockEffect&) = default;
};

/// The effects on one class of buyers; buyers with equal effects share a class.
using ShockClass = std::vector<ShockEffect>;

/// Windows of every shock of a scenario in one trial, by number.
using ShockState = std::vector<std::vector<Window>>;

/// Hazard multipliers of a class over 1..H; empty when none is active.
void hazard_segments(const ShockClass& effects, const ShockState& state, Day horizon,
                     std::vector<HazardSegment>& segments);

/// LGD in parts per billion of a buyer of the class that fails on `day`: times the multipliers of the shocks in force
/// (their product rounded to 1e-9), half to even, at most 1.
PartsPerBillion shocked_lgd(const ShockClass& effects, const ShockState& state, Day day, PartsPerBillion lgd);

/// What an invoice suffers by its due day: D becomes ceil(D x multiplier) + days.
struct DelayShock {
  PartsPerBillion multiplier = kOnePart;
  Day days = 0;
  friend bool operator==(const DelayShock&, const DelayShock&) = default;
};

/// The effects of one trial's windows on the payments of one class, by day 0 .. last_day; empty while nothing is
/// active.
struct ShockDays {
  std::vector<DelayShock> by_due;
  std::vector<PartsPerBillion> sales_by_issue;  ///< multiplier of amounts issued that day

  bool active() const { return !by_due.empty(); }
  void set(const ShockClass& effects, const ShockState& state, Day last_day);
  friend bool operator==(const ShockDays&, const ShockDays&) = default;
};

/// Of every shock class. Who changes the days changes the version, so that a reader of one object need not compare
/// them day by day.
struct ShockCalendar {
  std::vector<ShockDays> classes;
  std::uint64_t version = 0;
};

}  // namespace delcredere
