#include <algorithm>
#include <cmath>

#include "models/core/statistics/expected_shortfall.h"
#include "models/core/statistics/order_statistics.h"
#include "sim/summary/parts.h"

namespace delcredere::summary {
namespace {

constexpr Day kShortestYear = 52 * 7, kLongestYear = 366;

}  // namespace

std::vector<QuantileRanks> ranks_of(const std::vector<Decimal>& probabilities, std::uint64_t trials) {
  std::vector<QuantileRanks> ranks;
  for (const Decimal& p : probabilities) ranks.push_back(quantile_ranks(Probability::of(p), trials));
  return ranks;
}

std::vector<Column> loss_components(const RunTotals& totals, std::size_t s, std::size_t p) {
  const ScenarioColumns& scenario = totals.columns.by_scenario[s];
  const PolicyColumns& policy = totals.columns.policy(s, p);
  return {policy.gross.empty() ? scenario.gross : policy.gross, policy.claims, policy.insured, policy.retained,
          policy.recovered.empty() ? scenario.recovered : policy.recovered};
}

/// The same components of the largest single buyer.
static std::vector<Column> largest_components(const RunTotals& totals, std::size_t s, std::size_t p) {
  const ScenarioColumns& scenario = totals.columns.by_scenario[s];
  const PolicyColumns& policy = totals.columns.policy(s, p);
  return {policy.largest_gross.empty() ? scenario.largest_gross : policy.largest_gross, policy.largest_claims,
          policy.largest_insured, policy.largest_retained,
          policy.largest_recovered.empty() ? scenario.largest_recovered : policy.largest_recovered};
}

LossResults losses(const Study& study, const RunTotals& totals) {
  const TallyShape& shape = totals.shape;
  const Scale scale(study.currency);
  const std::vector<Decimal>& probabilities = study.outputs.probabilities;
  const std::uint64_t trials = study.simulation.trials;
  const std::vector<QuantileRanks> ranks = ranks_of(probabilities, trials);
  const std::vector<std::size_t> cells{shape.scenarios, shape.policies, 5};
  std::vector<std::size_t> fans = cells;
  fans.push_back(probabilities.size());

  LossResults r;
  for (NdArray<double>* a : {&r.mean, &r.standard_error, &r.standard_deviation, &r.probability_positive,
                             &r.probability_positive_standard_error})
    *a = NdArray<double>(cells);
  for (NdArray<double>* a :
       {&r.quantile, &r.quantile_lower, &r.quantile_upper, &r.expected_shortfall, &r.expected_shortfall_standard_error})
    *a = NdArray<double>(fans);
  for (std::size_t s = 0; s < shape.scenarios; ++s)
    for (std::size_t p = 0; p < shape.policies; ++p) {
      std::vector<Column> components = loss_components(totals, s, p);
      for (std::size_t c = 0; c < components.size(); ++c) {
        Column& column = components[c];
        ExactSums sums;
        sums.add(column);
        r.mean(s, p, c) = scale(sums.mean());
        r.standard_error(s, p, c) = scale(sums.standard_error());
        r.standard_deviation(s, p, c) = scale(sums.standard_deviation());
        const auto positive = static_cast<std::uint64_t>(
            std::count_if(column.begin(), column.end(), [](std::int64_t x) { return x > 0; }));
        r.probability_positive(s, p, c) = probability(positive, trials);
        r.probability_positive_standard_error(s, p, c) = probability_standard_error(positive, trials);
        const std::vector<QuantileEstimate> quantiles = select_quantiles(column, ranks);
        for (std::size_t q = 0; q < quantiles.size(); ++q) {
          r.quantile(s, p, c, q) = scale(quantiles[q].value);
          r.quantile_lower(s, p, c, q) = scale(quantiles[q].lower);
          r.quantile_upper(s, p, c, q) = scale(quantiles[q].upper);
          const ExpectedShortfall es = expected_shortfall(column, static_cast<std::int64_t>(quantiles[q].value),
                                                          Probability::of(probabilities[q]));
          r.expected_shortfall(s, p, c, q) = scale(es.value);
          r.expected_shortfall_standard_error(s, p, c, q) = scale(es.standard_error);
        }
      }
    }
  return r;
}

ExceedanceResults exceedance(const Study& study, const RunTotals& totals) {
  ExceedanceResults r;
  if (study.horizon < kShortestYear || study.horizon > kLongestYear) return r;
  const TallyShape& shape = totals.shape;
  const Scale scale(study.currency);
  std::vector<QuantileRanks> ranks;
  for (const Decimal& years : study.outputs.return_periods)
    ranks.push_back(quantile_ranks(Probability::of_return_period(years), study.simulation.trials));
  for (NdArray<double>* a :
       {&r.aggregate, &r.aggregate_lower, &r.aggregate_upper, &r.occurrence, &r.occurrence_lower, &r.occurrence_upper})
    *a = NdArray<double>({shape.scenarios, shape.policies, 5, ranks.size()});
  for (std::size_t s = 0; s < shape.scenarios; ++s)
    for (std::size_t p = 0; p < shape.policies; ++p) {
      std::vector<Column> aggregate = loss_components(totals, s, p);
      std::vector<Column> largest = largest_components(totals, s, p);
      for (std::size_t c = 0; c < aggregate.size(); ++c) {
        const std::vector<QuantileEstimate> sum = select_quantiles(aggregate[c], ranks);
        const std::vector<QuantileEstimate> one = select_quantiles(largest[c], ranks);
        for (std::size_t k = 0; k < ranks.size(); ++k) {
          r.aggregate(s, p, c, k) = scale(sum[k].value);
          r.aggregate_lower(s, p, c, k) = scale(sum[k].lower);
          r.aggregate_upper(s, p, c, k) = scale(sum[k].upper);
          r.occurrence(s, p, c, k) = scale(one[k].value);
          r.occurrence_lower(s, p, c, k) = scale(one[k].lower);
          r.occurrence_upper(s, p, c, k) = scale(one[k].upper);
        }
      }
    }
  return r;
}

ConvergenceResults convergence(const Study& study, const RunTotals& totals) {
  const TallyShape& shape = totals.shape;
  const Scale scale(study.currency);
  const std::uint64_t trials = study.simulation.trials;
  const Probability p99{99, 100};
  ConvergenceResults r;
  for (std::uint64_t decade = 100; decade < trials; decade *= 10)
    for (const std::uint64_t step : {1, 2, 5})
      if (decade * step < trials) r.trials.push_back(decade * step);
  r.trials.push_back(trials);
  for (NdArray<double>* a :
       {&r.mean, &r.mean_standard_error, &r.var99, &r.var99_lower, &r.var99_upper, &r.es99, &r.es99_standard_error})
    *a = NdArray<double>({shape.scenarios, shape.policies, 5, r.trials.size()});
  for (std::size_t s = 0; s < shape.scenarios; ++s)
    for (std::size_t p = 0; p < shape.policies; ++p) {
      const std::vector<Column> components = loss_components(totals, s, p);
      for (std::size_t c = 0; c < components.size(); ++c)
        for (std::size_t h = 0; h < r.trials.size(); ++h) {
          Column head(components[c].begin(), components[c].begin() + static_cast<std::ptrdiff_t>(r.trials[h]));
          ExactSums sums;
          sums.add(head);
          const QuantileRanks ranks = quantile_ranks(p99, r.trials[h]);
          const QuantileEstimate var = select_quantiles(head, {&ranks, 1}).front();
          const ExpectedShortfall es = expected_shortfall(head, static_cast<std::int64_t>(var.value), p99);
          r.mean(s, p, c, h) = scale(sums.mean());
          r.mean_standard_error(s, p, c, h) = scale(sums.standard_error());
          r.var99(s, p, c, h) = scale(var.value);
          r.var99_lower(s, p, c, h) = scale(var.lower);
          r.var99_upper(s, p, c, h) = scale(var.upper);
          r.es99(s, p, c, h) = scale(es.value);
          r.es99_standard_error(s, p, c, h) = scale(es.standard_error);
        }
    }
  return r;
}

TrialResults trial_columns(const RunTotals& totals, Day horizon) {
  const TallyShape& shape = totals.shape;
  TrialResults r;
  const std::size_t trials = totals.columns.by_scenario.front().gross.size();
  const auto gather = [&](NdArray<std::int64_t>& into, auto&& column, std::size_t rows,
                          std::vector<std::size_t> dimensions) {
    into = NdArray<std::int64_t>(std::move(dimensions));
    for (std::size_t row = 0; row < rows; ++row)
      std::copy(column(row).begin(), column(row).end(),
                into.values().begin() + static_cast<std::ptrdiff_t>(row * trials));
  };
  const auto by_scenario = [&](NdArray<std::int64_t>& into, Column ScenarioColumns::*member) {
    gather(into, [&](std::size_t s) -> const Column& { return totals.columns.by_scenario[s].*member; }, shape.scenarios,
           {shape.scenarios, trials});
  };
  const auto by_policy = [&](NdArray<std::int64_t>& into, Column PolicyColumns::*member) {
    gather(into, [&](std::size_t i) -> const Column& { return totals.columns.by_policy[i].*member; },
           shape.scenarios* shape.policies, {shape.scenarios, shape.policies, trials});
  };
  by_scenario(r.gross_loss, &ScenarioColumns::gross);
  by_scenario(r.defaults, &ScenarioColumns::defaults);
  by_policy(r.claims, &PolicyColumns::claims);
  by_policy(r.insured_loss, &PolicyColumns::insured);
  by_policy(r.retained_loss, &PolicyColumns::retained);
  if (shape.cash) {
    by_policy(r.minimum_balance, &PolicyColumns::minimum_balance);
    by_policy(r.worst_gap, &PolicyColumns::worst_gap);
    by_policy(r.first_breach_day, &PolicyColumns::first_breach);
    for (std::int64_t& day : r.first_breach_day.values()) day = day > horizon ? -1 : day;
  }
  return r;
}

}  // namespace delcredere::summary
