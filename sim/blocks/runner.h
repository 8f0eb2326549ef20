#pragma once
// Runs all blocks of a plan on oneTBB and brings their integers together. Any thread count and any order of blocks give
// the same totals.

#include <functional>
#include <memory>
#include <span>

#include "sim/blocks/run_totals.h"
#include "sim/blocks/settlement.h"
#include "sim/plan/plan.h"
#include "sim/run.h"
#include "sim/trial/engine.h"

namespace delcredere {

using EngineMaker = std::function<std::unique_ptr<TrialEngine>()>;

/// Throws Error: stopped (75) when settings.stop is true. Asked before every trial.
void refuse_when_stopped(const RunSettings& settings);

/// run(trial) for every trial below `count`, in any order, with the errors of run_blocks.
void for_each_trial(const RunSettings& settings, std::uint64_t count,
                    const std::function<void(std::uint64_t trial)>& run);

/// Mean retained loss of the first trials by (scenario, detailed policy):
/// TallyShape::centres.
std::vector<Money> find_centres(const Plan& plan, const RunSettings& settings, const EngineMaker& make_engine,
                                const TallyShape& shape);

/// Runs every block, and finishes the totals. Throws Error: stopped (75) when settings.stop becomes true; model (5)
/// with the lowest trial of which a model made no number, whatever the threads: no such trial ever reaches a statistic.
void run_blocks(const Plan& plan, const RunSettings& settings, const EngineMaker& make_engine, RunTotals& totals);

/// Runs the listed trials again and shows each to `visit`: from several threads at once, in no order.
using ReplayVisit =
    std::function<void(std::size_t index, const std::vector<ScenarioFlows>& flows, Settlement& settlement)>;
void replay(const Plan& plan, const RunSettings& settings, const EngineMaker& make_engine, const TallyShape& shape,
            std::span<const std::uint64_t> trials, const ReplayVisit& visit);

}  // namespace delcredere
