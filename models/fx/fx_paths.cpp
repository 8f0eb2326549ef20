#include "models/fx/fx_paths.h"

#include <algorithm>
#include <cmath>

#include "models/core/math/elementary.h"

namespace delcredere {
namespace {

constexpr double kDaysOfYear = 365.0;
constexpr double kDeviations = 8.0;

}  // namespace

FxLine fx_line(const FxParameters& parameters, const std::string& currency, const std::vector<Shock>& shocks,
               Day horizon) {
  FxLine line;
  line.entity = name_entity(currency);
  double log_most = 0.0;
  if (const auto own = parameters.currencies.find(currency); own != parameters.currencies.end()) {
    line.spread = own->second.volatility / std::sqrt(kDaysOfYear);
    line.daily_drift = own->second.drift / kDaysOfYear;
    const double days = static_cast<double>(horizon);
    log_most = kDeviations * line.spread * std::sqrt(days) + 0.5 * line.spread * line.spread * days +
               std::abs(line.daily_drift) * days;
  }
  for (std::uint32_t number = 0; number < shocks.size(); ++number) {
    const auto effect = shocks[number].fx.find(currency);
    if (effect == shocks[number].fx.end() || effect->second == 1.0) continue;
    line.shocks.push_back({number, effect->second});
    log_most += std::abs(portable_log(effect->second));
  }
  line.most = portable_exp(std::min(log_most, 6.9));
  return line;
}

void draw_fx_scores(std::uint32_t entity, std::uint64_t seed, std::uint64_t trial, Day horizon,
                    std::vector<double>& scores) {
  scores.assign(static_cast<std::size_t>(horizon) + 1, 0.0);
  for (std::size_t day = 1; day < scores.size(); day += 2) {
    const PhiloxBlock words = draw(seed, Purpose::fx_step, static_cast<std::uint32_t>((day - 1) / 2), entity, trial);
    scores[day] = normal_quantile(open_uniform(words[0], words[1]));
    if (day + 1 < scores.size()) scores[day + 1] = normal_quantile(open_uniform(words[2], words[3]));
  }
}

void draw_rates(const FxLine& line, double correlation, const std::vector<double>& common, const ShockState& shocks,
                std::uint64_t seed, std::uint64_t trial, Day horizon, std::vector<PartsPerBillion>& rates) {
  rates.assign(static_cast<std::size_t>(horizon) + 1, kOnePart);
  std::vector<double> own;
  if (line.spread > 0.0) draw_fx_scores(line.entity, seed, trial, horizon, own);
  const double shared = std::sqrt(correlation), alone = std::sqrt(1.0 - correlation);
  const double step = line.daily_drift - 0.5 * line.spread * line.spread;
  double log_rate = 0.0;
  for (std::size_t day = 1; day < rates.size(); ++day) {
    log_rate += step;
    if (line.spread > 0.0)
      log_rate += line.spread * (common.empty() ? own[day] : shared * common[day] + alone * own[day]);
    double rate = portable_exp(log_rate);
    for (const FxLine::ByShock& effect : line.shocks)
      if (active(shocks[effect.shock], static_cast<Day>(day))) rate *= effect.multiplier;
    rates[day] = to_parts(std::clamp(rate, 1.0 / line.most, line.most));
  }
}

}  // namespace delcredere
