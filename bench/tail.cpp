// P(L > x) on the 21-factor portfolio of Glasserman & Li (2005): trials per second by plain and by importance sampling,
// and the variance of one trial of either. Argument: x.

#include <benchmark/benchmark.h>

#include <map>
#include <memory>

#include "models/core/statistics/designed.h"
#include "sim/fast/fast_engine.h"
#include "tests/support/twenty_one_factors.h"

namespace delcredere::bench {
namespace {

/// Keeps a study beside the plan that points to it. The pilot stage is part of making the plan.
struct TailBook {
  explicit TailBook(Study s) : study(std::move(s)), plan(make_plan(study)) {}
  Study study;
  Plan plan;
};

const Plan& book(std::int64_t loss, SamplingMethod method) {
  static std::map<std::pair<std::int64_t, SamplingMethod>, std::unique_ptr<TailBook>> made;
  std::unique_ptr<TailBook>& found = made[{loss, method}];
  if (found == nullptr) {
    double expected = 0;
    testing::StudyBuilder builder = testing::twenty_one_factors(1'000'000, 20260105, expected);
    builder.study().simulation.sampling = method;
    if (method == SamplingMethod::importance)
      builder.study().simulation.importance = ImportanceTarget{Money{loss} * testing::kTwentyOneUnit, {}};
    found = std::make_unique<TailBook>(builder.build());
  }
  return found->plan;
}

void run(benchmark::State& state, SamplingMethod method) {
  const Plan& plan = book(state.range(0), method);
  const Money level = state.range(0) * testing::kTwentyOneUnit;
  const std::unique_ptr<TrialEngine> engine = make_fast_engine(plan);
  std::vector<ScenarioFlows> flows;
  ExactSums sums;
  std::uint64_t trial = 0;
  for (auto _ : state) {
    engine->run(trial++, flows);
    Money loss = 0;
    for (const FailedBuyer& failed : flows[0].failed) loss += failed.exposure - failed.recovered;
    sums.add_unit(loss > level ? Int128{weight_of(flows[0].log_weight)} : Int128{0});
  }
  const double one = static_cast<double>(kWeightOne), p = sums.mean() / one, sd = sums.standard_deviation() / one;
  state.counters["probability"] = p;
  // Of one trial: plain sampling of the estimated probability over this.
  state.counters["variance_ratio"] = p * (1.0 - p) / (sd * sd);
  state.SetItemsProcessed(state.iterations());
}

void tail_plain(benchmark::State& state) { run(state, SamplingMethod::plain); }
void tail_importance(benchmark::State& state) { run(state, SamplingMethod::importance); }

BENCHMARK(tail_plain)->Arg(10'000);
BENCHMARK(tail_importance)->Arg(10'000)->Arg(22'000)->Arg(40'000);

}  // namespace
}  // namespace delcredere::bench
