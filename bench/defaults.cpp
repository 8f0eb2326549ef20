// Buyer-trials per second of an exposure book: the search for defaults alone, the whole trial of the fast engine, and
// one Boost.Random normal per buyer and trial.

#include <benchmark/benchmark.h>

#include <map>
#include <memory>
#include <utility>

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

Study with_model(Study study, DependenceModel model) {
  study.base.credit.dependence.model = model;
  study.base.credit.dependence.sectors["default"].volatility = 0.8;
  for (auto& [name, sector] : study.base.credit.dependence.sectors) sector.volatility = 0.8;
  study.scenarios = {study.base};
  return study;
}

/// Argument 0: 8 buckets (8 grades, 1 sector) or 140 (7 grades, 20 sectors).
const Book& book(std::int64_t buckets, DependenceModel model = DependenceModel::gaussian) {
  static std::map<std::pair<std::int64_t, DependenceModel>, std::unique_ptr<Book>> made;
  std::unique_ptr<Book>& book = made[{buckets, model}];
  if (book == nullptr)
    book = std::make_unique<Book>(with_model(buckets == 8 ? exposure_study(8, 1) : exposure_study(7, 20), model));
  return *book;
}

void count(benchmark::State& state, const Plan& plan) {
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(plan.buyers));
}

void run_fast(benchmark::State& state, DependenceModel model) {
  const Plan& plan = book(state.range(0), model).plan;
  DefaultsWork work(plan);
  std::uint64_t trial = 0;
  for (auto _ : state) {
    work.prepare(trial);
    benchmark::DoNotOptimize(work.run(trial++));
  }
  count(state, plan);
}

void defaults_fast(benchmark::State& state) { run_fast(state, DependenceModel::gaussian); }
void defaults_fast_student_t(benchmark::State& state) { run_fast(state, DependenceModel::student_t); }
void defaults_fast_gamma(benchmark::State& state) { run_fast(state, DependenceModel::gamma); }

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
BENCHMARK(defaults_fast_student_t)->Arg(8)->Arg(140);
BENCHMARK(defaults_fast_gamma)->Arg(8)->Arg(140);
BENCHMARK(defaults_trial)->Arg(8)->Arg(140);
BENCHMARK(defaults_plain)->Arg(8)->Arg(140);

}  // namespace
}  // namespace delcredere::bench
