// Trials per second with 1, 10 and 100 policy structures on the same trials: all of the simulate phase, one thread, of
// an exposure book and an invoice book (quickstart, base). Loss statistics of the structures; daily cash of `none`.

#include <benchmark/benchmark.h>

#include "bench/books.h"
#include "sim/blocks/runner.h"
#include "sim/fast/fast_engine.h"

namespace delcredere::bench {
namespace {

constexpr std::uint64_t kTrials = 4096;

void simulate(benchmark::State& state, Study study) {
  set_structures(study, static_cast<std::size_t>(state.range(0)));
  study.outputs.detailed_policies.emplace();
  const Plan plan = make_plan(study);
  const TallyShape shape(plan);
  const RunSettings settings;
  for (auto _ : state) {
    state.PauseTiming();
    auto totals = std::make_unique<RunTotals>(plan, shape, settings);
    state.ResumeTiming();
    run_blocks(
        plan, settings, [&plan] { return make_fast_engine(plan); }, *totals);
    state.PauseTiming();
    totals.reset();
    state.ResumeTiming();
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kTrials));
}

void policies_exposures(benchmark::State& state) { simulate(state, exposure_study(7, 20, kTrials)); }
void policies_invoices(benchmark::State& state) { simulate(state, quickstart_base(kTrials)); }

BENCHMARK(policies_exposures)->Arg(1)->Arg(10)->Arg(100)->Unit(benchmark::kMillisecond);
BENCHMARK(policies_invoices)->Arg(1)->Arg(10)->Arg(100)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace delcredere::bench
