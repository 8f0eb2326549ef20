#pragma once
// One trial's rates by day (models/fx/fx_parameters.h).

#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "models/credit/factor_correlation.h"
#include "models/fx/fx_parameters.h"
#include "models/fx/rates.h"

namespace delcredere {

/// A currency of a book whose rate moves in a scenario.
struct FxLine {
  double spread = 0.0;  ///< s: standard deviation of a day's step
  double daily_drift = 0.0;
  double most = 1.0;  ///< R is held in [1 / most, most]: 8 standard deviations and every shock
  struct ByShock {
    std::uint32_t shock = 0;
    double multiplier = 1.0;
  };
  std::vector<ByShock> shocks;
  /// The score e_c of a day is the sum of weight x score over these independent series of FxLines.
  std::vector<std::pair<std::uint32_t, double>> weights;
  bool moves() const { return spread > 0.0 || daily_drift != 0.0 || !shocks.empty(); }
};

/// The foreign currencies of a book in a scenario.
struct FxLines {
  std::vector<FxLine> lines;            ///< in the order of the codes
  std::vector<std::uint32_t> entities;  ///< of the independent series of normal scores that are drawn
  bool moves() const;
};

/// `codes`: the foreign currencies; `shocks`: the scenario's. Throws Error (5) for a matrix that is not positive
/// semi-definite.
FxLines fx_lines(const FxParameters& parameters, std::span<const std::string> codes, const std::vector<Shock>& shocks,
                 Day horizon);

/// Omega of the currencies that a matrix names, nothing else. Throws Error (5) naming the smallest eigenvalue.
FactorCovariance currency_covariance(const FactorCorrelation& correlation);

/// Normal scores of days 1..H by day, entry 0 is 0.
void draw_fx_scores(std::uint32_t entity, std::uint64_t seed, std::uint64_t trial, Day horizon,
                    std::vector<double>& scores);

/// R of every line by day 0..H, in parts; R(0) = 1.
void draw_rates(const FxLines& fx, const ShockState& shocks, std::uint64_t seed, std::uint64_t trial, Day horizon,
                RatesByCurrency& rates);

}  // namespace delcredere
