#pragma once
// Memory of a run, told before it is taken.

#include "sim/blocks/tally.h"
#include "sim/plan/plan.h"
#include "sim/run.h"

namespace delcredere {

MemoryPlan memory_of(const Plan& plan, const TallyShape& shape, const RunSettings& settings);

/// Throws Error (7) with the figures when the plan exceeds settings.memory_limit.
void refuse_what_does_not_fit(const Plan& plan, const TallyShape& shape, const RunSettings& settings);

/// Whether the result file gets /trials.
bool stores_trials(const Study& study, const TallyShape& shape, std::uint64_t trials);

/// Bytes per trial of the columns that /trials holds.
std::uint64_t trial_column_bytes(const TallyShape& shape);

}  // namespace delcredere
