#include "sim/blocks/runner.h"

#include <oneapi/tbb/enumerable_thread_specific.h>

#include <algorithm>
#include <chrono>
#include <mutex>

#include "models/core/error.h"
#include "sim/blocks/progress.h"
#include "sim/blocks/threads.h"

namespace delcredere {
namespace {

/// What a thread keeps between blocks.
struct Worker {
  Worker(const Plan& plan, const TallyShape& shape, const EngineMaker& make_engine, std::uint64_t block_trials,
         bool one_by_one)
      : engine(make_engine()), settlement(plan, shape, one_by_one), tally(shape, block_trials) {}
  std::unique_ptr<TrialEngine> engine;
  Settlement settlement;
  BlockTally tally;
  std::vector<ScenarioFlows> flows;
};

void refuse_when_stopped(const RunSettings& settings) {
  if (settings.stop != nullptr && settings.stop->load(std::memory_order_relaxed))
    throw Error(ExitCode::stopped, "stopped by a signal; nothing was written");
}

}  // namespace

RunTotals::RunTotals(const Plan& plan, const TallyShape& axes, const RunSettings& settings)
    : shape(axes),
      columns(axes.layout.columns(), plan.study->simulation.trials, settings.column_memory, settings.scratch_folder),
      fans(fan_ranges(plan, axes), plan.study->simulation.trials),
      tally(axes) {}

void run_blocks(const Plan& plan, const RunSettings& settings, const EngineMaker& make_engine, RunTotals& totals) {
  const std::uint64_t trials = plan.study->simulation.trials;
  tbb::enumerable_thread_specific<Worker> workers(
      [&] { return Worker(plan, totals.shape, make_engine, plan.block_trials, settings.engine == "reference"); });
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
        worker.settlement.settle(s, worker.flows[s], first + n, n, worker.tally);
      meter.add(plan.scenarios.size());
    }
    for (std::size_t series = 0; series < totals.shape.series(); ++series)
      totals.fans.add(series, first, {&worker.tally.series(series, 0), count});
    for (std::size_t column = 0; column < totals.shape.layout.columns(); ++column)
      totals.columns.write(column, first, {&worker.tally.column(column, 0), count});
    meter.add_losses({&worker.tally.column(totals.shape.layout.of(0, ScenarioValue::gross), 0), count});
    const std::lock_guard lock(merging);
    totals.tally.merge(totals.shape, worker.tally, count);
  };
  on_threads(settings.threads, plan.blocks, [&](const tbb::blocked_range<std::uint64_t>& blocks) {
    for (std::uint64_t block = blocks.begin(); block < blocks.end(); ++block) run_block(block);
  });
}

void replay(const Plan& plan, const RunSettings& settings, const EngineMaker& make_engine, const TallyShape& shape,
            std::span<const std::uint64_t> trials, const ReplayVisit& visit) {
  tbb::enumerable_thread_specific<Worker> workers(
      [&] { return Worker(plan, shape, make_engine, 0, settings.engine == "reference"); });
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
