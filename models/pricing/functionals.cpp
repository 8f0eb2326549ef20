#include "models/pricing/functionals.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "models/core/statistics/order_statistics.h"

namespace delcredere {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr std::ptrdiff_t kAtomTrials = 30;

// int g(S) dx = x_(1) + sum over j of g((n - j) / n) (x_(j+1) - x_(j)); gaps between equal values are skipped.
template <class Distortion>
PriceEstimate integrate(const EmpiricalLoss& loss, const Distortion& distortion) {
  const std::vector<double>& x = loss.sorted();
  const auto n = static_cast<double>(x.size());
  std::vector<double> influence(x.size());
  double value = x.front();
  double sum = 0;
  for (std::size_t j = 1; j < x.size(); ++j) {
    const double gap = x[j] - x[j - 1];
    if (gap > 0.0) {
      const double survival = static_cast<double>(x.size() - j) / n;
      value += distortion(survival) * gap;
      sum += distortion.slope(survival) * gap;
    }
    influence[j] = sum;
  }
  return {value, influence_error(influence)};
}

}  // namespace

PriceEstimate mean_deviation(const EmpiricalLoss& loss, double per_deviation, double per_variance) {
  const double m = loss.mean(), s = loss.standard_deviation();
  if (!(s > 0.0)) return {m, s};  // no spread: exact; one value: NaN
  const double square = per_deviation / (2.0 * s) + per_variance;
  std::vector<double> influence;
  influence.reserve(loss.size());
  for (const double x : loss.sorted()) influence.push_back((x - m) + square * (x - m) * (x - m));
  return {m + per_deviation * s + per_variance * s * s, influence_error(influence)};
}

PriceEstimate tail_mixture(const EmpiricalLoss& loss, const Decimal& probability, double weight) {
  const std::vector<double>& x = loss.sorted();
  const Probability p = Probability::of(probability);
  const double v = x[quantile_rank(p, x.size()) - 1];
  const double beyond = p.complement();
  double excess = 0;
  std::vector<double> influence;
  influence.reserve(x.size());
  for (const double value : x) {
    const double above = std::max(value - v, 0.0);
    excess += above;
    influence.push_back((1.0 - weight) * value + weight * above / beyond);
  }
  const double shortfall = v + excess / static_cast<double>(x.size()) / beyond;
  const double value = loss.mean() + weight * (shortfall - loss.mean());
  const auto atom = x.end() - std::lower_bound(x.begin(), x.end(), v);
  const bool blind = v == x.back() && v > x.front() && atom < kAtomTrials;
  return {value, blind ? kNaN : influence_error(influence)};
}

PriceEstimate esscher_mean(const EmpiricalLoss& loss, double amount) {
  const std::vector<double>& x = loss.sorted();
  const auto n = static_cast<double>(x.size());
  std::vector<double> influence;
  influence.reserve(x.size());
  double weights = 0, weighted = 0;
  for (const double value : x) {
    const double w = portable_exp((value - x.back()) / amount);  // the common factor cancels and cannot overflow
    weights += w;
    weighted += w * value;
    influence.push_back(w);
  }
  const double premium = weighted / weights;
  for (std::size_t i = 0; i < x.size(); ++i) influence[i] *= (x[i] - premium) * n / weights;
  return {premium, influence_error(influence)};
}

PriceEstimate distorted(const EmpiricalLoss& loss, const WangDistortion& distortion) {
  return integrate(loss, distortion);
}

PriceEstimate distorted(const EmpiricalLoss& loss, const PowerDistortion& distortion) {
  return integrate(loss, distortion);
}

}  // namespace delcredere
