#include "outputs/layout/group_builder.h"
#include "outputs/layout/layout.h"

namespace delcredere::layout {

using enum Axis;

namespace {

// UDUNITS' "day", not "days": xarray turns any variable in "days" into time differences of 64-bit nanoseconds.
constexpr const char* kDay = "day";

}  // namespace

Group liquidity(RunResults& results) {
  LiquidityResults& r = results.liquidity;
  GroupBuilder group("liquidity", "cash needs and payment behaviour over the whole horizon", results);
  const std::string& money = group.currency();
  const std::vector<Axis> total{scenario};
  const std::vector<Axis> own{scenario, detailed_policy};
  const std::vector<Axis> own_fan{scenario, detailed_policy, probability};
  const std::int64_t none = results.axes.period_ends.empty() ? 0 : results.axes.period_ends.back() + 1;

  group.known(
      "minimum_cash", total, r.minimum_cash,
      {money, "what must stay in the account; NaN: no minimum cash given, so there is no breach and no gap", {}});
  group.interval("facility_needed", own_fan, r.facility_needed, r.facility_needed_lower, r.facility_needed_upper,
                 {money, "extra credit that keeps the minimum with the probability", quantile_method()});
  group.interval("worst_gap_quantile", own_fan, r.worst_gap_quantile, r.worst_gap_quantile_lower,
                 r.worst_gap_quantile_upper, {money, "quantile of the worst gap below the minimum", quantile_method()});
  group.estimate("worst_gap_expected_shortfall", own_fan, r.worst_gap_expected_shortfall,
                 r.worst_gap_expected_shortfall_standard_error,
                 {money, "mean worst gap of the worst 1 - probability of the trials", {}});
  group.estimate("breach_probability", own, r.breach_probability, r.breach_probability_standard_error,
                 {"1", "probability that the balance closes below the minimum on any day", {}});
  About first{kDay, "quantile of the first day below the minimum, counted from as_of", quantile_method()};
  first.more.push_back({"none", none});
  first.more.push_back({"comment", "the value of `none`, one day after the horizon, says that there is no such day"});
  group.interval("first_breach_day_quantile", own_fan, r.first_breach_day_quantile, r.first_breach_day_quantile_lower,
                 r.first_breach_day_quantile_upper, std::move(first));
  group.known("dso_start", total, r.dso_start, {kDay, "days sales outstanding at as_of", {}});
  group.estimate(
      "dso_mean", total, r.dso_mean, r.dso_mean_standard_error,
      {kDay, "mean days sales outstanding at the horizon: receivables / sales of the last 90 days x 90", {}});
  group.estimate("average_days_late_mean", total, r.average_days_late_mean, r.average_days_late_mean_standard_error,
                 {kDay, "mean days from due date to payment, by amount, of invoices paid within the horizon", {}});
  group.estimate("lost_sales_mean", total, r.lost_sales_mean, r.lost_sales_mean_standard_error,
                 {money, "mean planned sales that were not shipped", {}});
  group.estimate("credit_notes_mean", total, r.credit_notes_mean, r.credit_notes_mean_standard_error,
                 {money, "mean credit notes issued to settle disputes", {}});
  group.estimate("discounts_mean", total, r.discounts_mean, r.discounts_mean_standard_error,
                 {money, "mean discounts taken for early payment", {}});
  group.estimate("fx_revaluation_mean", total, r.fx_revaluation_mean, r.fx_revaluation_mean_standard_error,
                 {money, "mean change of the value of foreign receivables by exchange rates", {}});
  group.estimate("rejected_mean", total, r.rejected_mean, r.rejected_mean_standard_error,
                 {money, "mean amount of invoices whose goods were rejected", {}});
  group.estimate("rejection_loss_mean", total, r.rejection_loss_mean, r.rejection_loss_mean_standard_error,
                 {money, "mean loss on rejected goods after their resale, a part of the gross loss", {}});
  group.estimate("resale_receivable_mean", total, r.resale_receivable_mean, r.resale_receivable_mean_standard_error,
                 {money, "mean money from resold goods still to come at the horizon", {}});
  group.estimate("claims_receivable_mean", own, r.claims_receivable_mean, r.claims_receivable_mean_standard_error,
                 {money, "mean claims still to be paid by the insurer at the horizon", {}});
  group.estimate("recoveries_receivable_mean", own, r.recoveries_receivable_mean,
                 r.recoveries_receivable_mean_standard_error,
                 {money, "mean recoveries still to come at the horizon", {}});
  group.estimate("premium_total_mean", own, r.premium_total_mean, r.premium_total_mean_standard_error,
                 {money, "mean premium of the horizon", {}});
  group.estimate("interest_accrued_mean", own, r.interest_accrued_mean, r.interest_accrued_mean_standard_error,
                 {money, "mean interest on the credit line accrued at the horizon, not yet paid", {}});
  group.known("best_possible_dso_start", total, r.best_possible_dso_start,
              {kDay, "days sales outstanding at as_of of the receivables that are not due", {}});
  group.known("herfindahl", total, r.herfindahl,
              {"1", "sum of the squared shares of the buyers in the open debt at as_of", {}});
  group.known("largest_share", total, r.largest_share,
              {"1", "share of the largest buyer in the open debt at as_of", {}});
  group.known("ten_largest_share", total, r.ten_largest_share,
              {"1", "share of the ten largest buyers in the open debt at as_of", {}});
  group.estimate("tax_relief_total_mean", total, r.tax_relief_total_mean, r.tax_relief_total_mean_standard_error,
                 {money, "mean tax on bad debts got back, less tax on recoveries, also after the horizon", {}});
  return group.finish();
}

}  // namespace delcredere::layout
