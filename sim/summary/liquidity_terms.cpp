#include <algorithm>
#include <limits>

#include "models/liquidity/ageing.h"
#include "sim/summary/parts.h"

namespace delcredere::summary {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kMicro = 1e6;

/// A mean with its error in two arrays of one shape; `per` units of the sums make one of the result.
struct Pair {
  NdArray<double>& mean;
  NdArray<double>& error;
  double per;

  void shape(const std::vector<std::size_t>& dimensions) const { mean = error = NdArray<double>(dimensions); }
  template <class... Index>
  void set(const ExactSums& sums, Index... index) const {
    mean(index...) = sums.mean() / per;
    error(index...) = sums.standard_error() / per;
  }
};

double minor_units(const Study& study) { return static_cast<double>(study.currency.minor_per_unit()); }

}  // namespace

NdArray<double> outstanding_start(const Study& study, const Plan& plan) {
  NdArray<double> open({ageing_bucket_names().size()});
  for (std::size_t j = 0; j < plan.live.size(); ++j)
    if (plan.live.open[j])
      open(ageing_bucket(-plan.live.due[j])) += static_cast<double>(plan.live.amount[j]) / minor_units(study);
  return open;
}

void liquidity_flows(const Study& study, const Plan& plan, const RunTotals& totals, CashResults& cash,
                     LiquidityResults& liquidity) {
  const TallyShape& shape = totals.shape;
  const LiquidityTally<ExactSums>& tally = totals.tally.liquidity;
  const double minor = minor_units(study);
  const std::size_t S = shape.scenarios, D = shape.details(), T = shape.periods;
  using Cell = FlowTally<ExactSums>;
  struct Flow {
    Pair pair;
    const ExactSums Cell::*sums;
    bool factoring;
  };
  CashResults& r = cash;
  const Flow flows[] = {
      {{r.share_outflows_mean, r.share_outflows_mean_standard_error, minor}, &Cell::share_outflows, false},
      {{r.cost_of_collecting_mean, r.cost_of_collecting_mean_standard_error, minor}, &Cell::collection_cost, false},
      {{r.tax_relief_mean, r.tax_relief_mean_standard_error, minor}, &Cell::tax_relief, false},
      {{r.factoring_advanced_mean, r.factoring_advanced_mean_standard_error, minor}, &Cell::advanced, true},
      {{r.factoring_repaid_mean, r.factoring_repaid_mean_standard_error, minor}, &Cell::repaid, true},
      {{r.factoring_borne_mean, r.factoring_borne_mean_standard_error, minor}, &Cell::borne, true},
      {{r.factoring_cost_mean, r.factoring_cost_mean_standard_error, minor}, &Cell::factoring_cost, true},
      {{r.factoring_in_use_mean, r.factoring_in_use_mean_standard_error, minor}, &Cell::in_use, true}};
  const bool factoring = std::any_of(plan.scenarios.begin(), plan.scenarios.end(),
                                     [](const ScenarioPlan& s) { return s.liquidity.factoring.has_value(); });
  for (const Flow& flow : flows) {
    if (tally.flows.empty() || (flow.factoring && !factoring)) continue;
    flow.pair.shape({S, T});
    for (std::size_t s = 0; s < S; ++s)
      for (std::size_t t = 0; t < T; ++t) flow.pair.set(tally.flows[s * T + t].*flow.sums, s, t);
  }
  if (!tally.fees.empty()) {
    const Pair fees{r.commitment_fee_mean, r.commitment_fee_mean_standard_error, minor};
    fees.shape({S, D, T});
    for (std::size_t s = 0; s < S; ++s)
      for (std::size_t d = 0; d < D; ++d)
        for (std::size_t t = 0; t < T; ++t) fees.set(tally.fees[shape.cell(s, d, t)], s, d, t);
  }
  if (!tally.reliefs.empty()) {
    const Pair relief{liquidity.tax_relief_total_mean, liquidity.tax_relief_total_mean_standard_error, minor};
    relief.shape({S});
    for (std::size_t s = 0; s < S; ++s) relief.set(tally.reliefs[s], s);
  }

  Int128 sales = 0;
  for (std::size_t d = 0; d < static_cast<std::size_t>(kDsoDays); ++d) sales += plan.issued_before[d];
  Int128 not_due = 0;
  for (std::size_t j = 0; j < plan.live.size(); ++j)
    if (plan.live.open[j] && plan.live.due[j] >= 0) not_due += plan.live.amount[j];
  liquidity.best_possible_dso_start = NdArray<double>(
      {S},
      sales > 0 ? static_cast<double>(not_due) / static_cast<double>(sales) * static_cast<double>(kDsoDays) : kNaN);
  std::vector<Money> debts = plan.open_debt;
  std::sort(debts.begin(), debts.end(), std::greater<>());
  double squares = 0, ten = 0;
  const auto share = [&](Money debt) { return static_cast<double>(debt) / static_cast<double>(plan.open_total); };
  for (std::size_t b = 0; b < debts.size() && plan.open_total > 0; ++b) {
    squares += share(debts[b]) * share(debts[b]);
    if (b < 10) ten += share(debts[b]);
  }
  const bool owed = plan.open_total > 0;
  liquidity.herfindahl = NdArray<double>({S}, owed ? squares : kNaN);
  liquidity.largest_share = NdArray<double>({S}, owed ? share(debts.front()) : kNaN);
  liquidity.ten_largest_share = NdArray<double>({S}, owed ? ten : kNaN);
}

CollectionResults collection(const Study& study, const std::vector<DetailSink>& detail) {
  const std::size_t S = detail.size(), T = study.period_ends.size();
  const double minor = minor_units(study);
  CollectionResults r;
  const Pair receivables{r.receivables_mean, r.receivables_mean_standard_error, minor};
  const Pair dso{r.dso_mean, r.dso_mean_standard_error, kMicro};
  const Pair best{r.best_possible_dso_mean, r.best_possible_dso_mean_standard_error, kMicro};
  const Pair late{r.average_days_delinquent_mean, r.average_days_delinquent_mean_standard_error, kMicro};
  const Pair effective{r.collection_effectiveness_mean, r.collection_effectiveness_mean_standard_error, kMicro};
  for (const Pair* pair : {&receivables, &dso, &best, &late, &effective}) pair->shape({S, T});
  for (std::size_t s = 0; s < S; ++s)
    for (std::size_t t = 0; t < T; ++t) {
      const CollectionSums& sums = detail[s].collection(t);
      receivables.set(sums.receivables, s, t);
      dso.set(sums.dso, s, t);
      best.set(sums.best_dso, s, t);
      late.set(sums.delinquent, s, t);
      effective.set(sums.effectiveness, s, t);
    }
  const bool capital = std::any_of(study.scenarios.begin(), study.scenarios.end(),
                                   [](const Scenario& s) { return s.liquidity.working_capital.has_value(); });
  if (!capital) return r;
  r.working_capital_mean = r.receivables_mean;
  r.working_capital_mean_standard_error = r.receivables_mean_standard_error;
  for (std::size_t s = 0; s < S; ++s) {
    const WorkingCapital other = study.scenarios[s].liquidity.working_capital.value_or(WorkingCapital{});
    for (std::size_t t = 0; t < T; ++t)
      r.working_capital_mean(s, t) += static_cast<double>(other.inventory - other.payables) / minor;
  }
  return r;
}

ProvisionResults provisions(const Study& study, const Plan& plan, const RunTotals& totals,
                            const std::vector<DetailSink>& detail) {
  const std::size_t S = totals.shape.scenarios, A = ageing_bucket_names().size();
  const double minor = minor_units(study);
  ProvisionResults r;
  r.exposure = outstanding_start(study, plan);
  const Pair lifetime{r.lifetime_mean, r.lifetime_mean_standard_error, minor};
  const Pair twelve{r.twelve_months_mean, r.twelve_months_mean_standard_error, minor};
  const Pair rate{r.lifetime_rate, r.lifetime_rate_standard_error, minor};
  const Pair unsettled{r.unsettled_mean, r.unsettled_mean_standard_error, minor};
  for (const Pair* pair : {&lifetime, &twelve, &rate, &unsettled}) pair->shape({S, A});
  for (std::size_t s = 0; s < S; ++s)
    for (std::size_t a = 0; a < A; ++a) {
      const ProvisionTally<ExactSums>& tally = totals.tally.liquidity.provisions[s * A + a];
      lifetime.set(tally.lifetime, s, a);
      twelve.set(tally.twelve_months, s, a);
      unsettled.set(detail[s].unsettled(a), s, a);
      const double owed = r.exposure(a);
      r.lifetime_rate(s, a) = owed > 0 ? r.lifetime_mean(s, a) / owed : kNaN;
      r.lifetime_rate_standard_error(s, a) = owed > 0 ? r.lifetime_mean_standard_error(s, a) / owed : kNaN;
    }
  return r;
}

CovenantResults covenants(const Study&, const Plan& plan, const RunTotals& totals) {
  const TallyShape& shape = totals.shape;
  const std::size_t S = shape.scenarios, D = shape.details(), V = plan.covenants.size(), T = shape.periods;
  const std::uint64_t trials = totals.trials;
  CovenantResults r;
  if (V == 0) return r;
  r.tests = NdArray<double>({S, V, T}, 0.0);
  for (NdArray<double>* a : {&r.breach_probability, &r.breach_probability_standard_error,
                             &r.breach_probability_cumulative, &r.breach_probability_cumulative_standard_error})
    *a = NdArray<double>({S, D, V, T}, kNaN);
  for (std::size_t s = 0; s < S; ++s)
    for (const CovenantPlan& covenant : plan.scenarios[s].liquidity.covenants) {
      const std::size_t v = covenant.number;
      for (const Day day : covenant.days) r.tests(s, v, plan.period_of_day[static_cast<std::size_t>(day)]) += 1.0;
      for (std::size_t d = 0; d < D; ++d)
        for (std::size_t t = 0; t < T; ++t) {
          const CovenantTally& cell = totals.tally.liquidity.covenants[((s * D + d) * V + v) * T + t];
          r.breach_probability(s, d, v, t) = probability(cell.breaches, trials);
          r.breach_probability_standard_error(s, d, v, t) = probability_standard_error(cell.breaches, trials);
          r.breach_probability_cumulative(s, d, v, t) = probability(cell.breaches_so_far, trials);
          r.breach_probability_cumulative_standard_error(s, d, v, t) =
              probability_standard_error(cell.breaches_so_far, trials);
        }
    }
  return r;
}

ReserveResults reserve(const Study& study, const Plan& plan, const RunTotals& totals) {
  const TallyShape& shape = totals.shape;
  const LiquidityTally<ExactSums>& tally = totals.tally.liquidity;
  const std::size_t S = shape.scenarios, D = shape.details(), T = shape.periods;
  ReserveResults r;
  if (tally.reserves.empty()) return r;
  const Pair balance{r.balance_mean, r.balance_mean_standard_error, minor_units(study)};
  const Pair shortfall{r.shortfall_mean, r.shortfall_mean_standard_error, minor_units(study)};
  r.balance_mean = r.balance_mean_standard_error = NdArray<double>({S, D, T}, kNaN);
  r.exhaustion_probability = r.exhaustion_probability_standard_error = NdArray<double>({S, D, T}, kNaN);
  r.shortfall_mean = r.shortfall_mean_standard_error = NdArray<double>({S, D}, kNaN);
  for (std::size_t s = 0; s < S; ++s) {
    if (!plan.scenarios[s].scenario->liquidity.bad_debt_reserve) continue;
    for (std::size_t d = 0; d < D; ++d) {
      shortfall.set(tally.shortfalls[s * D + d], s, d);
      for (std::size_t t = 0; t < T; ++t) {
        const ReserveTally<ExactSums>& cell = tally.reserves[shape.cell(s, d, t)];
        balance.set(cell.balance, s, d, t);
        r.exhaustion_probability(s, d, t) = probability(cell.exhausted_so_far, totals.trials);
        r.exhaustion_probability_standard_error(s, d, t) =
            probability_standard_error(cell.exhausted_so_far, totals.trials);
      }
    }
  }
  return r;
}

}  // namespace delcredere::summary
