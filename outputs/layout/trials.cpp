#include "outputs/layout/group_builder.h"
#include "outputs/layout/layout.h"

namespace delcredere::layout {

using enum Axis;

Group trials(RunResults& results) {
  TrialResults& r = results.trial_columns;
  GroupBuilder group("trials", "one row per trial; money in minor units, multiply by scale_factor", results);
  const std::string& money = group.currency();
  const double minor_unit = 1.0 / static_cast<double>(results.axes.currency.minor_per_unit());
  const auto amount = [&](const char* words) { return About{money, words, {{"scale_factor", minor_unit}}}; };
  const std::vector<Axis> any{scenario, trial};
  const std::vector<Axis> own{scenario, policy, trial};
  const ResultAxes& axes = results.axes;
  const bool all = axes.detailed_policies.size() == axes.policies.size();
  const std::vector<Axis> cash{scenario, all ? policy : detailed_policy_beside, trial};
  group.integers("gross_loss", any, r.gross_loss, amount("gross loss"));
  group.integers("defaults", any, r.defaults, {"1", "number of buyers that failed", {}});
  group.known("weight", any, r.weight, {"1", "likelihood ratio; a multiple of 2^-40", {}});
  group.integers("replicate", {trial}, r.replicate,
                 {"1", "replicate that the trial belongs to; replicates are independent", {}});
  group.integers("claims", own, r.claims, amount("payments of the insurer"));
  group.integers("insured_loss", own, r.insured_loss, amount("payments of the insurer less its share of recoveries"));
  group.integers("retained_loss", own, r.retained_loss, amount("gross loss less insured loss"));
  group.integers("minimum_balance", cash, r.minimum_balance, amount("lowest closing balance"));
  group.integers("worst_gap", cash, r.worst_gap, amount("largest gap below the minimum balance"));
  group.integers("first_breach_day", cash, r.first_breach_day,
                 {"day", "first day below the minimum balance, counted from as_of", {{"none", std::int64_t{-1}}}});
  return group.finish();
}

Group convergence(RunResults& results) {
  ConvergenceResults& r = results.convergence;
  GroupBuilder group("convergence", "statistics of the first trials, as the run went on", results);
  const std::string& money = group.currency();
  const std::vector<Axis> axes{scenario, policy, component, checkpoint};
  if (!r.mean.empty()) {
    group.counts("trials", checkpoint, std::vector<std::int64_t>(r.trials.begin(), r.trials.end()),
                 {"1", "trials behind the statistics", {}});
  }
  group.estimate("mean", axes, r.mean, r.mean_standard_error, {money, "expected loss", {}});
  group.interval("var99", axes, r.var99, r.var99_lower, r.var99_upper,
                 {money, "99 % value at risk", quantile_method()});
  group.estimate("es99", axes, r.es99, r.es99_standard_error, {money, "99 % expected shortfall", {}});
  return group.finish();
}

}  // namespace delcredere::layout
