#include "sim/plan/granularity.h"

#include <cmath>
#include <limits>

#include "models/core/math/elementary.h"

namespace delcredere {
namespace {

/// Mean and second moment of a law of loss given default, from its own table.
struct LgdMoments {
  double mean = 0, square = 0;
};

LgdMoments moments_of(const LgdTable& table) {
  constexpr std::uint32_t points = 1u << 14;
  LgdMoments moments;
  for (std::uint32_t i = 0; i < points; ++i) {
    const double lgd = static_cast<double>(table.lgd((i << 18) | (1u << 17))) / kOnePart;
    moments.mean += lgd / points;
    moments.square += lgd * lgd / points;
  }
  return moments;
}

}  // namespace

Granularity granularity_of(const Plan& plan, const ScenarioPlan& scenario, double q) {
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  const FactorModel& factors = plan.factor_models[scenario.factors];
  if (factors.model() != DependenceModel::gaussian) return {nan, nan};
  std::vector<LgdMoments> lgds;
  for (const LgdPlan& lgd : scenario.lgds) lgds.push_back(moments_of(lgd.table));
  const double x = normal_quantile(1.0 - q);
  double mu = 0, mu1 = 0, mu2 = 0, v = 0, v1 = 0;
  for (std::size_t b = 0; b < plan.buyers; ++b) {
    const DefaultBucket& bucket = scenario.buckets[scenario.buyer_bucket[b]];
    const DependenceGroup& group = factors.groups()[bucket.group];
    const double r = group.systematic_variance;
    if (r >= 1.0) return {nan, nan};
    if (std::isinf(bucket.threshold)) {
      if (bucket.threshold > 0.0) mu += static_cast<double>(plan.open_debt[b]) * lgds[scenario.buyer_lgd[b]].mean;
      continue;
    }
    const double k = std::sqrt(r / (1.0 - r)), u = (bucket.threshold - std::sqrt(r) * x) / std::sqrt(1.0 - r);
    const double p = normal_cdf(u), density = normal_density(u), p1 = -k * density, p2 = -k * k * u * density;
    const auto debt = static_cast<double>(plan.open_debt[b]);
    const LgdMoments& lgd = lgds[scenario.buyer_lgd[b]];
    const double l = debt * lgd.mean, l2 = debt * debt * lgd.square;
    mu += l * p;
    mu1 += l * p1;
    mu2 += l * p2;
    v += l2 * p - l * l * p * p;
    v1 += l2 * p1 - 2.0 * l * l * p * p1;
  }
  if (!(mu1 < 0.0)) return {nan, nan};
  return {mu, 0.5 * (x * v / mu1 - v1 / mu1 + v * mu2 / (mu1 * mu1))};
}

}  // namespace delcredere
