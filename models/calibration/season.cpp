#include "models/calibration/season.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "models/core/math/elementary.h"

namespace delcredere::calibration {
namespace {

constexpr double kLeastRatio = 2.5;
constexpr double kReach = 1.2;  // of ln s

/// One month of one year.
struct Cell {
  double log_multiplier = 0, variance = 0;
};

class MonthLikelihood {
 public:
  MonthLikelihood(const DelaySample& sample, const DelayFit& fit, const std::vector<std::size_t>& items)
      : sample_(sample), fit_(fit), items_(items) {
    const double c2 = fit.buyer_effect().value;
    c_ = std::sqrt(c2);
    r_ = std::sqrt(1.0 - c2);
  }

  double operator()(double log_multiplier) const {
    const double s = std::exp(log_multiplier);
    const Vector& grid = DelayFit::effect_grid();
    double sum = 0.0;
    for (const std::size_t i : items_) {
      const DelayItem& item = sample_.items[i];
      const Vector& w = fit_.posterior()[item.buyer];
      const double shift = fit_.shift(item.covariates);
      const bool has_low = item.after > kFromTheStart, has_high = item.upto < kNever;
      const double low = has_low ? fit_.score_at(item.group, scaled(item.after, s)) - shift : 0.0;
      const double high = has_high ? fit_.score_at(item.group, scaled(item.upto, s)) - shift : 0.0;
      double p = 0.0;
      for (std::size_t k = 0; k < grid.size(); ++k) {
        if (w[k] < 1e-6) continue;
        const double below = has_low ? normal_cdf((low - c_ * grid[k]) / r_) : 0.0;
        const double upto = has_high ? normal_cdf((high - c_ * grid[k]) / r_) : 1.0;
        p += w[k] * (upto - below);
      }
      sum += std::log(std::max(p, 1e-12));
    }
    return sum;
  }

 private:
  static double scaled(Day d, double s) { return d > 0 ? static_cast<double>(d) / s : static_cast<double>(d); }

  const DelaySample& sample_;
  const DelayFit& fit_;
  const std::vector<std::size_t>& items_;
  double c_ = 0, r_ = 1;
};

/// Golden section; the likelihood of a scale has one top.
Cell best(const MonthLikelihood& likelihood) {
  constexpr double golden = 0.6180339887498949;
  double low = -kReach, high = kReach;
  double a = high - golden * (high - low), b = low + golden * (high - low);
  double at_a = likelihood(a), at_b = likelihood(b);
  while (high - low > 2e-3) {
    if (at_a > at_b) {
      high = b;
      b = a;
      at_b = at_a;
      a = high - golden * (high - low);
      at_a = likelihood(a);
    } else {
      low = a;
      a = b;
      at_a = at_b;
      b = low + golden * (high - low);
      at_b = likelihood(b);
    }
  }
  const double top = 0.5 * (low + high), step = 0.1;
  const double curvature = (2.0 * likelihood(top) - likelihood(top - step) - likelihood(top + step)) / (step * step);
  return {top, 1.0 / std::max(curvature, 1e-3)};
}

}  // namespace

bool MonthSeason::tells() const {
  return years >= 2 && std::abs(log_multiplier.value) >= kLeastRatio * log_multiplier.standard_error;
}

std::vector<MonthSeason> season_of(const DelaySample& sample, const DelayFit& fit, const std::vector<int>& due_month) {
  std::map<int, std::vector<std::size_t>> items;
  std::map<int, std::size_t> paid;
  for (std::size_t i = 0; i < sample.items.size(); ++i) {
    items[due_month[i]].push_back(i);
    paid[due_month[i]] += sample.items[i].upto < kNever;
  }
  std::map<int, std::size_t> names;
  for (const auto& [month, count] : paid) names[month % 12] += count >= kLeastMonthItems;
  const bool any = std::any_of(names.begin(), names.end(), [](const auto& name) { return name.second >= 2; });
  std::map<int, std::vector<Cell>> by_name;
  double weights = 0.0, mean = 0.0;
  for (const auto& [month, list] : items) {
    if (paid[month] < kLeastMonthItems) continue;
    const Cell cell = any ? best(MonthLikelihood(sample, fit, list)) : Cell{0.0, 1.0};
    by_name[month % 12].push_back(cell);
    weights += 1.0 / cell.variance;
    mean += cell.log_multiplier / cell.variance;
  }
  mean = weights > 0.0 ? mean / weights : 0.0;
  double q = 0.0, freedom = 0.0, scale = 0.0;
  for (const auto& [name, cells] : by_name) {
    double sum = 0.0, squares = 0.0, own = 0.0;
    for (const Cell& cell : cells) {
      sum += 1.0 / cell.variance;
      squares += 1.0 / (cell.variance * cell.variance);
      own += cell.log_multiplier / cell.variance;
    }
    for (const Cell& cell : cells) q += std::pow(cell.log_multiplier - own / sum, 2) / cell.variance;
    freedom += static_cast<double>(cells.size()) - 1.0;
    scale += sum - squares / sum;
  }
  const double between = scale > 0.0 ? std::max(0.0, (q - freedom) / scale) : 0.0;
  std::vector<MonthSeason> seasons;
  for (int month = 1; month <= 12; ++month) {
    MonthSeason season;
    season.month = month;
    season.log_multiplier.standard_error = std::numeric_limits<double>::quiet_NaN();
    if (const auto found = by_name.find(month - 1); found != by_name.end()) {
      season.years = found->second.size();
      double sum = 0.0, own = 0.0;
      for (const Cell& cell : found->second) {
        sum += 1.0 / (cell.variance + between);
        own += (cell.log_multiplier - mean) / (cell.variance + between);
      }
      season.log_multiplier.value = own / sum;
      if (season.years >= 2) season.log_multiplier.standard_error = std::sqrt(1.0 / sum);
    }
    seasons.push_back(season);
  }
  return seasons;
}

}  // namespace delcredere::calibration
