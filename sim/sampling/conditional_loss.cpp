#include "sim/sampling/conditional_loss.h"

#include <algorithm>
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

double mean_delay(const DelayTable& table) {
  constexpr int parts = 64;
  double sum = 0.0;
  for (int k = 0; k < parts; ++k) sum += table.delay(to_score(normal_quantile((k + 0.5) / parts)));
  return sum / parts;
}

/// Mean debt over days 1..H.
std::vector<Money> mean_debts(const Plan& plan, const PaymentPlan& payments) {
  std::vector<double> delays;
  for (const DelayTable& table : payments.tables) delays.push_back(mean_delay(table));
  const double horizon = plan.horizon;
  std::vector<double> debts(plan.buyers, 0.0);
  for (std::size_t j = 0; j < plan.live.size(); ++j) {
    const double delay = delays[payments.table[j]];
    const double begin = std::clamp<double>(plan.live.issue[j], 0.0, horizon);
    // An open item that should have been paid by now is as late again.
    const double end = std::clamp(std::max(plan.live.due[j] + delay, plan.live.open[j] ? delay : 0.0), begin, horizon);
    debts[plan.live.buyer[j]] += static_cast<double>(plan.live.amount[j]) * (end - begin) / horizon;
  }
  std::vector<Money> rounded;
  for (const double debt : debts) rounded.push_back(static_cast<Money>(std::nearbyint(std::max(debt, 0.0))));
  return rounded;
}

std::vector<Money> sizes_of(const Plan& plan, const ScenarioPlan& scenario) {
  const bool importance = plan.study->simulation.sampling == SamplingMethod::importance;
  if (importance && !plan.study->portfolio.exposure_book)
    return mean_debts(plan, plan.payment_plans[scenario.payments]);
  return sizes_of(plan);
}

}  // namespace

ConditionalLoss::ConditionalLoss(const Plan& plan, const ScenarioPlan& scenario) {
  const std::vector<Money> sizes = sizes_of(plan, scenario);
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
