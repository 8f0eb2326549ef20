#pragma once
// Which payments of a whole book serve which scenario: scenarios that share payment section and factors share the law's
// draws, those that share rules too share the pass without shocks, and one with shocks where these agree.

#include <cstdint>
#include <vector>

#include "sim/fast/fast_flows.h"
#include "sim/fast/fast_laws.h"
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
  const LawDraws& laws_of(std::size_t scenario) const { return laws_[routes_[scenario].laws]; }
  /// The pass that serves a scenario under the trial's shocks on payments, by class.
  const FlowPass& pass_of(std::size_t scenario, const ShockCalendar& days);

 private:
  struct Route {
    std::size_t laws = 0, plain = 0, shocked = 0;
  };
  /// Done at most once a trial for all scenarios that it serves.
  struct Pass {
    FlowPass flows;
    bool done = false;
  };

  bool same_rules(std::uint32_t a, std::uint32_t b) const;
  bool same_shocks(std::uint32_t a, std::uint32_t b) const;

  const Plan& plan_;
  std::vector<Route> routes_;
  std::vector<LawDraws> laws_;
  std::vector<Pass> passes_;
};

}  // namespace delcredere::fast
