#pragma once
// May a run end? Asked when a group of blocks is complete, never inside one, so that the answer does not depend on the
// threads: the standard error of the rule's figure over the figure itself, of all trials so far.

#include <cstdint>

#include "sim/blocks/run_totals.h"

namespace delcredere {

/// The figure of the plan's stop rule over the first `trials`, in minor units.
MeanEstimate stop_figure(const Plan& plan, const RunTotals& totals, std::uint64_t trials);

bool may_stop(const Plan& plan, const RunTotals& totals, std::uint64_t trials);

}  // namespace delcredere
