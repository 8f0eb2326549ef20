#include "sim/blocks/stop_rule.h"

#include <algorithm>
#include <cmath>

#include "models/core/statistics/designed.h"
#include "models/core/statistics/scan.h"

namespace delcredere {
namespace {

constexpr double kErrorsInInterval = 2.0 * 1.959963984540054;

std::size_t column_of(const Plan& plan, const RunTotals& totals, const StopRule& rule) {
  std::size_t s = 0, p = 0;
  for (std::size_t k = 0; k < plan.scenarios.size(); ++k)
    if (plan.scenarios[k].scenario->name == rule.scenario) s = k;
  const std::vector<PolicyTerms>& policies = plan.scenarios.front().scenario->policies;
  for (std::size_t k = 0; k < policies.size(); ++k)
    if (policies[k].name == rule.policy) p = k + 1;
  using enum PolicyValue;
  constexpr PolicyValue components[] = {gross, claims, insured, retained, recovered};
  return totals.shape.layout.of(s, p, components[rule.component]);
}

/// Half the interval's width in standard errors; NaN where an end is unknown.
MeanEstimate of_quantile(const QuantileEstimate& quantile) {
  return {quantile.value, (quantile.upper - quantile.lower) / kErrorsInInterval};
}

}  // namespace

MeanEstimate stop_figure(const Plan& plan, const RunTotals& totals, std::uint64_t trials) {
  const StopRule& rule = *plan.study->simulation.stop_when;
  const std::size_t column = column_of(plan, totals, rule);
  const Probability p = Probability::of(rule.probability);
  if (totals.designed) {
    std::vector<std::int64_t> values(trials);
    totals.columns.read(column, 0, values);
    const auto weights = totals.shape.weighted ? totals.read_weights(trials) : std::vector<std::vector<std::int64_t>>{};
    SampleDesign design{totals.replicate_size, {}};
    if (!weights.empty()) design.weights = weights[totals.shape.layout.scenario_of(column)];
    const DesignedEstimates found = designed_estimates(values, design, {&p, 1});
    if (rule.statistic == StopRule::Statistic::mean) return {found.mean.value, found.mean.standard_error};
    if (rule.statistic == StopRule::Statistic::value_at_risk) return of_quantile(found.quantiles.front());
    return {found.shortfalls.front().value, found.shortfalls.front().standard_error};
  }
  const ColumnScan scan = totals.columns.scan(column, trials);
  if (rule.statistic == StopRule::Statistic::mean) {
    const ExactSums sums = moments(scan).sums;
    return {sums.mean(), sums.standard_error()};
  }
  const QuantileRanks ranks = quantile_ranks(p, trials);
  const QuantileEstimate quantile = select_quantiles(scan, {&ranks, 1}).front();
  if (rule.statistic == StopRule::Statistic::value_at_risk) return of_quantile(quantile);
  const auto var = static_cast<std::int64_t>(quantile.value);
  const ExpectedShortfall shortfall = expected_shortfalls(scan, {&var, 1}, {&p, 1}).front();
  return {shortfall.value, shortfall.standard_error};
}

bool known_well_enough(const MeanEstimate& figure, const StopRule& rule) {
  // An unknown error (NaN) never ends a run.
  return figure.standard_error <= rule.relative_error * std::abs(figure.value);
}

bool may_stop(const Plan& plan, const RunTotals& totals, std::uint64_t trials) {
  return known_well_enough(stop_figure(plan, totals, trials), *plan.study->simulation.stop_when);
}

}  // namespace delcredere
