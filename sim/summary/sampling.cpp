#include <cmath>

#include "models/core/statistics/designed.h"
#include "models/sampling/refusals.h"
#include "sim/blocks/stop_rule.h"
#include "sim/summary/parts.h"

namespace delcredere::summary {
namespace {

/// As a config writes it: "gross_mean", "retained_es99.5".
std::string measure_of(const StopRule& rule, const ResultAxes& axes) {
  const std::string component = axes.components[rule.component] + "_";
  if (rule.statistic == StopRule::Statistic::mean) return component + "mean";
  std::string percent = rule.probability.percent_text();
  percent.pop_back();  // the sign
  return component + (rule.statistic == StopRule::Statistic::value_at_risk ? "var" : "es") + percent;
}

}  // namespace

std::optional<StopResults> stop(const Plan& plan, const RunTotals& totals, const ResultAxes& axes) {
  const std::optional<StopRule>& rule = plan.study->simulation.stop_when;
  if (!rule) return {};
  StopResults r;
  r.measure = measure_of(*rule, axes);
  r.policy = rule->policy;
  r.scenario = rule->scenario.empty() ? axes.scenarios.front() : rule->scenario;
  r.asked = rule->relative_error;
  const MeanEstimate figure = stop_figure(plan, totals, totals.trials);
  r.relative_error = figure.standard_error / std::abs(figure.value);
  r.reached = known_well_enough(figure, *rule);
  return r;
}

SamplingResults sampling(const Study& study, const Plan& plan, const RunTotals& totals) {
  SamplingResults r;
  if (!totals.designed) return r;
  r.method = sampling_name(plan.sampler.method());
  r.replicate_size = totals.replicate_size;
  r.replicates = totals.trials / totals.replicate_size;
  r.replicate_trials = NdArray<double>({totals.shape.scenarios}, static_cast<double>(r.replicate_size));
  if (!totals.shape.weighted) return r;
  const Scale scale(study.currency);
  const std::size_t S = totals.shape.scenarios;
  for (NdArray<double>* a : {&r.effective_sample_size, &r.mean_weight, &r.mean_weight_standard_error,
                             &r.target_probability, &r.target_probability_standard_error, &r.target_variance_ratio})
    *a = NdArray<double>({S});
  r.target_loss = scale(plan.importance_loss);
  r.pilot_draws = plan.pilot_draws;
  const auto level = static_cast<std::int64_t>(std::floor(plan.importance_loss));
  for (std::size_t s = 0; s < S; ++s) {
    const std::vector<std::int64_t>& weights = totals.weights[s];
    r.effective_sample_size(s) = effective_sample_size(weights);
    ExactSums sums;
    for (const std::int64_t w : weights) sums.add_unit(w);
    r.mean_weight(s) = sums.mean() / static_cast<double>(kWeightOne);
    r.mean_weight_standard_error(s) = sums.standard_error() / static_cast<double>(kWeightOne);
    const std::size_t column = totals.shape.layout.of(s, ScenarioValue::gross);
    std::vector<std::int64_t> losses(totals.trials);
    totals.columns.read(column, 0, losses);
    const TailProbability tail = designed_tail(losses, totals.design(column), level);
    r.target_probability(s) = tail.probability.value;
    r.target_probability_standard_error(s) = tail.probability.standard_error;
    r.target_variance_ratio(s) = tail.variance_ratio;
  }
  return r;
}

}  // namespace delcredere::summary
