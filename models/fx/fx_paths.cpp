#include "models/fx/fx_paths.h"

#include <algorithm>
#include <cmath>

#include "models/core/math/elementary.h"

namespace delcredere {
namespace {

constexpr double kDaysOfYear = 365.0;
constexpr double kDeviations = 8.0;
const char* const kKey = "fx.correlation";

/// All but the scores.
FxLine fx_line(const FxParameters& parameters, const std::string& currency, const std::vector<Shock>& shocks,
               Day horizon) {
  FxLine line;
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

/// One number for all pairs: a common series, then each currency's own.
void correlate_alike(double common, std::span<const std::string> codes, FxLines& fx) {
  const double shared = std::sqrt(common), alone = std::sqrt(1.0 - common);
  if (common > 0.0) fx.entities.push_back(name_entity(""));
  for (std::size_t c = 0; c < codes.size(); ++c) {
    if (!(fx.lines[c].spread > 0.0)) continue;
    if (common > 0.0) fx.lines[c].weights.emplace_back(0, shared);
    if (!(alone > 0.0)) continue;
    fx.lines[c].weights.emplace_back(static_cast<std::uint32_t>(fx.entities.size()), alone);
    fx.entities.push_back(name_entity(codes[c]));
  }
}

/// A matrix: a series for each currency of the book and of the matrix, mixed by the root of Omega.
void correlate_by_matrix(const FactorCorrelation& correlation, std::span<const std::string> codes, FxLines& fx) {
  std::vector<std::string> names(codes.begin(), codes.end());
  names.insert(names.end(), correlation.order.begin(), correlation.order.end());
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  const FactorCovariance omega(correlation, names, kKey);
  std::vector<std::vector<double>> columns(names.size());
  for (std::size_t k = 0; k < names.size(); ++k) {
    std::vector<double> unit(names.size(), 0.0);
    unit[k] = 1.0;
    omega.combine(unit, columns[k]);
    fx.entities.push_back(name_entity(names[k]));
  }
  for (std::size_t c = 0; c < codes.size(); ++c) {
    if (!(fx.lines[c].spread > 0.0)) continue;
    const auto row = static_cast<std::size_t>(std::lower_bound(names.begin(), names.end(), codes[c]) - names.begin());
    for (std::size_t k = 0; k < names.size(); ++k)
      if (columns[k][row] != 0.0) fx.lines[c].weights.emplace_back(static_cast<std::uint32_t>(k), columns[k][row]);
  }
}

void draw_line(const FxLine& line, const std::vector<std::vector<double>>& scores, const ShockState& shocks,
               Day horizon, RatesByDay& rates) {
  rates.assign(static_cast<std::size_t>(horizon) + 1, kOnePart);
  const double step = line.daily_drift - 0.5 * line.spread * line.spread;
  double log_rate = 0.0;
  for (std::size_t day = 1; day < rates.size(); ++day) {
    log_rate += step;
    if (!line.weights.empty()) {
      double score = 0.0;
      for (const auto& [series, weight] : line.weights) score += weight * scores[series][day];
      log_rate += line.spread * score;
    }
    double rate = portable_exp(log_rate);
    for (const FxLine::ByShock& effect : line.shocks)
      if (active(shocks[effect.shock], static_cast<Day>(day))) rate *= effect.multiplier;
    rates[day] = to_parts(std::clamp(rate, 1.0 / line.most, line.most));
  }
}

}  // namespace

bool FxLines::moves() const {
  return std::any_of(lines.begin(), lines.end(), [](const FxLine& line) { return line.moves(); });
}

FxLines fx_lines(const FxParameters& parameters, std::span<const std::string> codes, const std::vector<Shock>& shocks,
                 Day horizon) {
  FxLines fx;
  for (const std::string& code : codes) fx.lines.push_back(fx_line(parameters, code, shocks, horizon));
  if (parameters.correlation.order.empty())
    correlate_alike(parameters.correlation.common, codes, fx);
  else
    correlate_by_matrix(parameters.correlation, codes, fx);
  return fx;
}

FactorCovariance currency_covariance(const FactorCorrelation& correlation) {
  std::vector<std::string> names = correlation.order;
  std::sort(names.begin(), names.end());
  return FactorCovariance(correlation, names, kKey);
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

void draw_rates(const FxLines& fx, const ShockState& shocks, std::uint64_t seed, std::uint64_t trial, Day horizon,
                RatesByCurrency& rates) {
  std::vector<std::vector<double>> scores(fx.entities.size());
  for (std::size_t k = 0; k < fx.entities.size(); ++k) draw_fx_scores(fx.entities[k], seed, trial, horizon, scores[k]);
  rates.resize(fx.lines.size());
  for (std::size_t c = 0; c < fx.lines.size(); ++c) draw_line(fx.lines[c], scores, shocks, horizon, rates[c]);
}

}  // namespace delcredere
