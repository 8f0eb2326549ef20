#include "sim/blocks/columns.h"

namespace delcredere {
namespace {

constexpr std::uint64_t kScenarioColumns = 5, kLossColumns = 6, kCashColumns = 3;

}  // namespace

TrialColumnStore::TrialColumnStore(std::size_t scenarios, std::size_t policy_count, std::uint64_t trials, bool cash,
                                   const std::vector<bool>& costly)
    : policies(policy_count), by_scenario(scenarios), by_policy(scenarios * policy_count) {
  for (ScenarioColumns& c : by_scenario)
    for (Column* column : {&c.gross, &c.recovered, &c.defaults, &c.largest_gross, &c.largest_recovered})
      column->assign(trials, 0);
  for (std::size_t i = 0; i < by_policy.size(); ++i) {
    PolicyColumns& c = by_policy[i];
    if (costly[i])
      for (Column* column : {&c.gross, &c.recovered, &c.largest_gross, &c.largest_recovered}) column->assign(trials, 0);
    for (Column* column :
         {&c.claims, &c.insured, &c.retained, &c.largest_claims, &c.largest_insured, &c.largest_retained})
      column->assign(trials, 0);
    if (!cash) continue;
    for (Column* column : {&c.minimum_balance, &c.worst_gap, &c.first_breach}) column->assign(trials, 0);
  }
}

std::uint64_t TrialColumnStore::bytes_per_trial(std::size_t scenarios, std::size_t policies, bool cash) {
  return sizeof(std::int64_t) *
         (scenarios * kScenarioColumns + scenarios * policies * (kLossColumns + (cash ? kCashColumns : 0)));
}

}  // namespace delcredere
