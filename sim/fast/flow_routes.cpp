#include "sim/fast/flow_routes.h"

#include <algorithm>

namespace delcredere::fast {

FlowRoutes::FlowRoutes(const Plan& plan) : map_(plan) {
  for (const RouteMap::Laws& laws : map_.laws) laws_.emplace_back(plan, laws.payments, laws.factors);
  for (const auto* lists : {&map_.plain, &map_.shocked})
    for (const std::vector<std::uint32_t>& served : *lists)
      passes_.push_back({FlowPass(plan, plan.scenarios[served.front()], served), false});
}

const FlowPass& FlowRoutes::pass_of(std::size_t scenario, const ShockCalendar& days) {
  const bool shocked =
      std::any_of(days.classes.begin(), days.classes.end(), [](const ShockDays& d) { return d.active(); });
  const RouteMap::Route& route = map_.routes[scenario];
  Pass& pass = passes_[shocked ? map_.plain.size() + route.shocked : route.plain];
  if (!pass.done) pass.flows.run(laws_of(scenario), shocked ? &days : nullptr);
  pass.done = true;
  return pass.flows;
}

}  // namespace delcredere::fast
