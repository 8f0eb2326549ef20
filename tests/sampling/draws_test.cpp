// What the methods promise of the inputs they draw, trial by trial.

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <set>

#include "models/core/math/elementary.h"
#include "sim/plan/plan.h"
#include "tests/support/study_builder.h"

using namespace delcredere;
using namespace delcredere::testing;

namespace {

Study two_sectors(SamplingMethod method, std::uint64_t trials) {
  StudyBuilder builder(trials, 3);
  builder.asset_correlation(0.2, 0.3);
  for (int i = 0; i < 20; ++i) builder.exposure(0.02, 100 + i, 1.0, i % 2 == 0 ? "a" : "b");
  builder.study().simulation.sampling = method;
  builder.study().simulation.strata = 8;
  return builder.build();
}

std::vector<double> inputs_of(const Plan& plan, std::uint64_t trial) {
  FactorModel::State state;
  plan.sampler.draw_state(plan.factor_models[0], 0, plan.seed, trial, state);
  return state.inputs;
}

}  // namespace

TEST_CASE("antithetic trials mirror each other") {
  const Study study = two_sectors(SamplingMethod::antithetic, 100);
  const Plan plan = make_plan(study);
  for (std::uint64_t trial = 0; trial < 100; trial += 2) {
    const std::vector<double> y = inputs_of(plan, trial), z = inputs_of(plan, trial + 1);
    REQUIRE(y.size() == 3);  // the common part and two own ones
    for (std::size_t i = 0; i < y.size(); ++i) CHECK(y[i] == -z[i]);
  }
}

TEST_CASE("each replicate has one trial in each stratum of the steepest direction") {
  const Study study = two_sectors(SamplingMethod::stratified, 160);
  const Plan plan = make_plan(study);
  double length = 0;
  for (const double d : plan.sampler.direction()) length += d * d;
  CHECK(length == Approx(1.0));
  for (std::uint64_t first = 0; first < 160; first += 8) {
    std::set<int> strata;
    for (std::uint64_t n = first; n < first + 8; ++n) {
      const std::vector<double> y = inputs_of(plan, n);
      double x = 0;
      for (std::size_t i = 0; i < y.size(); ++i) x += plan.sampler.direction()[i] * y[i];
      strata.insert(static_cast<int>(normal_cdf(x) * 8.0));
    }
    CHECK(strata.size() == 8);
  }
}

TEST_CASE("each Sobol replicate is a net in every dimension") {
  const std::size_t points = 256, dimensions = 30;
  const SobolPoints sobol(7, dimensions, 16, 8);
  for (std::size_t r = 0; r < 16; ++r)
    for (std::size_t d = 0; d < dimensions; ++d) {
      std::set<int> cells;
      for (std::uint64_t n = 0; n < points; ++n)
        cells.insert(static_cast<int>(sobol.at(r, n, d) * static_cast<double>(points)));
      REQUIRE(cells.size() == points);
    }
  // The first two dimensions form a (0, 8, 2)-net: one point in every elementary box of volume 1 / 256.
  for (std::size_t r = 0; r < 16; ++r)
    for (int k = 0; k <= 8; ++k) {
      std::set<std::pair<int, int>> boxes;
      for (std::uint64_t n = 0; n < points; ++n)
        boxes.insert(
            {static_cast<int>(sobol.at(r, n, 0) * (1 << k)), static_cast<int>(sobol.at(r, n, 1) * (1 << (8 - k)))});
      REQUIRE(boxes.size() == points);
    }
  CHECK(sobol.at(0, 5, 3) != sobol.at(1, 5, 3));
}

TEST_CASE("scrambled points are uniform") {
  // One point over many seeds: 400 values, Kolmogorov's distance above 0.12 has probability 2e-5.
  for (const std::uint64_t point : {0, 1, 37}) {
    std::vector<double> values;
    for (std::uint64_t seed = 1; seed <= 25; ++seed) {
      const SobolPoints sobol(seed, 4, 16, 6);
      for (std::size_t r = 0; r < 16; ++r) values.push_back(sobol.at(r, point, 2));
    }
    std::sort(values.begin(), values.end());
    double distance = 0;
    for (std::size_t i = 0; i < values.size(); ++i)
      distance = std::max(distance, std::abs(values[i] - (static_cast<double>(i) + 0.5) / 400.0));
    CHECK(distance < 0.12);
  }
}
