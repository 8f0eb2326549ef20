// Every method against the exact law of a homogeneous portfolio: estimates lie within 4 of their own standard errors
// (false alarm 6.4e-5 each), and over many seeds the errors are neither too small nor too large.

#include <boost/math/distributions/chi_squared.hpp>
#include <catch2/catch.hpp>
#include <cmath>

#include "models/core/statistics/designed.h"
#include "sim/run.h"
#include "tests/invariance/results_bytes.h"
#include "tests/sampling/vasicek_law.h"
#include "tests/support/study_builder.h"

using namespace delcredere;
using namespace delcredere::testing;

namespace {

constexpr int kBuyers = 60;
constexpr double kPd = 0.03, kRho = 0.2;
constexpr std::size_t kLevel = 12;  // P(D > 12) is 0.0107
constexpr Money kUnit = 100;

Study study_of(SamplingMethod method, std::uint64_t trials, std::uint64_t seed) {
  StudyBuilder builder = homogeneous(kBuyers, kPd, kRho, trials, seed);
  SimulationSettings& settings = builder.study().simulation;
  settings.sampling = method;
  settings.strata = 16;
  settings.replicates = 16;
  if (method == SamplingMethod::importance) settings.importance = ImportanceTarget{Money{kLevel * kUnit}, {}};
  return builder.build();
}

std::vector<std::int64_t> weights_of(const RunResults& results) {
  std::vector<std::int64_t> weights;
  for (const double w : results.trial_columns.weight.values())
    weights.push_back(static_cast<std::int64_t>(w * static_cast<double>(kWeightOne)));
  return weights;
}

/// P(D > kLevel) of a run.
TailProbability tail_of(const RunResults& results, std::span<const std::int64_t> weights) {
  const SampleDesign design{results.sampling.replicate_size, weights};
  return designed_tail(results.trial_columns.gross_loss.values(), design, static_cast<std::int64_t>(kLevel) * kUnit);
}

constexpr SamplingMethod kMethods[] = {SamplingMethod::antithetic, SamplingMethod::stratified, SamplingMethod::sobol,
                                       SamplingMethod::importance};

}  // namespace

TEST_CASE("every method agrees with the exact law") {
  const std::vector<double> law = vasicek_law(kBuyers, kPd, kRho);
  for (const SamplingMethod method : kMethods) {
    CAPTURE(static_cast<int>(method));
    const RunResults results = run_study(study_of(method, 16'384, 71), {});
    const double mean = results.losses.mean(0, 0, 0), error = results.losses.standard_error(0, 0, 0);
    CHECK(std::abs(mean - law_mean(law)) < 4.0 * error);
    const std::vector<std::int64_t> weights = weights_of(results);
    const TailProbability tail = tail_of(results, weights);
    CHECK(std::abs(tail.probability.value - law_above(law, kLevel)) < 4.0 * tail.probability.standard_error);
    // ES and VaR at 99 % by the law: VaR is the smallest k with P(D > k) <= 1 %.
    std::size_t var = 0;
    while (law_above(law, var) > 0.01) ++var;
    CHECK(results.losses.quantile_lower(0, 0, 0, 1) <= static_cast<double>(var));
    CHECK(results.losses.quantile_upper(0, 0, 0, 1) >= static_cast<double>(var));
    const double shortfall = static_cast<double>(var) + law_excess(law, var) / 0.01;
    CHECK(std::abs(results.losses.expected_shortfall(0, 0, 0, 1) - shortfall) <
          4.0 * results.losses.expected_shortfall_standard_error(0, 0, 0, 1));
    // By buyer: all alike.
    double sum = 0;
    for (std::size_t b = 0; b < kBuyers; ++b) sum += results.buyers.expected_loss(0, b);
    CHECK(sum == Approx(mean).epsilon(1e-9));
    CHECK(results.sectors.expected_loss(0, 0) == Approx(mean).epsilon(1e-9));
    CHECK(std::abs(results.sectors.expected_defaults(0, 0) - law_mean(law)) <
          4.0 * results.sectors.expected_defaults_standard_error(0, 0));
    CHECK(std::abs(results.buyers.default_probability(0, 7) - kPd) <
          4.5 * results.buyers.default_probability_standard_error(0, 7));
  }
}

TEST_CASE("errors are honest") {
  // 40 seeds: the sum of z^2 is chi-square with 40 degrees of freedom, nearly (with 16 replicates z is Student's t with
  // 15, whose square has mean 15/13: the bounds are scaled). False alarm about 1e-5 for each side and method. Errors
  // that took the pairs of antithetic trials for independent would be too large and fail below; so would Sobol's.
  const std::vector<double> law = vasicek_law(kBuyers, kPd, kRho);
  constexpr int seeds = 40;
  const boost::math::chi_squared_distribution<double> chi(seeds);
  const double low = boost::math::quantile(chi, 1e-5), high = boost::math::quantile(complement(chi, 1e-5));
  for (const SamplingMethod method : kMethods) {
    CAPTURE(static_cast<int>(method));
    double mean_squares = 0, tail_squares = 0, sector_squares = 0;
    for (int seed = 1; seed <= seeds; ++seed) {
      const RunResults results = run_study(study_of(method, 2048, static_cast<std::uint64_t>(seed)), {});
      const double z = (results.losses.mean(0, 0, 0) - law_mean(law)) / results.losses.standard_error(0, 0, 0);
      mean_squares += z * z;
      const std::vector<std::int64_t> weights = weights_of(results);
      const WeightedMean tail = tail_of(results, weights).probability;
      const double t = (tail.value - law_above(law, kLevel)) / tail.standard_error;
      tail_squares += t * t;
      const double s =
          (results.sectors.expected_loss(0, 0) - law_mean(law)) / results.sectors.expected_loss_standard_error(0, 0);
      sector_squares += s * s;
    }
    const double wide = method == SamplingMethod::sobol ? 15.0 / 13.0 * 1.4 : 1.2;  // heavier tails than the normal law
    for (const double squares : {mean_squares, tail_squares, sector_squares}) {
      CHECK(squares > low / 1.2);
      CHECK(squares < high * wide);
    }
  }
}

TEST_CASE("methods are worth their name") {
  // The ratio is estimated from a few thousand trials, within some 20 %: far from the bounds below.
  CHECK(run_study(study_of(SamplingMethod::antithetic, 16'384, 5), {}).losses.mean_variance_ratio(0, 0, 0) > 1.3);
  CHECK(run_study(study_of(SamplingMethod::stratified, 16'384, 5), {}).losses.mean_variance_ratio(0, 0, 0) > 1.8);
  CHECK(run_study(study_of(SamplingMethod::sobol, 16'384, 5), {}).losses.mean_variance_ratio(0, 0, 0) > 1.8);
  const RunResults importance = run_study(study_of(SamplingMethod::importance, 16'384, 5), {});
  CHECK(importance.sampling.target_variance_ratio(0) > 10.0);
  CHECK(importance.sampling.effective_sample_size(0) > 0.0);
  CHECK(importance.sampling.effective_sample_size(0) < 16'384.0);
}

TEST_CASE("a dropped weight is caught") {
  // The planted bug: without weights the tail is far from the truth, by many of its standard errors.
  const std::vector<double> law = vasicek_law(kBuyers, kPd, kRho);
  const RunResults results = run_study(study_of(SamplingMethod::importance, 16'384, 71), {});
  const TailProbability wrong = tail_of(results, {});
  CHECK(std::abs(wrong.probability.value - law_above(law, kLevel)) > 20.0 * wrong.probability.standard_error);
  // The mean likelihood ratio is 1.
  CHECK(std::abs(results.sampling.mean_weight(0) - 1.0) < 4.0 * results.sampling.mean_weight_standard_error(0));
}

TEST_CASE("engines and threads give the same designed sample") {
  for (const SamplingMethod method : kMethods) {
    CAPTURE(static_cast<int>(method));
    const Study study = study_of(method, 1024, 9);
    RunSettings settings;
    const ResultsBytes once(run_study(study, settings));
    settings.threads = 3;
    CHECK(once.difference(ResultsBytes(run_study(study, settings))) == "");
    settings.threads = 1;
    settings.engine = "reference";
    CHECK(once.difference(ResultsBytes(run_study(study, settings))) == "");
    settings.column_memory = 0;
    CHECK(once.difference(ResultsBytes(run_study(study, settings))) == "");
  }
}
