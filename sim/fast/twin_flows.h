#pragma once
// The flows of a scenario that differs from its twin in named failures and shocks alone (sim/plan/plan_twins.cpp). With
// the twin's shocks they are the twin's, the named buyers that would have lived longer taken out and put in as failed.
// With shocks of its own, what failed and late buyers that no shock may touch come to is taken from the twin.

#include <cstdint>
#include <vector>

#include "sim/fast/fast_defaults.h"
#include "sim/fast/fast_flows.h"
#include "sim/trial/buyer_trial.h"

namespace delcredere::fast {

/// Failed and late buyers that are the twin's, asked for in the order of their numbers; none without a twin.
class TwinLists {
 public:
  /// twin: its finished flows; nullptr: nothing is taken over.
  TwinLists(const ScenarioPlan& scenario, const ScenarioFlows* twin, ScenarioFlows& flows);

  /// What becomes of the buyer is the same in the twin.
  bool has(std::uint32_t buyer);
  /// A late buyer's ledger, where policies may look at it; false: the twin does not tell.
  bool take_late(std::uint32_t buyer);
  /// What a failed buyer of which has() is true leaves, and its ledger.
  void take_failed(std::uint32_t buyer);

 private:
  const BuyerLedger* ledger_of(std::uint32_t buyer);

  std::span<const std::uint32_t> touched_;
  std::span<const FailedBuyer> failed_;
  std::span<const BuyerLedger> ledgers_;
  ScenarioFlows& flows_;
  bool tells_ = false;
};

/// The same shocks. `twin`: finished flows of the same trial, which must outlive `flows`: ledgers that both have lie
/// there. own: who fails by itself in either. pass: of either. traced: scratch.
void take_over(const Plan& plan, const ScenarioPlan& scenario, const TrialState& state, std::uint64_t trial,
               const std::vector<OwnDefault>& own, const FlowPass& pass, const ScenarioFlows& twin,
               ScenarioFlows& flows, std::vector<InvoiceTrial>& traced);

}  // namespace delcredere::fast
