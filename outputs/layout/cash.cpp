#include "outputs/layout/group_builder.h"
#include "outputs/layout/layout.h"

namespace delcredere::layout {

using enum Axis;

Group cash(RunResults& results) {
  CashResults& r = results.cash;
  GroupBuilder group("cash", "cash by period", results);
  const std::string& money = group.currency();
  const std::vector<Axis> flow{scenario, period};
  const std::vector<Axis> flow_fan{scenario, period, probability};
  const std::vector<Axis> own{scenario, detailed_policy, period};
  const std::vector<Axis> own_fan{scenario, detailed_policy, period, probability};
  group.estimate("receipts_mean", flow, r.receipts_mean, r.receipts_mean_standard_error,
                 {money, "mean payments on invoices in the period", {}});
  group.interval("receipts_quantile", flow_fan, r.receipts_quantile, r.receipts_quantile_lower,
                 r.receipts_quantile_upper,
                 {money, "quantile of payments on invoices in the period", quantile_method(r.receipts_bin_width)});
  group.estimate("late_interest_mean", flow, r.late_interest_mean, r.late_interest_mean_standard_error,
                 {money, "mean interest on late payments received in the period", {}});
  group.estimate("collection_cost_mean", flow, r.collection_cost_mean, r.collection_cost_mean_standard_error,
                 {money, "mean fees paid to collection agencies in the period", {}});
  group.estimate("resale_mean", flow, r.resale_mean, r.resale_mean_standard_error,
                 {money, "mean money from resold goods that buyers had rejected, in the period", {}});
  group.known("outflows", flow, r.outflows, {money, "planned payments out in the period", {}});
  group.estimate("balance_mean", own, r.balance_mean, r.balance_mean_standard_error,
                 {money, "mean balance at the close of the period's last day, drawn credit included", {}});
  group.interval("balance_quantile", own_fan, r.balance_quantile, r.balance_quantile_lower, r.balance_quantile_upper,
                 {money, "quantile of the balance at the close of the period's last day; low probabilities are bad",
                  quantile_method(r.balance_bin_width)});
  group.estimate("claims_mean", own, r.claims_mean, r.claims_mean_standard_error,
                 {money, "mean payments of the insurer received in the period", {}});
  group.estimate("premium_mean", own, r.premium_mean, r.premium_mean_standard_error,
                 {money, "mean premium paid in the period", {}});
  group.estimate("recoveries_mean", own, r.recoveries_mean, r.recoveries_mean_standard_error,
                 {money, "mean recoveries kept by the insured in the period", {}});
  group.estimate("interest_mean", own, r.interest_mean, r.interest_mean_standard_error,
                 {money, "mean interest paid on the credit line in the period", {}});
  group.estimate("line_drawn_mean", own, r.line_drawn_mean, r.line_drawn_mean_standard_error,
                 {money, "mean amount drawn on the credit line at the close of the period's last day", {}});
  group.estimate("breach_probability", own, r.breach_probability, r.breach_probability_standard_error,
                 {"1", "probability that the balance closes below the minimum on any day of the period", {}});
  group.estimate("breach_probability_cumulative", own, r.breach_probability_cumulative,
                 r.breach_probability_cumulative_standard_error,
                 {"1", "probability that the balance has closed below the minimum by the end of the period", {}});
  group.interval("gap_quantile", own_fan, r.gap_quantile, r.gap_quantile_lower, r.gap_quantile_upper,
                 {money, "quantile of the period's largest gap below the minimum", quantile_method(r.gap_bin_width)});
  group.estimate("share_outflows_mean", flow, r.share_outflows_mean, r.share_outflows_mean_standard_error,
                 {money, "mean payments out in the period that are a share of sales or receipts", {}});
  group.estimate("cost_of_collecting_mean", flow, r.cost_of_collecting_mean, r.cost_of_collecting_mean_standard_error,
                 {money, "mean cost of collecting in the period", {}});
  group.estimate("tax_relief_mean", flow, r.tax_relief_mean, r.tax_relief_mean_standard_error,
                 {money, "mean tax on bad debts got back in the period, less tax on recoveries", {}});
  group.estimate("factoring_advanced_mean", flow, r.factoring_advanced_mean, r.factoring_advanced_mean_standard_error,
                 {money, "mean advances on invoices in the period, before fees", {}});
  group.estimate("factoring_repaid_mean", flow, r.factoring_repaid_mean, r.factoring_repaid_mean_standard_error,
                 {money, "mean advances repaid in the period", {}});
  group.estimate("factoring_borne_mean", flow, r.factoring_borne_mean, r.factoring_borne_mean_standard_error,
                 {money, "mean advances that the factor loses in the period by failures of buyers", {}});
  group.estimate("factoring_cost_mean", flow, r.factoring_cost_mean, r.factoring_cost_mean_standard_error,
                 {money, "mean fees and interest of factoring in the period, and recoveries handed to the factor", {}});
  group.estimate("factoring_in_use_mean", flow, r.factoring_in_use_mean, r.factoring_in_use_mean_standard_error,
                 {money, "mean sum of advances in use at the close of the period's last day", {}});
  group.estimate("commitment_fee_mean", own, r.commitment_fee_mean, r.commitment_fee_mean_standard_error,
                 {money, "mean fee paid in the period on credit not drawn", {}});
  return group.finish();
}

}  // namespace delcredere::layout
