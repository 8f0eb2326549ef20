#include "sim/fast/route_map.h"

#include <algorithm>

#include "sim/fast/kernels.h"
#include "sim/trial/buyer_trial.h"

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

bool same_shocks(const ScenarioPlan& x, const ScenarioPlan& y) {
  return x.scenario->shocks == y.scenario->shocks && x.shock_classes == y.shock_classes &&
         x.buyer_class == y.buyer_class;
}

}  // namespace

RouteMap::RouteMap(const Plan& plan) {
  if (plan.study->portfolio.exposure_book) return;
  routes.resize(plan.scenarios.size());
  for (std::uint32_t s = 0; s < plan.scenarios.size(); ++s) {
    const ScenarioPlan& scenario = plan.scenarios[s];
    Route& route = routes[s];
    route.laws = find_or_make(
        laws, [&](const Laws& l) { return l.payments == scenario.payments && l.factors == scenario.factors; },
        [&] {
          laws.push_back({scenario.payments, scenario.factors});
        });
    const auto join = [&](std::vector<std::vector<std::uint32_t>>& passes, bool with_shocks) {
      const std::size_t number = find_or_make(
          passes,
          [&](const std::vector<std::uint32_t>& served) {
            const ScenarioPlan& other = plan.scenarios[served.front()];
            return routes[served.front()].laws == route.laws && other.dunning == scenario.dunning &&
                   other.supply_stop == scenario.supply_stop && (!with_shocks || same_shocks(other, scenario));
          },
          [&] { passes.emplace_back(); });
      passes[number].push_back(s);
      return number;
    };
    route.plain = join(plain, false);
    if (scenario.shocks_payments) route.shocked = join(shocked, true);
  }
}

std::uint64_t payment_bytes(const Plan& plan) {
  const RouteMap map(plan);
  // Score, delay; rare shares; the least delay, as where a law may pay before the issue day.
  constexpr std::uint64_t law = 2 * sizeof(std::int16_t) + sizeof(RareShare) + sizeof(std::uint32_t) + sizeof(Score);
  // Late after, stops from, lost, candidate, delay in force.
  constexpr std::uint64_t pass = 2 * sizeof(LawDelay) + 2 * sizeof(std::uint32_t) + sizeof(std::uint8_t);
  constexpr std::uint64_t shocks = sizeof(Money) + 2 * sizeof(std::uint32_t) + 4 * sizeof(std::uint16_t);
  const std::uint64_t invoice =
      map.laws.size() * law + (map.plain.size() + map.shocked.size()) * pass + map.shocked.size() * shocks;
  std::uint64_t tables = 0;  // padded to twice the limit
  for (const RouteMap::Laws& laws : map.laws)
    tables += plan.payment_plans[laws.payments].tables.size() * (4 * kScoreLimit + 1) * sizeof(std::int16_t);
  return plan.live.size() * invoice + tables;
}

}  // namespace delcredere::fast
