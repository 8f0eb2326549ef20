#pragma once
// The flows of a scenario that differs from its twin in named failures alone (sim/plan/plan_twins.cpp): the twin's,
// with the named buyers that would have lived longer taken out and put in as failed.

#include <cstdint>
#include <vector>

#include "sim/fast/fast_defaults.h"
#include "sim/fast/fast_flows.h"
#include "sim/trial/buyer_trial.h"

namespace delcredere::fast {

/// `twin`: finished flows of the same trial, which must outlive `flows`: ledgers that both have lie there. own: who
/// fails by itself in either. pass: of either. traced: scratch.
void take_over(const Plan& plan, const ScenarioPlan& scenario, const TrialState& state, std::uint64_t trial,
               const std::vector<OwnDefault>& own, const FlowPass& pass, const ScenarioFlows& twin,
               ScenarioFlows& flows, std::vector<InvoiceTrial>& traced);

}  // namespace delcredere::fast
