#pragma once
// May a run end? Asked when a group of blocks is complete, never inside one, so that the answer does not depend on the
// threads: the standard error of the rule's figure over the figure itself, of all trials so far.

#include <cstdint>

#include "sim/blocks/run_totals.h"

namespace delcredere {

/// The figure of the plan's stop rule over the first `trials`, in minor units.
MeanEstimate stop_figure(const Plan& plan, const RunTotals& totals, std::uint64_t trials);

/// Is its standard error at most the rule's share of it?
bool known_well_enough(const MeanEstimate& figure, const StopRule& rule);

/// Is the figure known well enough after the first `trials`?
bool may_stop(const Plan& plan, const RunTotals& totals, std::uint64_t trials);

}  // namespace delcredere
