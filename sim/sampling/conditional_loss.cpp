#include "sim/sampling/conditional_loss.h"

#include <cmath>
#include <map>
#include <utility>

#include "models/core/math/elementary.h"
#include "models/credit/hazard.h"
#include "sim/plan/plan.h"
#include "sim/trial/buyer_trial.h"

namespace delcredere {
namespace {

std::vector<Money> sizes_of(const Plan& plan) {
  if (plan.open_total > 0) return plan.open_debt;
  std::vector<Money> sizes(plan.buyers, 0);
  for (std::size_t j = 0; j < plan.live.size(); ++j) sizes[plan.live.buyer[j]] += plan.live.amount[j];
  return sizes;
}

}  // namespace

ConditionalLoss::ConditionalLoss(const Plan& plan, const ScenarioPlan& scenario) {
  const std::vector<Money> sizes = sizes_of(plan);
  std::vector<double> mean_lgd;
  for (const LgdPlan& lgd : scenario.lgds) mean_lgd.push_back(lgd.table.mean());
  std::map<std::pair<std::uint32_t, Money>, std::uint32_t> known;
  for (std::size_t b = 0; b < plan.buyers; ++b) {
    const double lgd = mean_lgd[scenario.buyer_lgd[b]];
    const auto loss = static_cast<Money>(std::nearbyint(static_cast<double>(sizes[b]) * lgd));
    const auto [place, fresh] =
        known.try_emplace({scenario.buyer_bucket[b], loss}, static_cast<std::uint32_t>(cells_.size()));
    if (fresh) cells_.push_back({scenario.buyer_bucket[b], static_cast<double>(loss), 0.0});
    cells_[place->second].count += 1.0;
    cell_of_.push_back(place->second);
    losses_.push_back(loss);
    total_ += static_cast<double>(loss);
  }
}

double expected_gross(const Plan& plan, const ScenarioPlan& scenario) {
  double sum = 0.0;
  for (std::size_t b = 0; b < plan.buyers; ++b)
    sum += static_cast<double>(plan.open_debt[b]) * scenario.lgds[scenario.buyer_lgd[b]].table.mean() *
           scenario.buckets[scenario.buyer_bucket[b]].curve.probability(plan.horizon);
  return sum;
}

void conditional_probabilities(const Plan& plan, const ScenarioPlan& scenario, const FactorModel::State& state,
                               std::vector<double>& p) {
  const FactorModel& factors = plan.factor_models[scenario.factors];
  const std::vector<DefaultBucket>& buckets = scenario.buckets;
  p.resize(buckets.size());
  for (std::size_t k = 0; k < buckets.size(); ++k) {
    const ConditionalState own = factors.conditional(state, buckets[k].group);
    if (own.gamma != nullptr) {
      p[k] = complement_exp(-gamma_hazard(buckets[k].threshold, own.multiplier));
      continue;
    }
    const double distance = buckets[k].threshold * own.mixing_root - own.score;
    if (own.idiosyncratic > 0.0)
      p[k] = normal_cdf(distance / own.idiosyncratic);
    else
      p[k] = distance > 0.0 ? 1.0 : 0.0;
  }
}

void conditional_probabilities(const Plan& plan, const ScenarioPlan& scenario, const TrialState& state,
                               std::vector<double>& p) {
  conditional_probabilities(plan, scenario, *state.factors, p);
  const FactorModel& factors = plan.factor_models[scenario.factors];
  for (std::size_t k = 0; k < p.size(); ++k) {
    const DefaultBucket& bucket = scenario.buckets[k];
    const std::vector<HazardSegment>& segments = state.segments[bucket.shock_class];
    if (!segments.empty())
      p[k] = conditional_probability(bucket.curve, factors.conditional(*state.factors, bucket.group), plan.horizon,
                                     segments);
  }
}

ConditionalLoss::Moments ConditionalLoss::moments(std::span<const double> p) const {
  Moments sum;
  for (const Cell& cell : cells_) {
    sum.mean += cell.count * cell.loss * p[cell.bucket];
    sum.variance += cell.count * cell.loss * cell.loss * p[cell.bucket] * (1.0 - p[cell.bucket]);
  }
  return sum;
}

}  // namespace delcredere
