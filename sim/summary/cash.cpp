#include <algorithm>
#include <cmath>
#include <limits>

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
  void set(const ExactSums& sums, Index... index) const {
    mean(index...) = scale(sums.mean());
    error(index...) = scale(sums.standard_error());
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

/// Days are not money.
Scale unscaled() { return Scale(Currency{"", 0}); }

}  // namespace

CashResults cash(const Study& study, const Plan& plan, RunTotals& totals) {
  const TallyShape& shape = totals.shape;
  const Scale scale(study.currency);
  const std::size_t S = shape.scenarios, D = shape.details(), T = shape.periods;
  const std::uint64_t trials = study.simulation.trials;
  const std::vector<QuantileRanks> ranks = ranks_of(study.outputs.probabilities, trials);
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
      receipts_mean.set(totals.tally.receipts[s * T + t], s, t);
      if (shape.rules) {
        late_interest.set(totals.tally.late_interest[s * T + t], s, t);
        rule_cost.set(totals.tally.rule_cost[s * T + t], s, t);
      }
      receipts.set(totals.fans.quantiles(shape.receipts_series(s, t), ranks), s, t);
    }
    for (std::size_t d = 0; d < D; ++d)
      for (std::size_t t = 0; t < T; ++t) {
        const PeriodTally<ExactSums>& cell = totals.tally.periods[shape.cell(s, d, t)];
        balance_mean.set(cell.balance, s, d, t);
        claims_mean.set(cell.claims, s, d, t);
        premium_mean.set(cell.premium, s, d, t);
        recoveries_mean.set(cell.recoveries, s, d, t);
        interest_mean.set(cell.interest, s, d, t);
        drawn_mean.set(cell.drawn, s, d, t);
        r.breach_probability(s, d, t) = probability(cell.breaches, trials);
        r.breach_probability_standard_error(s, d, t) = probability_standard_error(cell.breaches, trials);
        r.breach_probability_cumulative(s, d, t) = probability(cell.breaches_so_far, trials);
        r.breach_probability_cumulative_standard_error(s, d, t) =
            probability_standard_error(cell.breaches_so_far, trials);
        balance.set(totals.fans.quantiles(shape.balance_series(s, d, t), ranks), s, d, t);
        gap.set(totals.fans.quantiles(shape.gap_series(s, d, t), ranks), s, d, t);
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
  const std::uint64_t trials = study.simulation.trials;
  const std::vector<QuantileRanks> ranks = ranks_of(study.outputs.probabilities, trials);
  std::vector<Probability> probabilities;
  for (const Decimal& p : study.outputs.probabilities) probabilities.push_back(Probability::of(p));
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
  for (NdArray<double>* a :
       {&r.breach_probability, &r.breach_probability_standard_error, &r.claims_receivable_mean,
        &r.claims_receivable_mean_standard_error, &r.recoveries_receivable_mean,
        &r.recoveries_receivable_mean_standard_error, &r.premium_total_mean, &r.premium_total_mean_standard_error})
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
  const MeanPair lost{r.lost_sales_mean, r.lost_sales_mean_standard_error, scale};
  const MeanPair dso{r.dso_mean, r.dso_mean_standard_error, days};
  const MeanPair late{r.average_days_late_mean, r.average_days_late_mean_standard_error, days};

  Int128 recent_sales = 0;
  for (std::size_t d = 0; d < 90; ++d) recent_sales += plan.issued_before[d];
  for (std::size_t s = 0; s < S; ++s) {
    const ScenarioTally<ExactSums>& scenario = totals.tally.scenarios[s];
    lost.set(scenario.lost_sales, s);
    if (shape.rules) {
      MeanPair{r.credit_notes_mean, r.credit_notes_mean_standard_error, scale}.set(scenario.credit_notes, s);
      MeanPair{r.discounts_mean, r.discounts_mean_standard_error, scale}.set(scenario.discounts, s);
      MeanPair{r.fx_revaluation_mean, r.fx_revaluation_mean_standard_error, scale}.set(scenario.fx_revaluation, s);
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
      const PolicyTally<ExactSums>& policy = totals.tally.policies[s * D + d];
      claims.set(policy.claims_receivable, s, d);
      recoveries.set(policy.recoveries_receivable, s, d);
      premium.set(policy.premium, s, d);
      const ColumnScan worst = totals.columns.scan(shape.layout.of(s, shape.detailed[d], PolicyValue::worst_gap));
      const std::vector<QuantileEstimate> gaps = select_quantiles(worst, ranks);
      gap.set(gaps, s, d);
      facility.set(gaps, s, d);  // facility needed at p is VaR_p of the worst gap
      std::vector<std::int64_t> at_risk;
      for (const QuantileEstimate& estimate : gaps) at_risk.push_back(static_cast<std::int64_t>(estimate.value));
      const std::vector<ExpectedShortfall> shortfalls = expected_shortfalls(worst, at_risk, probabilities);
      for (std::size_t q = 0; q < Q; ++q) {
        r.worst_gap_expected_shortfall(s, d, q) = scale(shortfalls[q].value);
        r.worst_gap_expected_shortfall_standard_error(s, d, q) = scale(shortfalls[q].standard_error);
      }
      const ColumnScan first = totals.columns.scan(shape.layout.of(s, shape.detailed[d], PolicyValue::first_breach));
      std::uint64_t breaches = 0;
      first.for_each([&](std::span<const std::int64_t> days_of_breach) {
        for (const std::int64_t day : days_of_breach) breaches += day <= study.horizon;
      });
      r.breach_probability(s, d) = probability(breaches, trials);
      r.breach_probability_standard_error(s, d) = probability_standard_error(breaches, trials);
      breach.set(select_quantiles(first, ranks), s, d);
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
