#include "models/pricing/burning_cost.h"

#include <cmath>
#include <limits>
#include <stdexcept>

namespace delcredere {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

}  // namespace

BurningCost burning_cost(const std::vector<HistoryYear>& years, double priced, double turnover, double trend) {
  if (years.empty()) throw std::invalid_argument("burning cost needs a year of history");
  const auto n = static_cast<double>(years.size());
  std::vector<double> claims;
  double sum_claims = 0, sum_turnover = 0, sum_year = 0;
  for (const HistoryYear& y : years) {
    if (!(y.turnover > 0.0)) throw std::invalid_argument("burning cost needs the turnover of every year");
    claims.push_back(y.claims * y.development * std::pow(1.0 + trend, priced - y.year));
    sum_claims += claims.back();
    sum_turnover += y.turnover;
    sum_year += y.turnover * y.year;
  }
  const double rate = sum_claims / sum_turnover;
  double squares = 0;
  for (std::size_t i = 0; i < years.size(); ++i) {
    const double residual = claims[i] - rate * years[i].turnover;
    squares += residual * residual;
  }
  BurningCost result;
  result.rate = {rate, n > 1 ? std::sqrt(n / (n - 1.0) * squares) / sum_turnover : kNaN};
  result.cost = {rate * turnover, result.rate.standard_error * turnover};
  result.trend = result.trended_rate = {kNaN, kNaN};
  if (years.size() < 3) return result;

  // Weighted least squares of the rates on time, weights T_y: var of a rate is sigma^2 / T_y.
  const double centre = sum_year / sum_turnover;
  double spread = 0, product = 0;
  for (std::size_t i = 0; i < years.size(); ++i) {
    const double d = years[i].year - centre;
    spread += years[i].turnover * d * d;
    product += d * claims[i];
  }
  if (!(spread > 0.0)) return result;
  const double slope = product / spread;
  double residuals = 0;
  for (std::size_t i = 0; i < years.size(); ++i) {
    const double fitted = rate + slope * (years[i].year - centre);
    const double residual = claims[i] / years[i].turnover - fitted;
    residuals += years[i].turnover * residual * residual;
  }
  const double variance = residuals / (n - 2.0);
  const double ahead = priced - centre;
  result.trend = {slope, std::sqrt(variance / spread)};
  result.trended_rate = {rate + slope * ahead, std::sqrt(variance * (1.0 / sum_turnover + ahead * ahead / spread))};
  return result;
}

}  // namespace delcredere
