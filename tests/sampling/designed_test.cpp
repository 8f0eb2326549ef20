// Statistics of weighted and replicated columns: against the plain ones where both apply, and against the definition.

#include "models/core/statistics/designed.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <random>

#include "models/core/error.h"
#include "models/core/statistics/scan.h"

using namespace delcredere;

namespace {

std::vector<std::int64_t> some_column(std::size_t n) {
  std::mt19937 bits(5);
  std::vector<std::int64_t> column;
  for (std::size_t i = 0; i < n; ++i) column.push_back(static_cast<std::int64_t>(bits() % 400) - 100);
  return column;
}

}  // namespace

TEST_CASE("without weights and replicates the figures are the plain ones") {
  std::vector<std::int64_t> column = some_column(1000);
  const std::vector<Probability> probabilities{{1, 100}, {1, 2}, {95, 100}, {995, 1000}};
  const DesignedEstimates designed = designed_estimates(column, {}, probabilities);
  ExactSums sums;
  sums.add(column);
  CHECK(designed.mean.value == Approx(sums.mean()).epsilon(1e-14));
  CHECK(designed.mean.standard_error == Approx(sums.standard_error()).epsilon(1e-14));
  CHECK(designed.standard_deviation == Approx(sums.standard_deviation()).epsilon(1e-12));
  CHECK(designed.mean_variance_ratio == Approx(1.0).epsilon(1e-12));
  for (std::size_t q = 0; q < probabilities.size(); ++q) {
    const QuantileRanks ranks = quantile_ranks(probabilities[q], column.size());
    std::vector<std::int64_t> copy = column;
    const QuantileEstimate plain = select_quantiles(std::span(copy), {&ranks, 1}).front();
    CHECK(designed.quantiles[q].value == plain.value);
    CHECK(std::abs(designed.quantiles[q].lower - plain.lower) <= 20);  // Woodruff against order statistics
    const auto var = static_cast<std::int64_t>(plain.value);
    const ExpectedShortfall shortfall = expected_shortfall(column, var, probabilities[q]);
    CHECK(designed.shortfalls[q].value == Approx(shortfall.value).epsilon(1e-13));
    CHECK(designed.shortfalls[q].standard_error == Approx(shortfall.standard_error).epsilon(1e-12));
    CHECK(designed.tail_variance_ratios[q] == Approx(1.0).epsilon(2e-3));
  }
}

TEST_CASE("a weight is worth as many equal trials") {
  // Weights 3/2 and 1/2 against a column that repeats the heavy values three times.
  const std::vector<std::int64_t> column{10, 20, 30, 40};
  const std::vector<std::int64_t> weights{kWeightOne * 3 / 2, kWeightOne / 2, kWeightOne / 2, kWeightOne * 3 / 2};
  const std::vector<std::int64_t> repeated{10, 10, 10, 20, 30, 40, 40, 40};
  const std::vector<Probability> probabilities{{3, 8}, {5, 8}, {6, 8}};
  const DesignedEstimates designed = designed_estimates(column, {1, weights}, probabilities);
  const DesignedEstimates plain = designed_estimates(repeated, {}, probabilities);
  CHECK(designed.mean.value == Approx(plain.mean.value).epsilon(1e-14));
  for (std::size_t q = 0; q < probabilities.size(); ++q) {
    CHECK(designed.quantiles[q].value == plain.quantiles[q].value);
    CHECK(designed.shortfalls[q].value == Approx(plain.shortfalls[q].value).epsilon(1e-14));
  }
  CHECK(effective_sample_size(weights) == Approx(16.0 / 5.0));
}

TEST_CASE("quantiles rise with p whatever the weights add up to") {
  std::mt19937 bits(17);
  const std::vector<Probability> probabilities{{1, 100}, {1, 4}, {499, 1000}, {1, 2}, {3, 4}, {99, 100}};
  for (int round = 0; round < 200; ++round) {
    const std::vector<std::int64_t> column = some_column(20);
    std::vector<std::int64_t> weights;  // their mean is between 0.1 and 2.6
    const double scale = 0.05 + 0.0125 * (round % 100);
    for (std::size_t n = 0; n < column.size(); ++n)
      weights.push_back(
          static_cast<std::int64_t>(scale * static_cast<double>(kWeightOne) * static_cast<double>(1 + bits() % 3)));
    const std::vector<QuantileEstimate> q = designed_quantiles(column, {1, weights}, probabilities);
    for (std::size_t k = 1; k < q.size(); ++k) REQUIRE(q[k - 1].value <= q[k].value);
  }
}

TEST_CASE("replicates carry the error") {
  // Pairs that add up to the same: nothing is uncertain about the mean.
  std::vector<std::int64_t> column;
  for (std::int64_t i = 0; i < 100; ++i) {
    column.push_back(i);
    column.push_back(1000 - i);
  }
  const DesignedEstimates designed = designed_estimates(column, {2, {}}, {});
  CHECK(designed.mean.value == 500.0);
  CHECK(designed.mean.standard_error == 0.0);
  CHECK(designed.standard_deviation > 400.0);
}

TEST_CASE("weights are rounded to 2^-40 and may not be too large") {
  CHECK(weight_of(0.0) == kWeightOne);
  CHECK(weight_of(-1000.0) == 0);
  CHECK(weight_of(std::log(0.125)) == kWeightOne / 8);
  CHECK_THROWS_AS(weight_of(20.0), Error);
}
