#pragma once
// Every array of a run's results by name, as bytes: what must not depend on threads, engine or the order of rows.

#include <cstring>
#include <map>
#include <string>

#include "sim/results.h"

namespace delcredere::testing {

class ResultsBytes {
 public:
  explicit ResultsBytes(const RunResults& r) {
    add("trials", r.trials);
    add("seed", r.seed);
    add("has_cash", r.has_cash);
    axes(r.axes);
    const LossResults& l = r.losses;
    arrays("losses", {&l.mean, &l.standard_error, &l.standard_deviation, &l.probability_positive,
                      &l.probability_positive_standard_error, &l.quantile, &l.quantile_lower, &l.quantile_upper,
                      &l.expected_shortfall, &l.expected_shortfall_standard_error});
    const ExceedanceResults& e = r.exceedance;
    arrays("exceedance", {&e.aggregate, &e.aggregate_lower, &e.aggregate_upper, &e.occurrence, &e.occurrence_lower,
                          &e.occurrence_upper});
    const CashResults& c = r.cash;
    arrays("cash", {&c.receipts_mean,
                    &c.receipts_mean_standard_error,
                    &c.receipts_quantile,
                    &c.receipts_quantile_lower,
                    &c.receipts_quantile_upper,
                    &c.outflows,
                    &c.late_interest_mean,
                    &c.late_interest_mean_standard_error,
                    &c.collection_cost_mean,
                    &c.collection_cost_mean_standard_error,
                    &c.resale_mean,
                    &c.resale_mean_standard_error,
                    &c.balance_mean,
                    &c.balance_mean_standard_error,
                    &c.balance_quantile,
                    &c.balance_quantile_lower,
                    &c.balance_quantile_upper,
                    &c.claims_mean,
                    &c.claims_mean_standard_error,
                    &c.premium_mean,
                    &c.premium_mean_standard_error,
                    &c.recoveries_mean,
                    &c.recoveries_mean_standard_error,
                    &c.interest_mean,
                    &c.interest_mean_standard_error,
                    &c.line_drawn_mean,
                    &c.line_drawn_mean_standard_error,
                    &c.breach_probability,
                    &c.breach_probability_standard_error,
                    &c.breach_probability_cumulative,
                    &c.breach_probability_cumulative_standard_error,
                    &c.gap_quantile,
                    &c.gap_quantile_lower,
                    &c.gap_quantile_upper});
    add("balance bin", c.balance_bin_width);
    add("receipts bin", c.receipts_bin_width);
    add("gap bin", c.gap_bin_width);
    arrays("liquidity terms", {&c.share_outflows_mean,
                               &c.cost_of_collecting_mean,
                               &c.tax_relief_mean,
                               &c.factoring_advanced_mean,
                               &c.factoring_repaid_mean,
                               &c.factoring_borne_mean,
                               &c.factoring_cost_mean,
                               &c.factoring_in_use_mean,
                               &c.commitment_fee_mean,
                               &c.commitment_fee_mean_standard_error,
                               &r.collection.dso_mean,
                               &r.collection.best_possible_dso_mean,
                               &r.collection.average_days_delinquent_mean,
                               &r.collection.collection_effectiveness_mean,
                               &r.collection.receivables_mean,
                               &r.provisions.exposure,
                               &r.provisions.lifetime_mean,
                               &r.provisions.lifetime_mean_standard_error,
                               &r.provisions.twelve_months_mean,
                               &r.provisions.unsettled_mean,
                               &r.covenants.tests,
                               &r.covenants.breach_probability,
                               &r.covenants.breach_probability_cumulative,
                               &r.reserve.balance_mean,
                               &r.reserve.exhaustion_probability,
                               &r.reserve.shortfall_mean,
                               &r.liquidity.tax_relief_total_mean,
                               &r.ageing.outstanding_start});
    const LiquidityResults& q = r.liquidity;
    arrays("liquidity", {&q.minimum_cash,
                         &q.facility_needed,
                         &q.facility_needed_lower,
                         &q.facility_needed_upper,
                         &q.worst_gap_quantile,
                         &q.worst_gap_quantile_lower,
                         &q.worst_gap_quantile_upper,
                         &q.worst_gap_expected_shortfall,
                         &q.worst_gap_expected_shortfall_standard_error,
                         &q.breach_probability,
                         &q.breach_probability_standard_error,
                         &q.first_breach_day_quantile,
                         &q.first_breach_day_quantile_lower,
                         &q.first_breach_day_quantile_upper,
                         &q.dso_mean,
                         &q.dso_mean_standard_error,
                         &q.dso_start,
                         &q.average_days_late_mean,
                         &q.average_days_late_mean_standard_error,
                         &q.credit_notes_mean,
                         &q.credit_notes_mean_standard_error,
                         &q.fx_revaluation_mean,
                         &q.fx_revaluation_mean_standard_error,
                         &q.discounts_mean,
                         &q.discounts_mean_standard_error,
                         &q.rejected_mean,
                         &q.rejected_mean_standard_error,
                         &q.rejection_loss_mean,
                         &q.rejection_loss_mean_standard_error,
                         &q.resale_receivable_mean,
                         &q.resale_receivable_mean_standard_error,
                         &q.lost_sales_mean,
                         &q.lost_sales_mean_standard_error,
                         &q.claims_receivable_mean,
                         &q.claims_receivable_mean_standard_error,
                         &q.recoveries_receivable_mean,
                         &q.recoveries_receivable_mean_standard_error,
                         &q.premium_total_mean,
                         &q.premium_total_mean_standard_error,
                         &q.interest_accrued_mean,
                         &q.interest_accrued_mean_standard_error});
    const AgeingResults& a = r.ageing;
    arrays("ageing", {&a.outstanding_mean, &a.outstanding_mean_standard_error, &a.open_overdue_mean,
                      &a.open_overdue_mean_standard_error});
    const BuyerResults& b = r.buyers;
    arrays("buyers", {&b.exposure, &b.default_probability, &b.default_probability_standard_error, &b.expected_loss,
                      &b.expected_loss_standard_error, &b.expected_retained, &b.expected_retained_standard_error,
                      &b.contribution_es99, &b.contribution_es99_standard_error, &b.contribution_var99,
                      &b.contribution_var99_standard_error, &b.mean_days_late, &b.mean_days_late_standard_error,
                      &b.contribution_sd, &b.contribution_sd_standard_error});
    for (const SectorResults* s : {&r.sectors, &r.countries})
      arrays("sectors or countries",
             {&s->exposure, &s->expected_defaults, &s->expected_defaults_standard_error, &s->expected_loss,
              &s->expected_loss_standard_error, &s->expected_retained, &s->expected_retained_standard_error,
              &s->contribution_sd, &s->contribution_sd_standard_error, &s->contribution_var99,
              &s->contribution_var99_standard_error, &s->contribution_es99, &s->contribution_es99_standard_error});
    const ConcentrationResults& n = r.concentration;
    arrays("concentration", {&n.top_share, &n.hhi, &n.sector_hhi, &n.country_hhi, &n.granularity_adjustment});
    const SamplingResults& m = r.sampling;
    arrays("sampling", {&m.effective_sample_size, &m.mean_weight, &m.mean_weight_standard_error, &m.target_probability,
                        &m.target_probability_standard_error, &m.target_variance_ratio});
    arrays("variance", {&l.mean_variance_ratio, &l.tail_variance_ratio, &l.mean_controlled,
                        &l.mean_controlled_standard_error, &l.control_variance_ratio, &l.known_gross_mean});
    const PricingResults& p = r.pricing;
    arrays("pricing", {&p.risk_premium,
                       &p.risk_premium_standard_error,
                       &p.premium,
                       &p.premium_standard_error,
                       &p.payable,
                       &p.payable_standard_error,
                       &p.rate_on_turnover,
                       &p.rate_on_turnover_standard_error,
                       &p.rate_on_outstanding,
                       &p.rate_on_outstanding_standard_error,
                       &p.loss_ratio,
                       &p.loss_ratio_standard_error,
                       &p.turnover,
                       &p.outstanding,
                       &p.current_premium,
                       &p.maximum_liability,
                       &p.current_loss_ratio,
                       &p.current_loss_ratio_standard_error,
                       &p.current_loss_ratio_quantile,
                       &p.current_loss_ratio_quantile_lower,
                       &p.current_loss_ratio_quantile_upper,
                       &p.attachment_probability,
                       &p.attachment_probability_standard_error,
                       &p.exhaustion_probability,
                       &p.exhaustion_probability_standard_error,
                       &p.exhaustion_return_period,
                       &p.exhaustion_return_period_lower,
                       &p.exhaustion_return_period_upper,
                       &p.buyer_claims,
                       &p.buyer_claims_standard_error,
                       &p.insured_limit,
                       &p.exposure_at_default,
                       &p.exposure_at_default_lower,
                       &p.exposure_at_default_upper});
    const TreatyResults& y = r.treaties;
    arrays("treaties",
           {&y.ceded, &y.ceded_standard_error, &y.ceded_standard_deviation, &y.ceded_quantile, &y.ceded_quantile_lower,
            &y.ceded_quantile_upper, &y.attachment_probability, &y.exhaustion_probability, &y.upfront_premium,
            &y.upfront_premium_standard_error, &y.reinstatement_premium, &y.reinstatement_premium_standard_error,
            &y.net, &y.net_standard_error, &y.net_quantile, &y.group_retained, &y.group_retained_standard_error,
            &y.group_retained_quantile});
    const TrialResults& t = r.trial_columns;
    arrays("trials", {&t.gross_loss, &t.defaults, &t.claims, &t.insured_loss, &t.retained_loss, &t.minimum_balance,
                      &t.worst_gap, &t.first_breach_day, &t.replicate});
    arrays("weights", {&t.weight});
    const ConvergenceResults& v = r.convergence;
    arrays("convergence", {&v.mean, &v.mean_standard_error, &v.var99, &v.var99_lower, &v.var99_upper, &v.es99,
                           &v.es99_standard_error});
    for (const std::uint64_t checkpoint : v.trials) add("checkpoint", checkpoint);
  }

  /// Name of the first difference; empty where there is none.
  std::string difference(const ResultsBytes& other) const {
    if (parts_.size() != other.parts_.size()) return "number of arrays";
    for (std::size_t i = 0; i < parts_.size(); ++i)
      if (parts_[i] != other.parts_[i]) return parts_[i].first;
    return "";
  }

 private:
  template <class T>
  void add(const std::string& name, const T& value) {
    parts_.emplace_back(name, std::string(reinterpret_cast<const char*>(&value), sizeof value));
  }
  template <class T>
  void arrays(const std::string& group, std::initializer_list<const NdArray<T>*> all) {
    int number = 0;
    for (const NdArray<T>* array : all) {
      std::string bytes(reinterpret_cast<const char*>(array->shape().data()),
                        array->shape().size() * sizeof(std::size_t));
      bytes.append(reinterpret_cast<const char*>(array->values().data()), array->size() * sizeof(T));
      parts_.emplace_back(group + " " + std::to_string(number++), std::move(bytes));
    }
  }
  void axes(const ResultAxes& axes) {
    std::string text;
    for (const auto* names :
         {&axes.scenarios, &axes.policies, &axes.components, &axes.buyer_ids, &axes.buyer_names, &axes.buyer_sectors,
          &axes.buyer_countries, &axes.sectors, &axes.countries, &axes.ageing_buckets})
      for (const std::string& name : *names) text += name + '\n';
    for (const std::int64_t end : axes.period_ends) text += std::to_string(end) + ' ';
    parts_.emplace_back("axes", text);
  }

  std::vector<std::pair<std::string, std::string>> parts_;
};

}  // namespace delcredere::testing
