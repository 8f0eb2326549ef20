#include "outputs/layout/group_builder.h"
#include "outputs/layout/layout.h"

namespace delcredere::layout {

using enum Axis;

namespace {

void history(GroupBuilder& group, PricingResults& r) {
  const std::string& money = group.currency();
  group.estimate("burning_cost", {policy}, r.burning_cost, r.burning_cost_standard_error,
                 {money, "claims of past years per turnover, with trend and development, times insured turnover", {}});
  group.estimate("burning_rate", {policy}, r.burning_rate, r.burning_rate_standard_error,
                 {"1", "the same per turnover", {{"method", "ratio estimate over years (Cochran 1977)"}}});
  group.estimate("burning_rate_trend", {policy}, r.burning_rate_trend, r.burning_rate_trend_standard_error,
                 {"1", "change of the yearly rate per year", {{"method", "least squares weighted with turnover"}}});
  group.estimate("burning_cost_fitted", {policy}, r.burning_cost_fitted, r.burning_cost_fitted_standard_error,
                 {money, "burning cost on the line fitted to the yearly rates", {}});
}

void layers(GroupBuilder& group, PricingResults& r) {
  const std::string& money = group.currency();
  const std::vector<Axis> cell{scenario, policy};
  group.known("maximum_liability", cell, r.maximum_liability,
              {money, "maximum liability of the first policy year; not a number without", {}});
  group.estimate("attachment_probability", cell, r.attachment_probability, r.attachment_probability_standard_error,
                 {"1", "probability that the insurer pays a claim", {}});
  group.estimate("exhaustion_probability", cell, r.exhaustion_probability, r.exhaustion_probability_standard_error,
                 {"1", "probability that the maximum liability of a policy year is used up", {}});
  group.interval("exhaustion_return_period", cell, r.exhaustion_return_period, r.exhaustion_return_period_lower,
                 r.exhaustion_return_period_upper,
                 {"year",
                  "horizons of which one sees the maximum liability used up, in years of 365 days",
                  {{"method", "horizon over the probability; Wilson interval"}}});
}

}  // namespace

Group pricing(RunResults& results) {
  PricingResults& r = results.pricing;
  GroupBuilder group("pricing", "what policies are worth: premiums for the losses of the horizon", results);
  const std::string& money = group.currency();
  const std::vector<Axis> each{scenario, policy, principle};
  const std::vector<Axis> cell{scenario, policy};
  const Attributes method{{"method", "principle on the trials' net loss of the insurer; error by influence function"}};
  group.estimate("risk_premium", each, r.risk_premium, r.risk_premium_standard_error,
                 {money, "premium principle on the insurer's net loss, before expenses", method});
  group.estimate("premium", each, r.premium, r.premium_standard_error,
                 {money, "technical premium: with expenses, commission, brokerage and profit, before tax", {}});
  group.estimate("payable", each, r.payable, r.payable_standard_error, {money, "technical premium with tax", {}});
  group.estimate("rate_on_turnover", each, r.rate_on_turnover, r.rate_on_turnover_standard_error,
                 {"1", "technical premium over the insured turnover", {}});
  group.estimate("rate_on_outstanding", each, r.rate_on_outstanding, r.rate_on_outstanding_standard_error,
                 {"1", "technical premium over the insured open debt at as_of", {}});
  group.estimate("loss_ratio", each, r.loss_ratio, r.loss_ratio_standard_error,
                 {"1", "expected net loss of the insurer over the technical premium", {}});
  group.known("turnover", {policy}, r.turnover, {money, "insured turnover planned for the days of cover", {}});
  group.known("outstanding", {policy}, r.outstanding, {money, "insured open debt at as_of, or exposure", {}});
  group.known("current_premium", {policy}, r.current_premium,
              {money, "provisional premium of the policy for the days of cover", {}});
  group.estimate("current_loss_ratio", cell, r.current_loss_ratio, r.current_loss_ratio_standard_error,
                 {"1", "expected net loss of the insurer over the current premium", {}});
  group.interval("current_loss_ratio_quantile", {scenario, policy, probability}, r.current_loss_ratio_quantile,
                 r.current_loss_ratio_quantile_lower, r.current_loss_ratio_quantile_upper,
                 {"1", "loss ratio at the current premium not exceeded with the probability", quantile_method()});
  layers(group, r);
  history(group, r);
  return group.finish();
}

}  // namespace delcredere::layout
