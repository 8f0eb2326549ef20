#include "sim/run.h"

#include <oneapi/tbb/enumerable_thread_specific.h>

#include <chrono>
#include <utility>

#include "models/core/error.h"
#include "sim/blocks/runner.h"
#include "sim/fast/fast_engine.h"
#include "sim/memory.h"
#include "sim/run_hash.h"
#include "sim/summary/parts.h"
#include "sim/trial/detail.h"

namespace delcredere {
namespace {

/// Wall time of the phases of a run.
class Phases {
 public:
  template <class Work>
  auto time(const char* name, Work&& work) {
    const auto start = std::chrono::steady_clock::now();
    struct Stop {
      Phases& phases;
      const char* name;
      std::chrono::steady_clock::time_point start;
      ~Stop() {
        const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - start;
        phases.times_.push_back({name, spent.count()});
      }
    } stop{*this, name, start};
    return work();
  }
  std::vector<PhaseTime> times() const { return times_; }

 private:
  std::vector<PhaseTime> times_;
};

std::unique_ptr<TrialEngine> make_engine(const Plan& plan, const std::string& engine,
                                         std::vector<DetailSink>* detail = nullptr) {
  if (engine == "reference") return make_reference_engine(plan, detail);
  if (engine == "fast") return make_fast_engine(plan, detail);
  throw Error(ExitCode::config, "engine: unknown '" + engine + "' (allowed: fast, reference)");
}

/// A thread's engine with a sink for each scenario.
struct DetailWorker {
  DetailWorker(const Plan& plan, const std::string& name)
      : sinks(plan.scenarios.size(), DetailSink(plan.buyers, plan.study->period_ends.size())),
        engine(make_engine(plan, name, &sinks)) {}
  DetailWorker(const DetailWorker&) = delete;
  DetailWorker& operator=(const DetailWorker&) = delete;

  std::vector<DetailSink> sinks;
  std::unique_ptr<TrialEngine> engine;
  std::vector<ScenarioFlows> flows;
};

/// Runs the first trials once more and measures what needs every invoice.
std::vector<DetailSink> run_detail(const Plan& plan, const TallyShape& shape, const RunSettings& settings) {
  std::vector<DetailSink> detail;
  if (!shape.cash) return detail;
  detail.assign(plan.scenarios.size(), DetailSink(plan.buyers, plan.study->period_ends.size()));
  tbb::enumerable_thread_specific<DetailWorker> workers([&] { return DetailWorker(plan, settings.engine); });
  for_each_trial(settings, plan.detail_trials, [&](std::uint64_t trial) {
    DetailWorker& worker = workers.local();
    worker.engine->run(trial, worker.flows);
  });
  for (const DetailWorker& worker : workers)
    for (std::size_t s = 0; s < detail.size(); ++s) detail[s].merge(worker.sinks[s]);
  return detail;
}

}  // namespace

RunResults run_study(const Study& study, const RunSettings& settings) {
  if (settings.simd) limit_fast_engine(*settings.simd);
  Phases phases;
  const Plan plan = phases.time("plan", [&] { return make_plan(study); });
  TallyShape shape(plan);
  refuse_what_does_not_fit(plan, shape, settings);
  const EngineMaker maker = [&] { return make_engine(plan, settings.engine); };
  shape.centres = find_centres(plan, settings, maker, shape);

  RunTotals totals(plan, shape, settings);
  phases.time("simulate", [&] { run_blocks(plan, settings, maker, totals); });
  const std::vector<DetailSink> detail = phases.time("detail", [&] { return run_detail(plan, shape, settings); });

  RunResults results;
  results.axes = summary::axes_of(study, plan);
  results.trials = totals.trials;
  results.seed = study.simulation.seed;
  results.run_hash = run_hash(study, plan);
  results.has_cash = shape.cash;
  results.engine = settings.engine;
  results.simd_target = settings.engine == "fast" ? fast_engine_target() : "scalar";
  results.threads = settings.threads;
  phases.time("summarise", [&] {
    results.losses = summary::losses(study, totals, settings.threads);
    results.exceedance = summary::exceedance(study, totals, settings.threads);
    results.convergence = summary::convergence(study, totals, settings.threads);
    results.buyers = summary::buyers(study, plan, totals, detail);
    results.sectors = summary::groups(study, plan, totals, kBySector);
    results.countries = summary::groups(study, plan, totals, kByCountry);
    summary::deviation_contributions(study, totals, results);
    summary::control_variates(study, plan, totals, results.losses);
    results.concentration = summary::concentration(study, plan);
    if (shape.cash) {
      results.cash = summary::cash(study, plan, totals);
      results.liquidity = summary::liquidity(study, plan, totals, detail);
      summary::liquidity_flows(study, plan, totals, results.cash, results.liquidity);
      results.ageing = summary::ageing(study, detail);
      results.ageing.outstanding_start = summary::outstanding_start(study, plan);
      results.collection = summary::collection(study, detail);
      results.provisions = summary::provisions(study, plan, totals, detail);
      results.covenants = summary::covenants(study, plan, totals);
      results.reserve = summary::reserve(study, plan, totals);
    }
    results.treaties = summary::treaties(study, plan, totals);
    results.pricing = summary::pricing(study, plan, totals, settings.threads);
    results.sampling = summary::sampling(study, plan, totals);
    results.stop = summary::stop(plan, totals, results.axes);
    if (stores_trials(study, shape, totals.trials))
      results.trial_columns = summary::trial_columns(totals, study.horizon);
    if (shape.cash) summary::blank_without_minimum(study, plan, results);
  });
  phases.time("replay", [&] { summary::tail_contributions(study, plan, settings, maker, totals, results); });
  results.phases = phases.times();
  return results;
}

}  // namespace delcredere
