#include "outputs/layout/group_builder.h"
#include "outputs/layout/layout.h"

namespace delcredere::layout {

using enum Axis;

namespace {

constexpr const char* kDay = "day";  // see layout/liquidity.cpp

}  // namespace

Group collection(RunResults& results) {
  CollectionResults& r = results.collection;
  GroupBuilder group("collection", "how sales are collected, at the close of each period's last day", results);
  const std::string& money = group.currency();
  const std::vector<Axis> axes{scenario, period};
  group.estimate("receivables_mean", axes, r.receivables_mean, r.receivables_mean_standard_error,
                 {money, "mean open receivables, buyers in default excluded", {}});
  group.estimate("dso_mean", axes, r.dso_mean, r.dso_mean_standard_error,
                 {kDay, "mean days sales outstanding: receivables / sales of the last 90 days x 90", {}});
  group.estimate("best_possible_dso_mean", axes, r.best_possible_dso_mean, r.best_possible_dso_mean_standard_error,
                 {kDay, "mean best-possible days sales outstanding: likewise of receivables that are not due", {}});
  group.estimate("average_days_delinquent_mean", axes, r.average_days_delinquent_mean,
                 r.average_days_delinquent_mean_standard_error,
                 {kDay, "mean average days delinquent: days sales outstanding less the best-possible ones", {}});
  group.estimate("collection_effectiveness_mean", axes, r.collection_effectiveness_mean,
                 r.collection_effectiveness_mean_standard_error,
                 {"1",
                  "mean collection effectiveness index since as_of: (open at as_of + sales - open) / (open at as_of + "
                  "sales - not due); the debt of failed buyers counts as open",
                  {}});
  group.estimate("working_capital_mean", axes, r.working_capital_mean, r.working_capital_mean_standard_error,
                 {money, "mean working-capital requirement: receivables + inventory - payables", {}});
  return group.finish();
}

Group provisions(RunResults& results) {
  ProvisionResults& r = results.provisions;
  GroupBuilder group("provisions", "expected credit loss of the debt open at as_of, by its age at as_of", results);
  const std::string& money = group.currency();
  const std::vector<Axis> axes{scenario, bucket};
  group.known("exposure", {bucket}, r.exposure, {money, "open receivables of the age at as_of", {}});
  group.estimate("lifetime_mean", axes, r.lifetime_mean, r.lifetime_mean_standard_error,
                 {money, "mean loss by failures of buyers within the horizon, net of recoveries, not discounted", {}});
  group.estimate("twelve_months_mean", axes, r.twelve_months_mean, r.twelve_months_mean_standard_error,
                 {money, "mean loss by failures of buyers within 365 days, net of recoveries, not discounted", {}});
  group.estimate("lifetime_rate", axes, r.lifetime_rate, r.lifetime_rate_standard_error,
                 {"1", "provision matrix: lifetime_mean / exposure; NaN where nothing is open", {}});
  group.estimate("unsettled_mean", axes, r.unsettled_mean, r.unsettled_mean_standard_error,
                 {money, "mean debt neither paid nor failed at the horizon, whose later losses are not counted", {}});
  return group.finish();
}

Group covenants(RunResults& results) {
  CovenantResults& r = results.covenants;
  GroupBuilder group("covenants", "promises to a bank", results);
  const std::vector<Axis> axes{scenario, detailed_policy, covenant, period};
  group.known("tests", {scenario, covenant, period}, r.tests, {"1", "number of tests in the period", {}});
  group.estimate("breach_probability", axes, r.breach_probability, r.breach_probability_standard_error,
                 {"1", "probability that a test in the period fails", {}});
  group.estimate("breach_probability_cumulative", axes, r.breach_probability_cumulative,
                 r.breach_probability_cumulative_standard_error,
                 {"1", "probability that a test has failed by the end of the period", {}});
  return group.finish();
}

Group reserve(RunResults& results) {
  ReserveResults& r = results.reserve;
  GroupBuilder group("reserve", "the bad-debt reserve", results);
  const std::string& money = group.currency();
  const std::vector<Axis> axes{scenario, detailed_policy, period};
  group.estimate("balance_mean", axes, r.balance_mean, r.balance_mean_standard_error,
                 {money, "mean reserve at the close of the period's last day", {}});
  group.estimate("exhaustion_probability", axes, r.exhaustion_probability, r.exhaustion_probability_standard_error,
                 {"1", "probability that a loss was larger than the reserve by the end of the period", {}});
  group.estimate("shortfall_mean", {scenario, detailed_policy}, r.shortfall_mean, r.shortfall_mean_standard_error,
                 {money, "mean losses of the horizon that the reserve did not cover", {}});
  return group.finish();
}

}  // namespace delcredere::layout
