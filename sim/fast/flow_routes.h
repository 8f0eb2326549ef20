#pragma once
// The payments of a whole book that the scenarios of a trial share, as RouteMap has it.

#include <cstdint>
#include <vector>

#include "sim/fast/fast_flows.h"
#include "sim/fast/fast_laws.h"
#include "sim/fast/route_map.h"
#include "sim/plan/plan.h"

namespace delcredere::fast {

class FlowRoutes {
 public:
  /// No routes for a book of exposures.
  explicit FlowRoutes(const Plan& plan);

  /// The law's draws of a trial; effects and delay scores by number of the factor model.
  template <class Effects, class Scores>
  void draw(std::uint64_t trial, Effects&& effects_of, Scores&& delay_scores_of) {
    for (LawDraws& laws : laws_) laws.run(trial, effects_of(laws.factors()), delay_scores_of(laws.factors()));
    for (Pass& pass : passes_) pass.done = false;
  }
  const LawDraws& laws_of(std::size_t scenario) const { return laws_[map_.routes[scenario].laws]; }
  /// The pass that serves a scenario under the trial's shocks on payments, by class.
  const FlowPass& pass_of(std::size_t scenario, const ShockCalendar& days);

 private:
  /// Done at most once a trial for all scenarios that it serves.
  struct Pass {
    FlowPass flows;
    bool done = false;
  };

  RouteMap map_;
  std::vector<LawDraws> laws_;
  std::vector<Pass> passes_;
};

}  // namespace delcredere::fast
