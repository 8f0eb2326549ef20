#pragma once
// A trial engine: trial number in, flows of every scenario out. The reference and the fast engine give the same
// integers.

#include <cstdint>
#include <memory>
#include <vector>

#include "sim/plan/plan.h"
#include "sim/trial/flows.h"

namespace delcredere {

class TrialEngine {
 public:
  virtual ~TrialEngine() = default;
  /// Fills one ScenarioFlows per scenario of the Plan. Not for two threads at once: one engine per thread.
  virtual void run(std::uint64_t trial, std::vector<ScenarioFlows>& flows) = 0;
};

class DetailSink;

/// An engine with `detail`, one sink a scenario, hands every invoice to them and draws its trials plainly.
std::unique_ptr<TrialEngine> make_reference_engine(const Plan& plan, std::vector<DetailSink>* detail = nullptr);

}  // namespace delcredere
