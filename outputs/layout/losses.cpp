#include "outputs/layout/group_builder.h"
#include "outputs/layout/layout.h"

namespace delcredere::layout {

using enum Axis;

Group losses(RunResults& results) {
  LossResults& r = results.losses;
  GroupBuilder group("losses", "losses from buyers that fail within the horizon, by policy", results);
  const std::string& money = group.currency();
  const std::vector<Axis> by_component{scenario, policy, component};
  const std::vector<Axis> by_probability{scenario, policy, component, probability};
  group.label("component_meaning", component,
              {"open debt at default less recoveries net of costs", "payments of the insurer",
               "payments of the insurer less its share of recoveries", "gross less insured", "recoveries (memo item)"},
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
