// Scenarios that differ from an earlier one in named failures alone. Their trials are the earlier one's but for the
// buyers that are named: that is all the fast engine and the policies have to work out.

#include "sim/plan/parts.h"

namespace delcredere::planning {
namespace {

/// Nothing but payments, defaults and policies acts, and no default has a consequence for another buyer.
bool stands_alone(const Plan& plan, const ScenarioPlan& scenario) {
  const CollateralPlan& security = scenario.security;
  const bool spreads = scenario.contagion.active || !plan.legal_groups.members.empty();
  const bool asks_every_invoice =
      scenario.liquidity.fates || scenario.liquidity.debt_by_day || !scenario.liquidity.in_base.empty();
  return !scenario.careful.active && scenario.careful.fx.lines.empty() && !spreads && security.first.empty() &&
         scenario.buyer_country_event.empty() && plan.payment_plans[scenario.payments].slowing_window == 0 &&
         !asks_every_invoice && scenario.turnover_slots == 0 && !scenario.limits_follow_grades;
}

bool same_but_failures(const ScenarioPlan& a, const ScenarioPlan& b) {
  const Scenario &x = *a.scenario, &y = *b.scenario;
  return a.factors == b.factors && a.payments == b.payments && a.dunning == b.dunning &&
         a.supply_stop == b.supply_stop && x.credit == y.credit && x.sales == y.sales && x.shocks == y.shocks &&
         x.policies == y.policies;
}

}  // namespace

void plan_twins(Plan& plan) {
  if (plan.study->portfolio.exposure_book || plan.sampler.weighted()) return;
  for (std::uint32_t s = 1; s < plan.scenarios.size(); ++s) {
    ScenarioPlan& scenario = plan.scenarios[s];
    if (!stands_alone(plan, scenario)) continue;
    for (std::uint32_t twin = 0; twin < s && scenario.twin == kNoTwin; ++twin) {
      const ScenarioPlan& earlier = plan.scenarios[twin];
      if (earlier.failures.empty() && stands_alone(plan, earlier) && same_but_failures(scenario, earlier))
        scenario.twin = twin;
    }
  }
}

}  // namespace delcredere::planning
