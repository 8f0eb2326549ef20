#include "sim/blocks/runner.h"

#include <oneapi/tbb/blocked_range.h>
#include <oneapi/tbb/enumerable_thread_specific.h>
#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/task_arena.h>

#include <algorithm>
#include <chrono>
#include <mutex>

#include "models/core/error.h"
#include "sim/blocks/progress.h"

namespace delcredere {
namespace {

/// What a thread keeps between blocks.
struct Worker {
  Worker(const Plan& plan, const TallyShape& shape, const EngineMaker& make_engine, std::uint64_t block_trials)
      : engine(make_engine()), settlement(plan, shape), tally(shape, block_trials) {}
  std::unique_ptr<TrialEngine> engine;
  Settlement settlement;
  BlockTally tally;
  std::vector<ScenarioFlows> flows;
};

void refuse_when_stopped(const RunSettings& settings) {
  if (settings.stop != nullptr && settings.stop->load(std::memory_order_relaxed))
    throw Error(ExitCode::stopped, "stopped by a signal; nothing was written");
}

/// Runs body(first, last) over 0..count in single steps on `threads` threads.
template <class Body>
void on_threads(int threads, std::uint64_t count, Body&& body) {
  // The control raises TBB's own limit where more threads than cores are asked for.
  const tbb::global_control control(tbb::global_control::max_allowed_parallelism, static_cast<std::size_t>(threads));
  tbb::task_arena arena(threads);
  arena.execute(
      [&] { tbb::parallel_for(tbb::blocked_range<std::uint64_t>(0, count, 1), body, tbb::simple_partitioner{}); });
}

/// By (scenario, policy): whether its recoveries cost something. `none` has no such term.
std::vector<bool> costly_recoveries(const Plan& plan) {
  std::vector<bool> costly;
  for (const ScenarioPlan& scenario : plan.scenarios) {
    costly.push_back(false);
    for (const PolicyTerms& terms : scenario.scenario->policies) costly.push_back(terms.recovery_cost.mantissa != 0);
  }
  return costly;
}

}  // namespace

RunTotals::RunTotals(const Plan& plan, const TallyShape& axes, std::uint64_t trials)
    : shape(axes),
      columns(axes.scenarios, axes.policies, trials, axes.cash, costly_recoveries(plan)),
      fans(fan_ranges(plan, axes), trials),
      tally(axes) {}

void run_blocks(const Plan& plan, const RunSettings& settings, const EngineMaker& make_engine, RunTotals& totals) {
  const std::uint64_t trials = plan.study->simulation.trials;
  tbb::enumerable_thread_specific<Worker> workers(
      [&] { return Worker(plan, totals.shape, make_engine, plan.block_trials); });
  std::mutex merging;
  ProgressMeter meter(settings, trials * plan.scenarios.size(), plan.study->currency);

  const auto run_block = [&](std::uint64_t block) {
    Worker& worker = workers.local();
    worker.tally.clear();
    const std::uint64_t first = block * plan.block_trials;
    const std::uint64_t count = std::min(plan.block_trials, trials - first);
    for (std::uint64_t n = 0; n < count; ++n) {
      refuse_when_stopped(settings);
      worker.engine->run(first + n, worker.flows);
      for (std::size_t s = 0; s < plan.scenarios.size(); ++s)
        worker.settlement.settle(s, worker.flows[s], first + n, n, totals.columns, worker.tally);
      meter.add(plan.scenarios.size());
    }
    for (std::size_t series = 0; series < totals.shape.series(); ++series)
      totals.fans.add(series, first, {worker.tally.fan.data() + series * worker.tally.capacity, count});
    meter.add_losses({totals.columns.by_scenario.front().gross.data() + first, count});
    const std::lock_guard lock(merging);
    totals.tally.merge(totals.shape, worker.tally, count);
  };
  on_threads(settings.threads, plan.blocks, [&](const tbb::blocked_range<std::uint64_t>& blocks) {
    for (std::uint64_t block = blocks.begin(); block < blocks.end(); ++block) run_block(block);
  });
}

void replay(const Plan& plan, const RunSettings& settings, const EngineMaker& make_engine, const TallyShape& shape,
            std::span<const std::uint64_t> trials, const ReplayVisit& visit) {
  tbb::enumerable_thread_specific<Worker> workers([&] { return Worker(plan, shape, make_engine, 0); });
  on_threads(settings.threads, trials.size(), [&](const tbb::blocked_range<std::uint64_t>& range) {
    Worker& worker = workers.local();
    for (std::uint64_t i = range.begin(); i < range.end(); ++i) {
      refuse_when_stopped(settings);
      worker.engine->run(trials[i], worker.flows);
      visit(i, worker.flows, worker.settlement);
    }
  });
}

}  // namespace delcredere
