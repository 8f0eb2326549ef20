// Estimates of one column: of independent, equally likely trials by order statistics and exact sums, of any other
// sample by models/core/statistics/designed.h.

#include "models/core/statistics/designed.h"
#include "models/core/statistics/scan.h"
#include "sim/summary/parts.h"

namespace delcredere::summary {
namespace {

std::vector<std::int64_t> values_of(const RunTotals& totals, std::size_t column, std::uint64_t trials) {
  std::vector<std::int64_t> values(trials);
  totals.columns.read(column, 0, values);
  return values;
}

ColumnEstimates plain_estimates(const ColumnScan& column, std::span<const Probability> probabilities) {
  const ColumnMoments found = moments(column);
  ColumnEstimates estimates;
  estimates.mean = {found.sums.mean(), found.sums.standard_error()};
  estimates.standard_deviation = found.sums.standard_deviation();
  estimates.positive = {probability(found.positive, column.size),
                        probability_standard_error(found.positive, column.size)};
  estimates.quantiles = select_quantiles(column, ranks_of(probabilities, column.size));
  std::vector<std::int64_t> at_risk;
  for (const QuantileEstimate& var : estimates.quantiles) at_risk.push_back(static_cast<std::int64_t>(var.value));
  estimates.shortfalls = expected_shortfalls(column, at_risk, probabilities);
  return estimates;
}

}  // namespace

std::vector<Probability> probabilities_of(const Study& study) {
  std::vector<Probability> probabilities;
  for (const Decimal& p : study.outputs.probabilities) probabilities.push_back(Probability::of(p));
  return probabilities;
}

std::vector<QuantileRanks> ranks_of(std::span<const Probability> probabilities, std::uint64_t trials) {
  std::vector<QuantileRanks> ranks;
  for (const Probability& p : probabilities) ranks.push_back(quantile_ranks(p, trials));
  return ranks;
}

ColumnEstimates column_estimates(const RunTotals& totals, std::size_t column,
                                 std::span<const Probability> probabilities, std::uint64_t trials) {
  if (!totals.designed) return plain_estimates(totals.columns.scan(column, trials), probabilities);
  DesignedEstimates found =
      designed_estimates(values_of(totals, column, trials), totals.design(column).head(trials), probabilities);
  ColumnEstimates estimates;
  estimates.mean = {found.mean.value, found.mean.standard_error};
  estimates.standard_deviation = found.standard_deviation;
  estimates.positive = {found.positive.value, found.positive.standard_error};
  estimates.quantiles = std::move(found.quantiles);
  estimates.shortfalls = std::move(found.shortfalls);
  estimates.mean_variance_ratio = found.mean_variance_ratio;
  estimates.tail_variance_ratios = std::move(found.tail_variance_ratios);
  return estimates;
}

std::vector<QuantileEstimate> column_quantiles(const RunTotals& totals, std::size_t column,
                                               std::span<const Probability> probabilities) {
  if (totals.designed)
    return designed_quantiles(values_of(totals, column, totals.trials), totals.design(column), probabilities);
  return select_quantiles(totals.columns.scan(column), ranks_of(probabilities, totals.trials));
}

}  // namespace delcredere::summary
