#include "models/pricing/empirical_loss.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "models/core/statistics/moments.h"

namespace delcredere {

EmpiricalLoss::EmpiricalLoss(std::span<const std::int64_t> minor_units, double minor_per_unit) {
  ExactSums sums;
  sums.add(minor_units);
  mean_ = sums.mean() / minor_per_unit;
  deviation_ = sums.standard_deviation() / minor_per_unit;
  sorted_.reserve(minor_units.size());
  for (const std::int64_t value : minor_units) sorted_.push_back(static_cast<double>(value) / minor_per_unit);
  std::sort(sorted_.begin(), sorted_.end());
}

double EmpiricalLoss::mean_error() const { return deviation_ / std::sqrt(static_cast<double>(size())); }

double influence_error(std::span<const double> influence) {
  const auto n = static_cast<double>(influence.size());
  if (influence.size() < 2) return std::numeric_limits<double>::quiet_NaN();
  double sum = 0;
  for (const double x : influence) sum += x;
  const double mean = sum / n;
  double squares = 0;
  for (const double x : influence) squares += (x - mean) * (x - mean);
  return std::sqrt(squares / (n - 1.0) / n);
}

}  // namespace delcredere
