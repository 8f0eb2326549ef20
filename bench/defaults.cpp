// Buyer-trials per second of an exposure book: the search for defaults alone, the whole trial of the fast engine, and
// one Boost.Random normal per buyer and trial.

#include <benchmark/benchmark.h>

#include "bench/books.h"
#include "bench/plain.h"
#include "bench/work.h"
#include "sim/fast/fast_engine.h"

namespace delcredere::bench {
namespace {

/// Keeps a study beside the plan that points to it.
struct Book {
  explicit Book(Study s) : study(std::move(s)), plan(make_plan(study)) {}
  Study study;
  Plan plan;
};

/// Argument 0: 8 buckets (8 grades, 1 sector) or 140 (7 grades, 20 sectors).
const Book& book(std::int64_t buckets) {
  static const Book few(exposure_study(8, 1)), many(exposure_study(7, 20));
  return buckets == 8 ? few : many;
}

void count(benchmark::State& state, const Plan& plan) {
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(plan.buyers));
}

void defaults_fast(benchmark::State& state) {
  const Plan& plan = book(state.range(0)).plan;
  DefaultsWork work(plan);
  std::uint64_t trial = 0;
  for (auto _ : state) {
    work.prepare(trial);
    benchmark::DoNotOptimize(work.run(trial++));
  }
  count(state, plan);
}

void defaults_trial(benchmark::State& state) {
  const Plan& plan = book(state.range(0)).plan;
  const std::unique_ptr<TrialEngine> engine = make_fast_engine(plan);
  std::vector<ScenarioFlows> flows;
  std::uint64_t trial = 0;
  for (auto _ : state) {
    engine->run(trial++, flows);
    benchmark::DoNotOptimize(flows.data());
  }
  count(state, plan);
}

void defaults_plain(benchmark::State& state) {
  const Plan& plan = book(state.range(0)).plan;
  PlainDefaults plain(plan);
  for (auto _ : state) benchmark::DoNotOptimize(plain.run());
  count(state, plan);
}

BENCHMARK(defaults_fast)->Arg(8)->Arg(140);
BENCHMARK(defaults_trial)->Arg(8)->Arg(140);
BENCHMARK(defaults_plain)->Arg(8)->Arg(140);

}  // namespace
}  // namespace delcredere::bench
