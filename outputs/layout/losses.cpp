#include "outputs/layout/group_builder.h"
#include "outputs/layout/layout.h"

namespace delcredere::layout {

using enum Axis;

Group losses(RunResults& results) {
  LossResults& r = results.losses;
  const bool rejects = !results.liquidity.rejected_mean.empty();
  GroupBuilder group("losses",
                     rejects ? "losses from buyers that fail, and from goods that are rejected, within the horizon"
                             : "losses from buyers that fail within the horizon, by policy",
                     results);
  const std::string& money = group.currency();
  const std::vector<Axis> by_component{scenario, policy, component};
  const std::vector<Axis> by_probability{scenario, policy, component, probability};
  group.label("component_meaning", component,
              {rejects ? "open debt at default less recoveries net of costs, and rejected goods less their resale"
                       : "open debt at default less recoveries net of costs",
               "payments of the insurer", "payments of the insurer less its share of recoveries", "gross less insured",
               "recoveries (memo item)"},
              "what the component is");
  group.estimate("mean", by_component, r.mean, r.standard_error, {money, "expected loss", {}}, "standard_error");
  group.known("standard_deviation", by_component, r.standard_deviation, {money, "standard deviation of the loss", {}});
  group.estimate("probability_positive", by_component, r.probability_positive, r.probability_positive_standard_error,
                 {"1", "probability of more than zero", {}});
  group.interval("quantile", by_probability, r.quantile, r.quantile_lower, r.quantile_upper,
                 {money, "value at risk: loss not exceeded with the probability", quantile_method()});
  group.estimate(
      "expected_shortfall", by_probability, r.expected_shortfall, r.expected_shortfall_standard_error,
      {money,
       "mean loss of the worst 1 - probability of the trials",
       {{"method", "mean of the tail with correction of the atom at the quantile (Acerbi and Tasche 2002)"}}});
  group.estimate("mean_controlled", by_component, r.mean_controlled, r.mean_controlled_standard_error,
                 {money,
                  "expected loss corrected by the gross loss, whose mean is known",
                  {{"method", "control variate, coefficient from the same trials"}}});
  group.known("control_variance_ratio", by_component, r.control_variance_ratio,
              {"1", "variance of the mean over that of the corrected mean", {}});
  group.known("known_gross_mean", {scenario}, r.known_gross_mean, {money, "expected gross loss in closed form", {}});
  const Attributes how{{"method",
                        "variance of as many plain trials, from the estimated law, "
                        "over the squared standard error"}};
  group.known("mean_variance_ratio", by_component, r.mean_variance_ratio,
              {"1", "variance of plain sampling over this sample's: expected loss", how});
  group.known("tail_variance_ratio", by_probability, r.tail_variance_ratio,
              {"1",
               "variance of plain sampling over this sample's: probability "
               "beyond the quantile",
               how});
  return group.finish();
}

Group sampling(RunResults& results) {
  SamplingResults& r = results.sampling;
  GroupBuilder group("sampling", "how the trials were drawn", results);
  if (r.method.empty()) return group.finish();
  group.describe("method", r.method);
  group.describe("replicates", static_cast<std::int64_t>(r.replicates));
  group.describe("replicate_size", static_cast<std::int64_t>(r.replicate_size));
  if (r.pilot_draws > 0) {
    group.describe("target_loss", r.target_loss);
    group.describe("pilot_draws", static_cast<std::int64_t>(r.pilot_draws));
  }
  const std::vector<Axis> each{scenario};
  group.known("replicate_trials", each, r.replicate_trials, {"1", "trials of one independent replicate", {}});
  group.known("effective_sample_size", each, r.effective_sample_size,
              {"1", "equally likely trials that the weights are worth, (sum w)^2 / sum w^2", {}});
  group.estimate("mean_weight", each, r.mean_weight, r.mean_weight_standard_error,
                 {"1", "mean likelihood ratio; 1 but for its error", {}});
  group.estimate("target_probability", each, r.target_probability, r.target_probability_standard_error,
                 {"1", "probability of a gross loss above target_loss", {}});
  group.known("target_variance_ratio", each, r.target_variance_ratio,
              {"1", "variance of plain sampling over this sample's: target_probability", {}});
  return group.finish();
}

Group exceedance(RunResults& results) {
  ExceedanceResults& r = results.exceedance;
  GroupBuilder group("exceedance", "losses by return period: T years is the quantile at 1 - 1/T of a year", results);
  const std::string& money = group.currency();
  const std::vector<Axis> axes{scenario, policy, component, return_period};
  group.interval("aggregate", axes, r.aggregate, r.aggregate_lower, r.aggregate_upper,
                 {money, "sum of the year's losses", quantile_method()});
  group.interval("occurrence", axes, r.occurrence, r.occurrence_lower, r.occurrence_upper,
                 {money, "largest loss on one buyer in the year", quantile_method()});
  return group.finish();
}

}  // namespace delcredere::layout
