#include "sim/fast/flow_routes.h"

#include <algorithm>

namespace delcredere::fast {
namespace {

/// Number of the first element that fits, made if there is none.
template <class List, class Fits, class Make>
std::size_t find_or_make(List& list, Fits&& fits, Make&& make) {
  const auto found = std::find_if(list.begin(), list.end(), fits);
  const auto number = static_cast<std::size_t>(found - list.begin());
  if (found == list.end()) make();
  return number;
}

}  // namespace

FlowRoutes::FlowRoutes(const Plan& plan) : plan_(plan) {
  if (plan.study->portfolio.exposure_book) return;
  routes_.resize(plan.scenarios.size());
  std::vector<std::vector<std::uint32_t>> plain, shocked;  // scenarios by pass
  for (std::uint32_t s = 0; s < plan.scenarios.size(); ++s) {
    const ScenarioPlan& scenario = plan.scenarios[s];
    Route& route = routes_[s];
    route.laws = find_or_make(
        laws_, [&](const LawDraws& l) { return l.payments() == scenario.payments && l.factors() == scenario.factors; },
        [&] { laws_.emplace_back(plan, scenario.payments, scenario.factors); });
    const auto serves = [&](bool with_shocks) {
      return [this, s, with_shocks](const std::vector<std::uint32_t>& list) {
        return same_rules(list.front(), s) && (!with_shocks || same_shocks(list.front(), s));
      };
    };
    route.plain = find_or_make(plain, serves(false), [&] { plain.push_back({s}); });
    if (plain[route.plain].back() != s) plain[route.plain].push_back(s);
    if (!scenario.shocks_payments) continue;
    route.shocked = find_or_make(shocked, serves(true), [&] { shocked.push_back({s}); });
    if (shocked[route.shocked].back() != s) shocked[route.shocked].push_back(s);
  }
  for (Route& route : routes_) route.shocked += plain.size();
  for (const auto* lists : {&plain, &shocked})
    for (const std::vector<std::uint32_t>& list : *lists)
      passes_.push_back({FlowPass(plan, plan.scenarios[list.front()], list), false});
}

bool FlowRoutes::same_rules(std::uint32_t a, std::uint32_t b) const {
  const ScenarioPlan &x = plan_.scenarios[a], &y = plan_.scenarios[b];
  return routes_[a].laws == routes_[b].laws && x.dunning == y.dunning && x.supply_stop == y.supply_stop;
}

bool FlowRoutes::same_shocks(std::uint32_t a, std::uint32_t b) const {
  const ScenarioPlan &x = plan_.scenarios[a], &y = plan_.scenarios[b];
  return x.scenario->shocks == y.scenario->shocks && x.shock_classes == y.shock_classes &&
         x.buyer_class == y.buyer_class;
}

const FlowPass& FlowRoutes::pass_of(std::size_t scenario, const ShockCalendar& days) {
  const bool shocked =
      std::any_of(days.classes.begin(), days.classes.end(), [](const ShockDays& d) { return d.active(); });
  Pass& pass = passes_[shocked ? routes_[scenario].shocked : routes_[scenario].plain];
  if (!pass.done) pass.flows.run(laws_of(scenario), shocked ? &days : nullptr);
  pass.done = true;
  return pass.flows;
}

}  // namespace delcredere::fast
