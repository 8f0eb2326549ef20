#include <algorithm>
#include <cmath>
#include <limits>

#include "models/core/statistics/designed.h"
#include "models/core/statistics/scan.h"
#include "sim/summary/parts.h"

namespace delcredere::summary {
namespace {

/// An estimate with its error, cell by cell.
struct MeanPair {
  NdArray<double>& mean;
  NdArray<double>& error;
  Scale scale;

  template <class... Index>
  void set(const MeanEstimate& estimate, Index... index) const {
    mean(index...) = scale(estimate.value);
    error(index...) = scale(estimate.standard_error);
  }
  template <class... Index>
  void set(const ExactSums& sums, Index... index) const {
    set(MeanEstimate{sums.mean(), sums.standard_error()}, index...);
  }
};

/// Quantiles with their interval along the last axis.
struct QuantileTriple {
  NdArray<double>& value;
  NdArray<double>& lower;
  NdArray<double>& upper;
  Scale scale;

  void shape(const std::vector<std::size_t>& dimensions) const { value = lower = upper = NdArray<double>(dimensions); }
  template <class... Index>
  void set(const std::vector<QuantileEstimate>& estimates, Index... index) const {
    for (std::size_t q = 0; q < estimates.size(); ++q) {
      value(index..., q) = scale(estimates[q].value);
      lower(index..., q) = scale(estimates[q].lower);
      upper(index..., q) = scale(estimates[q].upper);
    }
  }
};

/// Of a period's distribution. Where trials are not independent and their values are in histograms, no interval is
/// known.
std::vector<QuantileEstimate> fan_quantiles(RunTotals& totals, std::size_t series,
                                            std::span<const Probability> probabilities,
                                            std::span<const QuantileRanks> ranks) {
  if (!totals.designed) return totals.fans.quantiles(series, ranks);
  if (totals.fans.exact())
    return designed_quantiles(totals.fans.values(series), {totals.replicate_size, {}}, probabilities);
  std::vector<QuantileEstimate> quantiles = totals.fans.quantiles(series, ranks);
  for (QuantileEstimate& q : quantiles) q.lower = q.upper = std::numeric_limits<double>::quiet_NaN();
  return quantiles;
}

/// Share of the trials whose first breach is not after the horizon.
MeanEstimate breach_probability(const RunTotals& totals, std::size_t first_breach, Day horizon) {
  if (totals.designed) {
    std::vector<std::int64_t> days(totals.trials);
    totals.columns.read(first_breach, 0, days);
    const TailProbability none = designed_tail(days, totals.design(first_breach), horizon);
    return {1.0 - none.probability.value, none.probability.standard_error};
  }
  std::uint64_t breaches = 0;
  totals.columns.scan(first_breach).for_each([&](std::span<const std::int64_t> days) {
    for (const std::int64_t day : days) breaches += day <= horizon;
  });
  return {probability(breaches, totals.trials), probability_standard_error(breaches, totals.trials)};
}

/// Days are not money.
Scale unscaled() { return Scale(Currency{"", 0}); }

}  // namespace

CashResults cash(const Study& study, const Plan& plan, RunTotals& totals) {
  const TallyShape& shape = totals.shape;
  const Scale scale(study.currency);
  const std::size_t S = shape.scenarios, D = shape.details(), T = shape.periods;
  const std::vector<Probability> probabilities = probabilities_of(study);
  const std::vector<QuantileRanks> ranks = ranks_of(probabilities, totals.trials);
  const std::size_t Q = ranks.size();

  CashResults r;
  for (NdArray<double>* a : {&r.receipts_mean, &r.receipts_mean_standard_error, &r.outflows})
    *a = NdArray<double>({S, T});
  for (NdArray<double>* a :
       {&r.balance_mean, &r.balance_mean_standard_error, &r.claims_mean, &r.claims_mean_standard_error, &r.premium_mean,
        &r.premium_mean_standard_error, &r.recoveries_mean, &r.recoveries_mean_standard_error, &r.interest_mean,
        &r.interest_mean_standard_error, &r.line_drawn_mean, &r.line_drawn_mean_standard_error, &r.breach_probability,
        &r.breach_probability_standard_error, &r.breach_probability_cumulative,
        &r.breach_probability_cumulative_standard_error})
    *a = NdArray<double>({S, D, T});
  if (shape.rules)
    for (NdArray<double>* a : {&r.late_interest_mean, &r.late_interest_mean_standard_error, &r.collection_cost_mean,
                               &r.collection_cost_mean_standard_error})
      *a = NdArray<double>({S, T});
  if (shape.rejections) r.resale_mean = r.resale_mean_standard_error = NdArray<double>({S, T});
  const MeanPair resale{r.resale_mean, r.resale_mean_standard_error, scale};
  const MeanPair late_interest{r.late_interest_mean, r.late_interest_mean_standard_error, scale};
  const MeanPair rule_cost{r.collection_cost_mean, r.collection_cost_mean_standard_error, scale};
  const QuantileTriple receipts{r.receipts_quantile, r.receipts_quantile_lower, r.receipts_quantile_upper, scale};
  const QuantileTriple balance{r.balance_quantile, r.balance_quantile_lower, r.balance_quantile_upper, scale};
  const QuantileTriple gap{r.gap_quantile, r.gap_quantile_lower, r.gap_quantile_upper, scale};
  receipts.shape({S, T, Q});
  balance.shape({S, D, T, Q});
  gap.shape({S, D, T, Q});
  const MeanPair receipts_mean{r.receipts_mean, r.receipts_mean_standard_error, scale};
  const MeanPair balance_mean{r.balance_mean, r.balance_mean_standard_error, scale};
  const MeanPair claims_mean{r.claims_mean, r.claims_mean_standard_error, scale};
  const MeanPair premium_mean{r.premium_mean, r.premium_mean_standard_error, scale};
  const MeanPair recoveries_mean{r.recoveries_mean, r.recoveries_mean_standard_error, scale};
  const MeanPair interest_mean{r.interest_mean, r.interest_mean_standard_error, scale};
  const MeanPair drawn_mean{r.line_drawn_mean, r.line_drawn_mean_standard_error, scale};

  for (std::size_t s = 0; s < S; ++s) {
    Day day = 1;
    for (std::size_t t = 0; t < T; ++t) {
      Money outflows = 0;
      for (; day <= study.period_ends[t]; ++day) outflows += plan.scenarios[s].account->outflow(day);
      r.outflows(s, t) = scale(static_cast<double>(outflows));
      receipts_mean.set(totals.estimates.receipts[s * T + t], s, t);
      if (shape.rules) {
        late_interest.set(totals.estimates.late_interest[s * T + t], s, t);
        rule_cost.set(totals.estimates.rule_cost[s * T + t], s, t);
      }
      if (shape.rejections) resale.set(totals.estimates.resale[s * T + t], s, t);
      receipts.set(fan_quantiles(totals, shape.receipts_series(s, t), probabilities, ranks), s, t);
    }
    for (std::size_t d = 0; d < D; ++d)
      for (std::size_t t = 0; t < T; ++t) {
        const PeriodTally<MeanEstimate, MeanEstimate>& cell = totals.estimates.periods[shape.cell(s, d, t)];
        balance_mean.set(cell.balance, s, d, t);
        claims_mean.set(cell.claims, s, d, t);
        premium_mean.set(cell.premium, s, d, t);
        recoveries_mean.set(cell.recoveries, s, d, t);
        interest_mean.set(cell.interest, s, d, t);
        drawn_mean.set(cell.drawn, s, d, t);
        r.breach_probability(s, d, t) = cell.breaches.value;
        r.breach_probability_standard_error(s, d, t) = cell.breaches.standard_error;
        r.breach_probability_cumulative(s, d, t) = cell.breaches_so_far.value;
        r.breach_probability_cumulative_standard_error(s, d, t) = cell.breaches_so_far.standard_error;
        balance.set(fan_quantiles(totals, shape.balance_series(s, d, t), probabilities, ranks), s, d, t);
        gap.set(fan_quantiles(totals, shape.gap_series(s, d, t), probabilities, ranks), s, d, t);
        r.balance_bin_width = std::max(
            r.balance_bin_width, scale(static_cast<double>(totals.fans.bin_width(shape.balance_series(s, d, t), 1))));
        r.gap_bin_width =
            std::max(r.gap_bin_width, scale(static_cast<double>(totals.fans.bin_width(shape.gap_series(s, d, t), 1))));
      }
  }
  r.receipts_bin_width = scale(static_cast<double>(totals.fans.bin_width(0, S * T)));
  return r;
}

LiquidityResults liquidity(const Study& study, const Plan& plan, const RunTotals& totals,
                           const std::vector<DetailSink>& detail) {
  const TallyShape& shape = totals.shape;
  const Scale scale(study.currency), days = unscaled();
  const std::size_t S = shape.scenarios, D = shape.details(), Q = study.outputs.probabilities.size();
  const std::vector<Probability> probabilities = probabilities_of(study);
  constexpr double micro = 1e6;
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();

  LiquidityResults r;
  for (NdArray<double>* a :
       {&r.dso_mean, &r.dso_mean_standard_error, &r.dso_start, &r.average_days_late_mean,
        &r.average_days_late_mean_standard_error, &r.lost_sales_mean, &r.lost_sales_mean_standard_error})
    *a = NdArray<double>({S});
  if (shape.rules)
    for (NdArray<double>* a :
         {&r.credit_notes_mean, &r.credit_notes_mean_standard_error, &r.discounts_mean,
          &r.discounts_mean_standard_error, &r.fx_revaluation_mean, &r.fx_revaluation_mean_standard_error})
      *a = NdArray<double>({S});
  if (shape.rejections)
    for (NdArray<double>* a :
         {&r.rejected_mean, &r.rejected_mean_standard_error, &r.rejection_loss_mean,
          &r.rejection_loss_mean_standard_error, &r.resale_receivable_mean, &r.resale_receivable_mean_standard_error})
      *a = NdArray<double>({S});
  for (NdArray<double>* a :
       {&r.breach_probability, &r.breach_probability_standard_error, &r.claims_receivable_mean,
        &r.claims_receivable_mean_standard_error, &r.recoveries_receivable_mean,
        &r.recoveries_receivable_mean_standard_error, &r.premium_total_mean, &r.premium_total_mean_standard_error,
        &r.interest_accrued_mean, &r.interest_accrued_mean_standard_error})
    *a = NdArray<double>({S, D});
  const QuantileTriple facility{r.facility_needed, r.facility_needed_lower, r.facility_needed_upper, scale};
  const QuantileTriple gap{r.worst_gap_quantile, r.worst_gap_quantile_lower, r.worst_gap_quantile_upper, scale};
  const QuantileTriple breach{r.first_breach_day_quantile, r.first_breach_day_quantile_lower,
                              r.first_breach_day_quantile_upper, days};
  for (const QuantileTriple* triple : {&facility, &gap, &breach}) triple->shape({S, D, Q});
  r.worst_gap_expected_shortfall = r.worst_gap_expected_shortfall_standard_error = NdArray<double>({S, D, Q});
  const MeanPair claims{r.claims_receivable_mean, r.claims_receivable_mean_standard_error, scale};
  const MeanPair recoveries{r.recoveries_receivable_mean, r.recoveries_receivable_mean_standard_error, scale};
  const MeanPair premium{r.premium_total_mean, r.premium_total_mean_standard_error, scale};
  const MeanPair accrued{r.interest_accrued_mean, r.interest_accrued_mean_standard_error, scale};
  const MeanPair lost{r.lost_sales_mean, r.lost_sales_mean_standard_error, scale};
  const MeanPair dso{r.dso_mean, r.dso_mean_standard_error, days};
  const MeanPair late{r.average_days_late_mean, r.average_days_late_mean_standard_error, days};

  Int128 recent_sales = 0;
  for (std::size_t d = 0; d < 90; ++d) recent_sales += plan.issued_before[d];
  for (std::size_t s = 0; s < S; ++s) {
    const ScenarioTally<MeanEstimate, MeanEstimate>& scenario = totals.estimates.scenarios[s];
    lost.set(scenario.lost_sales, s);
    if (shape.rules) {
      MeanPair{r.credit_notes_mean, r.credit_notes_mean_standard_error, scale}.set(scenario.credit_notes, s);
      MeanPair{r.discounts_mean, r.discounts_mean_standard_error, scale}.set(scenario.discounts, s);
      MeanPair{r.fx_revaluation_mean, r.fx_revaluation_mean_standard_error, scale}.set(scenario.fx_revaluation, s);
    }
    if (shape.rejections) {
      MeanPair{r.rejected_mean, r.rejected_mean_standard_error, scale}.set(scenario.rejected, s);
      MeanPair{r.rejection_loss_mean, r.rejection_loss_mean_standard_error, scale}.set(scenario.rejection_loss, s);
      MeanPair{r.resale_receivable_mean, r.resale_receivable_mean_standard_error, scale}.set(scenario.resale_receivable,
                                                                                             s);
    }
    dso.set(scenario.dso, s);
    r.dso_mean(s) /= micro;
    r.dso_mean_standard_error(s) /= micro;
    late.set(detail[s].average_days_late(), s);
    r.average_days_late_mean(s) /= micro;
    r.average_days_late_mean_standard_error(s) /= micro;
    r.dso_start(s) =
        recent_sales > 0 ? static_cast<double>(plan.open_total) / static_cast<double>(recent_sales) * 90.0 : nan;
    for (std::size_t d = 0; d < D; ++d) {
      const PolicyTally<MeanEstimate>& policy = totals.estimates.policies[s * D + d];
      claims.set(policy.claims_receivable, s, d);
      recoveries.set(policy.recoveries_receivable, s, d);
      premium.set(policy.premium, s, d);
      accrued.set(policy.interest_accrued, s, d);
      const ColumnEstimates worst = column_estimates(
          totals, shape.layout.of(s, shape.detailed[d], PolicyValue::worst_gap), probabilities, totals.trials);
      gap.set(worst.quantiles, s, d);
      facility.set(worst.quantiles, s, d);  // facility needed at p is VaR_p of the worst gap
      for (std::size_t q = 0; q < Q; ++q) {
        r.worst_gap_expected_shortfall(s, d, q) = scale(worst.shortfalls[q].value);
        r.worst_gap_expected_shortfall_standard_error(s, d, q) = scale(worst.shortfalls[q].standard_error);
      }
      const std::size_t first = shape.layout.of(s, shape.detailed[d], PolicyValue::first_breach);
      const MeanEstimate breaches = breach_probability(totals, first, study.horizon);
      r.breach_probability(s, d) = breaches.value;
      r.breach_probability_standard_error(s, d) = breaches.standard_error;
      breach.set(column_quantiles(totals, first, probabilities), s, d);
    }
  }
  return r;
}

AgeingResults ageing(const Study& study, const std::vector<DetailSink>& detail) {
  const std::size_t S = detail.size(), T = study.period_ends.size(), A = ageing_bucket_names().size();
  const Scale scale(study.currency);
  AgeingResults r;
  r.outstanding_mean = r.outstanding_mean_standard_error = NdArray<double>({S, T, A});
  r.open_overdue_mean = r.open_overdue_mean_standard_error = NdArray<double>({S, T});
  const MeanPair outstanding{r.outstanding_mean, r.outstanding_mean_standard_error, scale};
  const MeanPair overdue{r.open_overdue_mean, r.open_overdue_mean_standard_error, scale};
  for (std::size_t s = 0; s < S; ++s)
    for (std::size_t t = 0; t < T; ++t) {
      for (std::size_t a = 0; a < A; ++a) outstanding.set(detail[s].outstanding(t, a), s, t, a);
      overdue.set(detail[s].open_overdue(t), s, t);
    }
  return r;
}

}  // namespace delcredere::summary
