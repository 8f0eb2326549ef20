#pragma once
// Results of a run: typed tables, every axis named. outputs/ maps them to the result file; nothing else computes.
//
// Axes: s scenario, p policy (0 is `none`), d detailed policy (0 is `none`), c component, q probability, t period, b
// buyer, k sector, r return period, n trial, a ageing bucket, h checkpoint, v covenant. Money in statistics is in whole
// currency units (double); per-trial money in minor units (int64). NaN marks "cannot be estimated" (an interval from
// one trial). An empty array marks "has no meaning for this run".

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "models/core/calendar.h"
#include "models/core/decimal.h"
#include "models/core/money.h"
#include "models/core/ndarray.h"

namespace delcredere {

struct ResultAxes {
  std::vector<std::string> scenarios, policies;
  std::vector<std::string> detailed_policies;  ///< those with cash and results by buyer and sector; `none` first
  std::vector<std::string> components{"gross", "claims", "insured", "retained", "recovered"};
  std::vector<Decimal> probabilities, return_periods;
  std::vector<std::int64_t> period_ends;  ///< days since as_of
  std::vector<std::string> buyer_ids, buyer_names, buyer_sectors, buyer_countries;
  std::vector<std::string> sectors, countries;
  std::vector<std::string> ageing_buckets;
  std::vector<std::string> covenants;
  Date as_of;
  Currency currency;
  std::string study_name;
  std::string period_name;
};

struct LossResults {
  NdArray<double> mean, standard_error, standard_deviation, probability_positive,
      probability_positive_standard_error;  // s p c
  NdArray<double> quantile, quantile_lower, quantile_upper, expected_shortfall,
      expected_shortfall_standard_error;  // s p c q
  /// Variance of plain sampling over this sample's, as measured (models/core/statistics/designed.h); empty where
  /// sampling is plain.
  NdArray<double> mean_variance_ratio;  // s p c
  NdArray<double> tail_variance_ratio;  // s p c q: of the probability beyond the quantile
  /// With control variates: means corrected by the gross loss, whose mean is known.
  NdArray<double> mean_controlled, mean_controlled_standard_error, control_variance_ratio;  // s p c
  NdArray<double> known_gross_mean;                                                         // s
};

/// How trials were drawn, where that is not plain. Empty arrays have no meaning for the method.
struct SamplingResults {
  std::string method;  ///< "" = plain
  std::uint64_t replicates = 0, replicate_size = 1;
  NdArray<double> replicate_trials;                                       // s: the same in every scenario
  NdArray<double> effective_sample_size;                                  // s: (sum w)^2 / sum w^2
  NdArray<double> mean_weight, mean_weight_standard_error;                // s: 1, but for its error
  NdArray<double> target_probability, target_probability_standard_error;  // s: P(gross > target_loss)
  NdArray<double> target_variance_ratio;                                  // s
  double target_loss = 0;                                                 ///< whole currency units
  std::uint64_t pilot_draws = 0;
};

/// How a run with a stop rule ended.
struct StopResults {
  std::string measure;           ///< as a config has it: "retained_var99"
  std::string policy, scenario;  ///< of the figure
  double asked = 0;              ///< relative error at which the run may end
  double relative_error = 0;     ///< that of all trials; NaN: not known
  bool reached = false;          ///< is it small enough? Otherwise the run ended because of max_trials
};

struct ExceedanceResults {                                         // return period T: p = 1 - 1/T of the horizon's year
  NdArray<double> aggregate, aggregate_lower, aggregate_upper;     // s p c r
  NdArray<double> occurrence, occurrence_lower, occurrence_upper;  // s p c r: largest single buyer's loss of a trial
};

struct CashResults {
  NdArray<double> receipts_mean, receipts_mean_standard_error;                          // s t
  NdArray<double> receipts_quantile, receipts_quantile_lower, receipts_quantile_upper;  // s t q
  NdArray<double> outflows;                                                             // s t (planned, certain)
  NdArray<double> late_interest_mean, late_interest_mean_standard_error;      // s t (empty: no rule looks at parts)
  NdArray<double> collection_cost_mean, collection_cost_mean_standard_error;  // s t (likewise)
  NdArray<double> balance_mean, balance_mean_standard_error;                  // s d t (close of the period's last day)
  NdArray<double> balance_quantile, balance_quantile_lower, balance_quantile_upper;  // s d t q
  NdArray<double> claims_mean, claims_mean_standard_error;                           // s d t
  NdArray<double> premium_mean, premium_mean_standard_error;                         // s d t
  NdArray<double> recoveries_mean, recoveries_mean_standard_error;                   // s d t (kept by the insured)
  NdArray<double> interest_mean, interest_mean_standard_error;                       // s d t
  NdArray<double> line_drawn_mean, line_drawn_mean_standard_error;                   // s d t (close of the last day)
  NdArray<double> breach_probability, breach_probability_standard_error;             // s d t (any day inside)
  NdArray<double> breach_probability_cumulative, breach_probability_cumulative_standard_error;  // s d t
  NdArray<double> gap_quantile, gap_quantile_lower, gap_quantile_upper;  // s d t q (worst gap in the period)
  // What the liquidity section adds, where it does.
  NdArray<double> resale_mean, resale_mean_standard_error;                  // s t (empty: no goods are rejected)
  NdArray<double> share_outflows_mean, share_outflows_mean_standard_error;  // s t (by share of sales, receipts)
  NdArray<double> cost_of_collecting_mean, cost_of_collecting_mean_standard_error;  // s t
  NdArray<double> tax_relief_mean, tax_relief_mean_standard_error;                  // s t
  NdArray<double> factoring_advanced_mean, factoring_advanced_mean_standard_error;  // s t
  NdArray<double> factoring_repaid_mean, factoring_repaid_mean_standard_error;      // s t
  NdArray<double> factoring_borne_mean, factoring_borne_mean_standard_error;        // s t (lost by the factor)
  NdArray<double> factoring_cost_mean, factoring_cost_mean_standard_error;          // s t
  NdArray<double> factoring_in_use_mean, factoring_in_use_mean_standard_error;      // s t (close of the last day)
  NdArray<double> commitment_fee_mean, commitment_fee_mean_standard_error;          // s d t
  double balance_bin_width = 0, receipts_bin_width = 0, gap_bin_width = 0;          ///< 0 = exact order statistics
};

struct LiquidityResults {
  NdArray<double> minimum_cash;  // s (NaN: none given; then no breach, no gap: NaN, or empty where no scenario has one)
  NdArray<double> facility_needed, facility_needed_lower, facility_needed_upper;              // s d q
  NdArray<double> worst_gap_quantile, worst_gap_quantile_lower, worst_gap_quantile_upper;     // s d q
  NdArray<double> worst_gap_expected_shortfall, worst_gap_expected_shortfall_standard_error;  // s d q
  NdArray<double> breach_probability, breach_probability_standard_error;                      // s d
  NdArray<double> first_breach_day_quantile, first_breach_day_quantile_lower,
      first_breach_day_quantile_upper;                // s d q (H+1 = none)
  NdArray<double> dso_mean, dso_mean_standard_error;  // s (close of day H)
  NdArray<double> dso_start;                          // s (as_of, known)
  NdArray<double> average_days_late_mean,
      average_days_late_mean_standard_error;                                // s (invoices paid in 1..H, by amount)
  NdArray<double> lost_sales_mean, lost_sales_mean_standard_error;          // s
  NdArray<double> credit_notes_mean, credit_notes_mean_standard_error;      // s (empty: no rule looks at parts)
  NdArray<double> discounts_mean, discounts_mean_standard_error;            // s (likewise)
  NdArray<double> fx_revaluation_mean, fx_revaluation_mean_standard_error;  // s (likewise)
  /// Of scenarios; empty where no goods are rejected. The last: money still to come at H.
  NdArray<double> rejected_mean, rejected_mean_standard_error;
  NdArray<double> rejection_loss_mean, rejection_loss_mean_standard_error;
  NdArray<double> resale_receivable_mean, resale_receivable_mean_standard_error;
  NdArray<double> best_possible_dso_start;                       // s (as_of, known)
  NdArray<double> herfindahl, largest_share, ten_largest_share;  // s (of open debt by buyer at as_of, known)
  NdArray<double> tax_relief_total_mean, tax_relief_total_mean_standard_error;            // s (also after H)
  NdArray<double> claims_receivable_mean, claims_receivable_mean_standard_error;          // s d (still to come at H)
  NdArray<double> recoveries_receivable_mean, recoveries_receivable_mean_standard_error;  // s d
  NdArray<double> premium_total_mean, premium_total_mean_standard_error;                  // s d
  NdArray<double> interest_accrued_mean, interest_accrued_mean_standard_error;            // s d (at H, not yet paid)
};

struct AgeingResults {
  NdArray<double> outstanding_start;                                    // a (as_of, known)
  NdArray<double> outstanding_mean, outstanding_mean_standard_error;    // s t a (close of the period's last day)
  NdArray<double> open_overdue_mean, open_overdue_mean_standard_error;  // s t
};

/// How sales are collected, at the close of each period's last day; measured on the first trials, as ageing is.
struct CollectionResults {
  NdArray<double> receivables_mean, receivables_mean_standard_error;                            // s t
  NdArray<double> dso_mean, dso_mean_standard_error;                                            // s t
  NdArray<double> best_possible_dso_mean, best_possible_dso_mean_standard_error;                // s t
  NdArray<double> average_days_delinquent_mean, average_days_delinquent_mean_standard_error;    // s t
  NdArray<double> collection_effectiveness_mean, collection_effectiveness_mean_standard_error;  // s t
  NdArray<double> working_capital_mean, working_capital_mean_standard_error;                    // s t
};

/// Expected credit loss of the debt open at as_of, by its age then.
struct ProvisionResults {
  NdArray<double> exposure;                                               // a
  NdArray<double> lifetime_mean, lifetime_mean_standard_error;            // s a (defaults in 1..H)
  NdArray<double> twelve_months_mean, twelve_months_mean_standard_error;  // s a (defaults in days 1..365)
  NdArray<double> lifetime_rate, lifetime_rate_standard_error;            // s a (of the exposure; NaN without)
  NdArray<double> unsettled_mean, unsettled_mean_standard_error;  // s a (open at H; measured on the first trials)
};

struct CovenantResults {
  NdArray<double> tests;                                                                        // s v t (number)
  NdArray<double> breach_probability, breach_probability_standard_error;                        // s d v t
  NdArray<double> breach_probability_cumulative, breach_probability_cumulative_standard_error;  // s d v t
};

struct ReserveResults {
  NdArray<double> balance_mean, balance_mean_standard_error;                      // s d t (close of the last day)
  NdArray<double> exhaustion_probability, exhaustion_probability_standard_error;  // s d t (by then)
  NdArray<double> shortfall_mean, shortfall_mean_standard_error;                  // s d
};

struct BuyerResults {
  NdArray<double> exposure;                                                 // b (open debt at as_of, or `exposure`)
  NdArray<double> default_probability, default_probability_standard_error;  // s b
  NdArray<double> expected_loss, expected_loss_standard_error;              // s b
  NdArray<double> expected_retained, expected_retained_standard_error;      // s d b
  NdArray<double> contribution_sd, contribution_sd_standard_error;          // s d b (of retained; so are the next)
  NdArray<double> contribution_es99, contribution_es99_standard_error;      // s d b
  NdArray<double> contribution_var99, contribution_var99_standard_error;    // s d b
  NdArray<double> mean_days_late, mean_days_late_standard_error;            // s b
};

struct SectorResults {                                                  // sectors, or countries
  NdArray<double> exposure;                                             // k
  NdArray<double> expected_defaults, expected_defaults_standard_error;  // s k
  NdArray<double> expected_loss, expected_loss_standard_error;          // s k
  NdArray<double> expected_retained, expected_retained_standard_error;  // s d k
  NdArray<double> contribution_sd, contribution_sd_standard_error;      // s d k (of retained; so are the next)
  NdArray<double> contribution_var99, contribution_var99_standard_error, contribution_es99,
      contribution_es99_standard_error;  // s d k
};

/// How concentrated the open debt is at as_of, without simulation. h: number of largest buyers.
struct ConcentrationResults {
  std::vector<std::int64_t> top;                 // h: 1, 5, 10, ...
  NdArray<double> top_share;                     // h
  NdArray<double> hhi, sector_hhi, country_hhi;  // s: the same in every scenario; country: empty without any
  NdArray<double> granularity_adjustment;        // s q: NaN where no formula applies
};

/// What policies are worth, where the study is priced. r: premium principle. The premium covers losses of days 1..H.
struct PricingResults {
  std::vector<std::string> principles;                                      ///< r
  NdArray<double> risk_premium, risk_premium_standard_error;                // s p r: before expenses
  NdArray<double> premium, premium_standard_error;                          // s p r: technical premium, before tax
  NdArray<double> payable, payable_standard_error;                          // s p r: tax included
  NdArray<double> rate_on_turnover, rate_on_turnover_standard_error;        // s p r (no turnover: absent)
  NdArray<double> rate_on_outstanding, rate_on_outstanding_standard_error;  // s p r
  NdArray<double> loss_ratio, loss_ratio_standard_error;  // s p r: expected net loss over technical premium
  NdArray<double> turnover, outstanding;                  // p: insured
  NdArray<double> current_premium;                        // p: provisional, for the covered days of 1..H
  NdArray<double> maximum_liability;                      // s p: of the first policy year; NaN without
  NdArray<double> current_loss_ratio, current_loss_ratio_standard_error;  // s p: at the current premium
  NdArray<double> current_loss_ratio_quantile, current_loss_ratio_quantile_lower,
      current_loss_ratio_quantile_upper;                                          // s p q
  NdArray<double> attachment_probability, attachment_probability_standard_error;  // s p: any claim paid
  NdArray<double> exhaustion_probability, exhaustion_probability_standard_error;  // s p
  NdArray<double> exhaustion_return_period, exhaustion_return_period_lower, exhaustion_return_period_upper;  // s p
  NdArray<double> burning_cost, burning_cost_standard_error;                // p (history only)
  NdArray<double> burning_rate, burning_rate_standard_error;                // p
  NdArray<double> burning_rate_trend, burning_rate_trend_standard_error;    // p: change of the rate per year
  NdArray<double> burning_cost_fitted, burning_cost_fitted_standard_error;  // p: on the fitted line
  NdArray<double> buyer_claims, buyer_claims_standard_error;                // s d b: expected net loss of the insurer
  NdArray<double> insured_limit;                                            // d b: at as_of; infinity = unlimited
  NdArray<double> exposure_at_default, exposure_at_default_lower, exposure_at_default_upper;  // s b: quantile
  double exposure_probability = 0;                                                            ///< of that quantile
};

/// Shares and layers that others carry. y: treaty, of all policies in their order.
struct TreatyResults {
  std::vector<std::string> names;                                                 // y: "policy/treaty"
  std::vector<std::string> kinds, carriers;                                       // y
  NdArray<double> ceded, ceded_standard_error;                                    // s y
  NdArray<double> ceded_standard_deviation;                                       // s y
  NdArray<double> ceded_quantile, ceded_quantile_lower, ceded_quantile_upper;     // s y q
  NdArray<double> attachment_probability, attachment_probability_standard_error;  // s y
  NdArray<double> exhaustion_probability, exhaustion_probability_standard_error;  // s y
  NdArray<double> upfront_premium, upfront_premium_standard_error;                // s y: pure, before loadings
  NdArray<double> reinstatement_premium, reinstatement_premium_standard_error;    // s y: expected, at that premium
  NdArray<double> net, net_standard_error;                                        // s p: insurer's, after all treaties
  NdArray<double> net_quantile, net_quantile_lower, net_quantile_upper;           // s p q
  NdArray<double> group_retained, group_retained_standard_error;  // s p: retained and what captives carry of it
  NdArray<double> group_retained_quantile, group_retained_quantile_lower, group_retained_quantile_upper;  // s p q
};

struct TrialResults {
  NdArray<std::int64_t> gross_loss, defaults;                          // s n
  NdArray<double> weight;                                              // s n; only where trials have weights
  NdArray<std::int64_t> replicate;                                     // n; only where trials come in replicates
  NdArray<std::int64_t> claims, insured_loss, retained_loss;           // s p n
  NdArray<std::int64_t> minimum_balance, worst_gap, first_breach_day;  // s d n
};

struct ConvergenceResults {           // components gross .. recovered
  std::vector<std::uint64_t> trials;  // h
  NdArray<double> mean, mean_standard_error, var99, var99_lower, var99_upper, es99, es99_standard_error;  // s p c h
};

struct PhaseTime {
  std::string name;
  double seconds = 0;
};

struct RunResults {
  ResultAxes axes;
  std::uint64_t trials = 0;
  std::uint64_t seed = 0;
  std::string run_hash;  ///< of everything that determines the numbers (sim/run_hash.h); "" for a study made in code
  bool has_cash = false;
  LossResults losses;
  ExceedanceResults exceedance;
  CashResults cash;
  LiquidityResults liquidity;
  AgeingResults ageing;
  CollectionResults collection;
  ProvisionResults provisions;
  CovenantResults covenants;  ///< empty arrays without covenants
  ReserveResults reserve;     ///< empty arrays without a bad-debt reserve
  BuyerResults buyers;
  SectorResults sectors, countries;
  ConcentrationResults concentration;
  TreatyResults treaties;      ///< empty arrays without treaties
  PricingResults pricing;      ///< empty arrays when the study is not priced
  TrialResults trial_columns;  ///< empty arrays when not stored
  ConvergenceResults convergence;
  SamplingResults sampling;
  std::optional<StopResults> stop;  ///< only where the study has a stop rule
  std::vector<PhaseTime> phases;
  std::string engine;  ///< "reference" or "fast"
  std::string simd_target;
  int threads = 1;
};

}  // namespace delcredere
