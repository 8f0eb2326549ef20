// Groups of buyers, contagion between them, country events.

#include <algorithm>
#include <map>

#include "models/core/error.h"
#include "sim/plan/parts.h"

namespace delcredere::planning {
namespace {

GroupPlan groups_by(const Portfolio& book, std::string Buyer::*name) {
  GroupPlan groups;
  std::map<std::string, std::uint32_t> numbers;
  groups.of_buyer.assign(book.buyers.size(), kNoGroup);
  for (std::uint32_t b = 0; b < book.buyers.size(); ++b) {
    const std::string& group = book.buyers[b].*name;
    if (group.empty()) continue;
    const auto [place, fresh] = numbers.try_emplace(group, static_cast<std::uint32_t>(groups.members.size()));
    if (fresh) groups.members.emplace_back();
    groups.members[place->second].push_back(b);
    groups.of_buyer[b] = place->second;
  }
  if (groups.members.empty()) groups.of_buyer.clear();
  return groups;
}

bool counts_are_poisson(const DependenceParameters& dependence) {
  return dependence.model == DependenceModel::gamma && dependence.counts == DefaultCounts::poisson;
}

}  // namespace

void plan_groups(const Study& study, Plan& plan) {
  const Portfolio& book = study.portfolio;
  plan.legal_groups = groups_by(book, &Buyer::legal_group);
  plan.infection_groups = groups_by(book, &Buyer::infection_group);
  if (!plan.infection_groups.members.empty()) return;
  plan.infection_groups.of_buyer.assign(book.buyers.size(), 0);
  plan.infection_groups.members.resize(1);
  for (std::uint32_t b = 0; b < book.buyers.size(); ++b) plan.infection_groups.members.front().push_back(b);
}

void plan_spreading(const Study& study, const Scenario& scenario, const Plan& plan, ScenarioPlan& result) {
  const ContagionParameters& contagion = scenario.credit.contagion;
  if ((contagion.active() || !plan.legal_groups.members.empty()) && counts_are_poisson(scenario.credit.dependence))
    throw Error(ExitCode::config, "credit.dependence.counts: poisson does not go with contagion or legal groups");
  result.contagion.active = contagion.active();
  result.contagion.infection = contagion.infection;
  if (!contagion.links.empty()) {
    result.contagion.links_of.assign(plan.buyers, kNoGroup);
    for (const SupplyLink& link : contagion.links) {
      std::uint32_t& place = result.contagion.links_of[link.supplier];
      if (place == kNoGroup) {
        place = static_cast<std::uint32_t>(result.contagion.links.size());
        result.contagion.links.emplace_back();
      }
      result.contagion.links[place].push_back(link);
    }
  }
  const std::vector<Shock>& events = scenario.credit.country_events;
  if (events.empty()) return;
  result.country_buyers.resize(events.size());
  result.buyer_country_event.assign(plan.buyers, kNoGroup);
  for (std::uint32_t b = 0; b < plan.buyers; ++b)
    for (std::uint32_t k = 0; k < events.size(); ++k) {
      if (events[k].name != study.portfolio.buyers[b].country) continue;
      result.buyer_country_event[b] = k;
      result.country_buyers[k].push_back(b);
    }
}

}  // namespace delcredere::planning
