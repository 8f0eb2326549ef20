#pragma once
// One trial's rates by day (models/fx/fx_parameters.h).

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "models/fx/fx_parameters.h"
#include "models/shock/windows.h"

namespace delcredere {

/// A currency of a book whose rate moves in a scenario.
struct FxLine {
  std::uint32_t entity = 0;  ///< of its steps
  double spread = 0.0;       ///< s: standard deviation of a day's step
  double daily_drift = 0.0;
  double most = 1.0;  ///< R is held in [1 / most, most]: 8 standard deviations and every shock
  struct ByShock {
    std::uint32_t shock = 0;
    double multiplier = 1.0;
  };
  std::vector<ByShock> shocks;
  bool moves() const { return spread > 0.0 || daily_drift != 0.0 || !shocks.empty(); }
};

/// The line of a currency. `shocks`: the scenario's.
FxLine fx_line(const FxParameters& parameters, const std::string& currency, const std::vector<Shock>& shocks,
               Day horizon);

/// R by day 0..H, in parts; R(0) = 1. `common`: scores of the common part by day, empty where the correlation is 0.
void draw_rates(const FxLine& line, double correlation, const std::vector<double>& common, const ShockState& shocks,
                std::uint64_t seed, std::uint64_t trial, Day horizon, std::vector<PartsPerBillion>& rates);
/// Normal scores of days 1..H by day, entry 0 is 0.
void draw_fx_scores(std::uint32_t entity, std::uint64_t seed, std::uint64_t trial, Day horizon,
                    std::vector<double>& scores);

/// An amount stated at the rates of as_of, at those of a day; after the horizon at the horizon's. rates: null = base.
inline Money at_rate(const std::vector<PartsPerBillion>* rates, Money amount, Day day) {
  if (rates == nullptr || day <= 0) return amount;
  const std::size_t at = std::min(static_cast<std::size_t>(day), rates->size() - 1);
  return times_parts(amount, (*rates)[at]);
}

}  // namespace delcredere
