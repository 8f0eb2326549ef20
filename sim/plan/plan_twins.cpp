// Scenarios that differ from an earlier one in named failures and shocks alone. Their trials are the earlier one's but
// for the buyers that are named or that a shock may touch: that is all the fast engine and the policies work out.

#include <algorithm>

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

bool same_but_failures_and_shocks(const ScenarioPlan& a, const ScenarioPlan& b) {
  const Scenario &x = *a.scenario, &y = *b.scenario;
  return a.factors == b.factors && a.payments == b.payments && a.dunning == b.dunning &&
         a.supply_stop == b.supply_stop && x.credit == y.credit && x.sales == y.sales && x.policies == y.policies;
}

/// Class 0 is "no shock ever".
std::vector<std::uint32_t> touched_buyers(const ScenarioPlan& scenario, const ScenarioPlan& twin) {
  std::vector<std::uint32_t> touched;
  for (std::uint32_t b = 0; b < scenario.buyer_class.size(); ++b) {
    const auto named = std::lower_bound(scenario.failures.begin(), scenario.failures.end(), b,
                                        [](const ForcedFailure& f, std::uint32_t buyer) { return f.buyer < buyer; });
    if (scenario.buyer_class[b] != 0 || twin.buyer_class[b] != 0 ||
        (named != scenario.failures.end() && named->buyer == b))
      touched.push_back(b);
  }
  return touched;
}

}  // namespace

void plan_twins(Plan& plan) {
  if (plan.study->portfolio.exposure_book || plan.sampler.weighted()) return;
  for (std::uint32_t s = 1; s < plan.scenarios.size(); ++s) {
    ScenarioPlan& scenario = plan.scenarios[s];
    if (!stands_alone(plan, scenario)) continue;
    for (std::uint32_t twin = 0; twin < s && !scenario.twin_has_shocks; ++twin) {
      const ScenarioPlan& earlier = plan.scenarios[twin];
      if (!earlier.failures.empty() || !stands_alone(plan, earlier) || !same_but_failures_and_shocks(scenario, earlier))
        continue;
      const bool same_shocks = scenario.scenario->shocks == earlier.scenario->shocks;
      if (scenario.twin != kNoTwin && !same_shocks) continue;  // the first one, unless a later one has the same shocks
      scenario.twin = twin;
      scenario.twin_has_shocks = same_shocks;
      scenario.touched = touched_buyers(scenario, earlier);
    }
  }
}

}  // namespace delcredere::planning
