#include <algorithm>
#include <array>

#include "models/core/statistics/scan.h"
#include "sim/blocks/threads.h"
#include "sim/summary/parts.h"

namespace delcredere::summary {
namespace {

constexpr Day kShortestYear = 52 * 7, kLongestYear = 366;

}  // namespace

std::array<std::size_t, 5> loss_columns(const TallyShape& shape, std::size_t s, std::size_t p) {
  using enum PolicyValue;
  return {shape.layout.of(s, p, gross), shape.layout.of(s, p, claims), shape.layout.of(s, p, insured),
          shape.layout.of(s, p, retained), shape.layout.of(s, p, recovered)};
}

namespace {

/// The same components of the largest single buyer.
std::array<std::size_t, 5> largest_columns(const TallyShape& shape, std::size_t s, std::size_t p) {
  using enum PolicyValue;
  return {shape.layout.of(s, p, largest_gross), shape.layout.of(s, p, largest_claims),
          shape.layout.of(s, p, largest_insured), shape.layout.of(s, p, largest_retained),
          shape.layout.of(s, p, largest_recovered)};
}

using ColumnsOfCell = std::array<std::size_t, 5> (*)(const TallyShape&, std::size_t, std::size_t);

/// estimate(column) once for every column that `columns` names, on all threads (policies share the scenario's columns);
/// then fill(s, p, c, estimate) for every cell.
template <class Estimate, class Fill>
void for_each_component(const RunTotals& totals, int threads, ColumnsOfCell columns, const Estimate& estimate,
                        const Fill& fill) {
  const TallyShape& shape = totals.shape;
  std::vector<std::size_t> distinct;
  for (std::size_t s = 0; s < shape.scenarios; ++s)
    for (std::size_t p = 0; p < shape.policies; ++p)
      for (const std::size_t column : columns(shape, s, p)) distinct.push_back(column);
  std::sort(distinct.begin(), distinct.end());
  distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
  std::vector<decltype(estimate(std::size_t{0}))> estimates(distinct.size());
  for_each_index(threads, distinct.size(), [&](std::uint64_t i) { estimates[i] = estimate(distinct[i]); });
  for (std::size_t s = 0; s < shape.scenarios; ++s)
    for (std::size_t p = 0; p < shape.policies; ++p) {
      const std::array<std::size_t, 5> cell = columns(shape, s, p);
      for (std::size_t c = 0; c < cell.size(); ++c)
        fill(s, p, c,
             estimates[static_cast<std::size_t>(std::lower_bound(distinct.begin(), distinct.end(), cell[c]) -
                                                distinct.begin())]);
    }
}

}  // namespace

LossResults losses(const Study& study, const RunTotals& totals, int threads) {
  const TallyShape& shape = totals.shape;
  const Scale scale(study.currency);
  const std::vector<Probability> probabilities = probabilities_of(study);
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
  if (totals.designed) {
    r.mean_variance_ratio = NdArray<double>(cells);
    r.tail_variance_ratio = NdArray<double>(fans);
  }
  for_each_component(
      totals, threads, loss_columns,
      [&](std::size_t column) { return column_estimates(totals, column, probabilities, totals.trials); },
      [&](std::size_t s, std::size_t p, std::size_t c, const ColumnEstimates& estimates) {
        r.mean(s, p, c) = scale(estimates.mean.value);
        r.standard_error(s, p, c) = scale(estimates.mean.standard_error);
        r.standard_deviation(s, p, c) = scale(estimates.standard_deviation);
        r.probability_positive(s, p, c) = estimates.positive.value;
        r.probability_positive_standard_error(s, p, c) = estimates.positive.standard_error;
        if (totals.designed) r.mean_variance_ratio(s, p, c) = estimates.mean_variance_ratio;
        for (std::size_t q = 0; q < probabilities.size(); ++q) {
          r.quantile(s, p, c, q) = scale(estimates.quantiles[q].value);
          r.quantile_lower(s, p, c, q) = scale(estimates.quantiles[q].lower);
          r.quantile_upper(s, p, c, q) = scale(estimates.quantiles[q].upper);
          r.expected_shortfall(s, p, c, q) = scale(estimates.shortfalls[q].value);
          r.expected_shortfall_standard_error(s, p, c, q) = scale(estimates.shortfalls[q].standard_error);
          if (totals.designed) r.tail_variance_ratio(s, p, c, q) = estimates.tail_variance_ratios[q];
        }
      });
  return r;
}

ExceedanceResults exceedance(const Study& study, const RunTotals& totals, int threads) {
  ExceedanceResults r;
  if (study.horizon < kShortestYear || study.horizon > kLongestYear) return r;
  const TallyShape& shape = totals.shape;
  const Scale scale(study.currency);
  std::vector<Probability> probabilities;
  for (const Decimal& years : study.outputs.return_periods)
    probabilities.push_back(Probability::of_return_period(years));
  const auto curve = [&](ColumnsOfCell columns, NdArray<double>& value, NdArray<double>& lower,
                         NdArray<double>& upper) {
    value = lower = upper = NdArray<double>({shape.scenarios, shape.policies, 5, probabilities.size()});
    for_each_component(
        totals, threads, columns, [&](std::size_t column) { return column_quantiles(totals, column, probabilities); },
        [&](std::size_t s, std::size_t p, std::size_t c, const std::vector<QuantileEstimate>& quantiles) {
          for (std::size_t k = 0; k < probabilities.size(); ++k) {
            value(s, p, c, k) = scale(quantiles[k].value);
            lower(s, p, c, k) = scale(quantiles[k].lower);
            upper(s, p, c, k) = scale(quantiles[k].upper);
          }
        });
  };
  curve(loss_columns, r.aggregate, r.aggregate_lower, r.aggregate_upper);
  curve(largest_columns, r.occurrence, r.occurrence_lower, r.occurrence_upper);
  return r;
}

ConvergenceResults convergence(const Study& study, const RunTotals& totals, int threads) {
  const TallyShape& shape = totals.shape;
  const Scale scale(study.currency);
  const std::uint64_t trials = totals.trials;
  const Probability p99{99, 100};
  ConvergenceResults r;
  // Whole replicates, and two of them for an error.
  const std::uint64_t size = totals.replicate_size;
  for (std::uint64_t decade = 100; decade < trials; decade *= 10)
    for (const std::uint64_t step : {1, 2, 5})
      if (const std::uint64_t head = decade * step / size * size;
          decade * step < trials && head >= (size > 1 ? 2 * size : 1))
        if (r.trials.empty() || head > r.trials.back()) r.trials.push_back(head);
  r.trials.push_back(trials);
  for (NdArray<double>* a :
       {&r.mean, &r.mean_standard_error, &r.var99, &r.var99_lower, &r.var99_upper, &r.es99, &r.es99_standard_error})
    *a = NdArray<double>({shape.scenarios, shape.policies, 5, r.trials.size()});
  for_each_component(
      totals, threads, loss_columns,
      [&](std::size_t column) {
        std::vector<ColumnEstimates> heads;
        for (const std::uint64_t head : r.trials) heads.push_back(column_estimates(totals, column, {&p99, 1}, head));
        return heads;
      },
      [&](std::size_t s, std::size_t p, std::size_t c, const std::vector<ColumnEstimates>& heads) {
        for (std::size_t h = 0; h < heads.size(); ++h) {
          const QuantileEstimate& var = heads[h].quantiles.front();
          r.mean(s, p, c, h) = scale(heads[h].mean.value);
          r.mean_standard_error(s, p, c, h) = scale(heads[h].mean.standard_error);
          r.var99(s, p, c, h) = scale(var.value);
          r.var99_lower(s, p, c, h) = scale(var.lower);
          r.var99_upper(s, p, c, h) = scale(var.upper);
          r.es99(s, p, c, h) = scale(heads[h].shortfalls.front().value);
          r.es99_standard_error(s, p, c, h) = scale(heads[h].shortfalls.front().standard_error);
        }
      });
  return r;
}

TrialResults trial_columns(const RunTotals& totals, Day horizon) {
  const TallyShape& shape = totals.shape;
  const std::size_t trials = totals.columns.trials();
  TrialResults r;
  const auto copy = [&](NdArray<std::int64_t>& into, std::size_t row, std::size_t column) {
    auto at = into.values().begin() + static_cast<std::ptrdiff_t>(row * trials);
    totals.columns.scan(column).for_each(
        [&](std::span<const std::int64_t> piece) { at = std::copy(piece.begin(), piece.end(), at); });
  };
  const auto by_scenario = [&](NdArray<std::int64_t>& into, ScenarioValue value) {
    into = NdArray<std::int64_t>({shape.scenarios, trials});
    for (std::size_t s = 0; s < shape.scenarios; ++s) copy(into, s, shape.layout.of(s, value));
  };
  const auto by_policy = [&](NdArray<std::int64_t>& into, PolicyValue value) {
    into = NdArray<std::int64_t>({shape.scenarios, shape.policies, trials});
    for (std::size_t s = 0; s < shape.scenarios; ++s)
      for (std::size_t p = 0; p < shape.policies; ++p) copy(into, s * shape.policies + p, shape.layout.of(s, p, value));
  };
  const auto by_detail = [&](NdArray<std::int64_t>& into, PolicyValue value) {
    into = NdArray<std::int64_t>({shape.scenarios, shape.details(), trials});
    for (std::size_t s = 0; s < shape.scenarios; ++s)
      for (std::size_t d = 0; d < shape.details(); ++d)
        copy(into, s * shape.details() + d, shape.layout.of(s, shape.detailed[d], value));
  };
  if (shape.weighted) {
    r.weight = NdArray<double>({shape.scenarios, trials});
    for (std::size_t s = 0; s < shape.scenarios; ++s)
      for (std::size_t n = 0; n < trials; ++n)
        r.weight(s, n) = static_cast<double>(totals.weights[s][n]) / static_cast<double>(kWeightOne);
  }
  if (totals.replicate_size > 1) {
    r.replicate = NdArray<std::int64_t>({trials});
    for (std::size_t n = 0; n < trials; ++n) r.replicate(n) = static_cast<std::int64_t>(n / totals.replicate_size);
  }
  by_scenario(r.gross_loss, ScenarioValue::gross);
  by_scenario(r.defaults, ScenarioValue::defaults);
  by_policy(r.claims, PolicyValue::claims);
  by_policy(r.insured_loss, PolicyValue::insured);
  by_policy(r.retained_loss, PolicyValue::retained);
  if (shape.cash) {
    by_detail(r.minimum_balance, PolicyValue::minimum_balance);
    by_detail(r.worst_gap, PolicyValue::worst_gap);
    by_detail(r.first_breach_day, PolicyValue::first_breach);
    for (std::int64_t& day : r.first_breach_day.values()) day = day > horizon ? -1 : day;
  }
  return r;
}

}  // namespace delcredere::summary
