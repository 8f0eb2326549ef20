#include "sim/blocks/runner.h"

#include <oneapi/tbb/enumerable_thread_specific.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <limits>
#include <mutex>
#include <string>

#include "models/core/error.h"
#include "sim/blocks/progress.h"
#include "sim/blocks/stop_rule.h"
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

/// The lowest trial of which a model made no number. Where trials run in any order it is found all the same: what lies
/// below one that failed is still run, what lies above is not.
class ModelFaults {
 public:
  bool below(std::uint64_t trial) const { return trial < lowest_.load(std::memory_order_relaxed); }
  void note(std::uint64_t trial, const char* what) {
    const std::lock_guard lock(noting_);
    if (!below(trial)) return;
    lowest_ = trial;
    what_ = what;
  }
  void raise() const {
    if (what_.empty()) return;
    throw Error(ExitCode::model, "trial " + std::to_string(lowest_.load()) + ": " + what_);
  }

 private:
  std::atomic<std::uint64_t> lowest_ = std::numeric_limits<std::uint64_t>::max();
  std::mutex noting_;
  std::string what_;
};

/// work(), in which a model may fail; false where it did.
template <class Work>
bool without_fault(std::uint64_t trial, ModelFaults& faults, Work&& work) {
  try {
    work();
    return true;
  } catch (const Error& error) {
    if (error.code() != ExitCode::model) throw;
    faults.note(trial, error.what());
    return false;
  }
}

}  // namespace

void for_each_trial(const RunSettings& settings, std::uint64_t count,
                    const std::function<void(std::uint64_t trial)>& run) {
  ModelFaults faults;
  for_each_index(settings.threads, count, [&](std::uint64_t trial) {
    refuse_when_stopped(settings);
    if (faults.below(trial)) without_fault(trial, faults, [&] { run(trial); });
  });
  faults.raise();
}

void refuse_when_stopped(const RunSettings& settings) {
  if (settings.stop != nullptr && settings.stop->load(std::memory_order_relaxed))
    throw Error(ExitCode::stopped, "stopped by a signal; nothing was written");
}

std::vector<Money> find_centres(const Plan& plan, const RunSettings& settings, const EngineMaker& make_engine,
                                const TallyShape& shape) {
  constexpr std::uint64_t few = 16, weighted = 256;  // trials with weights are those of small books
  std::vector<std::uint64_t> trials(std::min(shape.weighted ? weighted : few, plan.most_trials));
  for (std::uint64_t n = 0; n < trials.size(); ++n) trials[n] = n;
  std::vector<Int128> sums(shape.scenarios * shape.details(), 0), weights(sums.size(), 0);
  std::mutex adding;
  replay(plan, settings, make_engine, shape, trials,
         [&](std::size_t index, const std::vector<ScenarioFlows>& flows, Settlement& settlement) {
           for (std::size_t s = 0; s < shape.scenarios; ++s)
             for (std::size_t d = 0; d < shape.details(); ++d) {
               const std::int64_t weight = shape.weighted ? weight_of(flows[s].log_weight) : 1;
               Int128 sum = 0;
               for (const Settlement::BuyerLoss& loss :
                    settlement.buyer_losses(s, shape.detailed[d], flows[s], trials[index]))
                 sum += loss.retained();
               const std::lock_guard lock(adding);
               sums[s * shape.details() + d] += weight * sum;
               weights[s * shape.details() + d] += weight;
             }
         });
  std::vector<Money> centres;
  for (std::size_t i = 0; i < sums.size(); ++i)
    centres.push_back(weights[i] > 0 ? static_cast<Money>(sums[i] / weights[i]) : 0);
  return centres;
}

void run_blocks(const Plan& plan, const RunSettings& settings, const EngineMaker& make_engine, RunTotals& totals) {
  const std::uint64_t trials = plan.most_trials;
  const bool reference = settings.engine == "reference";
  tbb::enumerable_thread_specific<Worker> workers([&] {
    Worker worker(plan, totals.shape, make_engine, plan.block_trials, reference);
    if (!reference) worker.settlement.keep_worst(totals.worst);  // so that the reference runs them all again
    return worker;
  });
  std::mutex merging;
  ProgressMeter meter(settings, trials * plan.scenarios.size(), plan.study->currency);

  ModelFaults faults;
  const auto run_block = [&](std::uint64_t block) {
    const std::uint64_t first = block * plan.block_trials;
    if (!faults.below(first)) return;
    Worker& worker = workers.local();
    worker.tally.clear();
    const std::uint64_t count = std::min(plan.block_trials, trials - first);
    for (std::uint64_t n = 0; n < count; ++n) {
      refuse_when_stopped(settings);
      const bool sound = without_fault(first + n, faults, [&] {
        worker.engine->run(first + n, worker.flows);
        for (std::size_t s = 0; s < plan.scenarios.size(); ++s)
          worker.settlement.settle(s, worker.flows[s], first + n, n, worker.tally);
      });
      if (!sound) return;
      meter.add(plan.scenarios.size());
    }
    worker.tally.add_up_series(totals.shape, count);
    for (std::size_t series = 0; series < totals.shape.series(); ++series)
      totals.fans.add(series, first, {&worker.tally.series(series, 0), count});
    for (std::size_t column = 0; column < totals.shape.layout.columns(); ++column)
      totals.columns.write(column, first, {&worker.tally.column(column, 0), count});
    if (!totals.shape.weighted)
      meter.add_losses({&worker.tally.column(totals.shape.layout.of(0, ScenarioValue::gross), 0), count});
    const std::lock_guard lock(merging);
    totals.merge(worker.tally, block, count);
  };
  const std::uint64_t group = plan.group_blocks > 0 ? plan.group_blocks : plan.blocks;
  std::uint64_t done = 0;
  while (done < plan.blocks) {
    for_each_index(settings.threads, group, [&](std::uint64_t block) { run_block(done + block); });
    faults.raise();
    done += group;
    if (plan.group_blocks > 0 && may_stop(plan, totals, std::min(trials, done * plan.block_trials))) break;
  }
  totals.finish(std::min(trials, done * plan.block_trials));
}

void replay(const Plan& plan, const RunSettings& settings, const EngineMaker& make_engine, const TallyShape& shape,
            std::span<const std::uint64_t> trials, const ReplayVisit& visit) {
  tbb::enumerable_thread_specific<Worker> workers(
      [&] { return Worker(plan, shape, make_engine, 0, settings.engine == "reference"); });
  ModelFaults faults;
  for_each_index(settings.threads, trials.size(), [&](std::uint64_t i) {
    refuse_when_stopped(settings);
    if (!faults.below(trials[i])) return;
    Worker& worker = workers.local();
    without_fault(trials[i], faults, [&] {
      worker.engine->run(trials[i], worker.flows);
      visit(i, worker.flows, worker.settlement);
    });
  });
  faults.raise();
}

}  // namespace delcredere
