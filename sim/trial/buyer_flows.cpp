// From what happened to a buyer to the flows of its scenario.

#include <algorithm>

#include "models/insurance/insured_balance.h"
#include "models/insurance/settled_in_time.h"
#include "sim/trial/buyer_trial.h"
#include "sim/trial/grade_path.h"

namespace delcredere {
namespace {

/// Stops of the payments from a buyer's country in this trial.
std::span<const CountryStop> stops_of(const ScenarioPlan& scenario, std::uint32_t buyer, const ScenarioFlows& flows) {
  if (flows.country_stops.empty()) return {};
  const std::uint32_t event = scenario.buyer_country_event[buyer];
  const auto [first, last] =
      std::equal_range(flows.country_stops.begin(), flows.country_stops.end(), CountryStop{event, 0, 0},
                       [](const CountryStop& a, const CountryStop& b) { return a.event < b.event; });
  return {flows.country_stops.data() + (first - flows.country_stops.begin()), static_cast<std::size_t>(last - first)};
}

bool may_be_political(const Plan& plan, const ScenarioPlan& scenario, std::uint32_t buyer,
                      const std::vector<InvoiceTrial>& traced, const ScenarioFlows& flows) {
  for (std::size_t k = 0; k < traced.size(); ++k) {
    const std::size_t j = plan.live_first[buyer] + k;
    if (traced[k].amount != 0 && !plan.live.disputed[j] &&
        political_wait_passes(plan, scenario, buyer, plan.live.due[j], traced[k].paid, flows))
      return true;
  }
  return false;
}

}  // namespace

bool political_wait_passes(const Plan& plan, const ScenarioPlan& scenario, std::uint32_t buyer, Day due, Day paid,
                           const ScenarioFlows& flows) {
  if (scenario.political_wait == kNever) return false;
  for (const CountryStop& stop : stops_of(scenario, buyer, flows)) {
    const Day lost = std::max(due, stop.first) + scenario.political_wait;
    if (due <= stop.last && lost <= plan.horizon && paid > lost) return true;
  }
  return false;
}

void clear_flows(const Plan& plan, const ScenarioPlan& scenario, ScenarioFlows& flows) {
  const bool book = !plan.study->portfolio.exposure_book;
  const std::size_t days = book ? static_cast<std::size_t>(plan.horizon) + 1 : 0;
  flows.receipts.assign(days, 0);
  flows.shipped.assign(days, 0);
  flows.lost_sales = 0;
  flows.from_twin = false;
  flows.rules = {};
  flows.rejections.clear();
  flows.failed.clear();
  flows.ledgers.clear();
  flows.turnover.clear();
  flows.fates.assign(scenario.liquidity.fates ? plan.live.size() : 0, {});
  const std::size_t currencies = scenario.careful.fx.lines.size() + 1;
  flows.debt_changes.assign(scenario.liquidity.debt_by_day ? currencies : 0, std::vector<Money>(days, 0));
  flows.base_changes.assign(scenario.liquidity.in_base.empty() ? 0 : currencies, std::vector<Money>(days, 0));
  for (const PolicyPlan& policy : scenario.policies)
    flows.turnover.insert(flows.turnover.end(), policy.known_turnover.begin(), policy.known_turnover.end());
}

Money later_balances(const Plan& plan, const PolicyPlan& policy, std::size_t year, std::uint32_t buyer,
                     const std::vector<InvoiceTrial>& traced, Day default_day) {
  BalanceSum sum(policy, year);
  for (std::size_t i = plan.ledger.first[buyer]; i < plan.ledger.first[buyer + 1]; ++i) {
    const std::uint32_t live = plan.ledger.live[i];
    if (live == LedgerItems::kHistory || traced[live].amount == 0) continue;
    sum.add(buyer, plan.live.number[plan.live_first[buyer] + live], plan.ledger.invoice[i].issue,
            std::min(traced[live].paid, default_day), traced[live].amount);
  }
  return sum.insured();
}

void add_buyer(const Plan& plan, const ScenarioPlan& scenario, const TrialState& state, std::uint32_t buyer,
               const DefaultEvent& event, const std::vector<InvoiceTrial>& traced, ScenarioFlows& flows) {
  const std::size_t first = plan.live_first[buyer];
  Money exposure = 0;
  Day longest = 0;
  for (std::size_t k = 0; k < traced.size(); ++k) {
    const std::size_t j = first + k;
    const InvoiceTrial& invoice = traced[k];
    if (!plan.live.open[j]) {
      flows.shipped[static_cast<std::size_t>(plan.live.issue[j])] += invoice.amount;
      flows.lost_sales += plan.live.amount[j] - invoice.amount;
    }
    if (!flows.fates.empty()) flows.fates[j] = {invoice.amount, invoice.paid, event.day};
    if (invoice.amount == 0) continue;
    if (invoice.paid >= event.day) {
      exposure += invoice.amount;
    } else if (invoice.paid <= plan.horizon) {
      flows.receipts[static_cast<std::size_t>(invoice.paid)] += invoice.amount;
    }
    const Day due = plan.live.due[j];
    if (!plan.live.disputed[j] && due + scenario.shortest_wait <= plan.horizon)
      longest = std::max(longest, invoice.paid - due);
  }
  if (!flows.turnover.empty())
    add_turnover(plan, scenario, buyer, traced, 1, flows, [&](const PolicyPlan& policy, std::size_t year) {
      return later_balances(plan, policy, year, buyer, traced, event.day);
    });
  if (event.day < kNever) {
    const FailedBuyer& failed = fail(plan, scenario, state, buyer, event, exposure, flows);
    append_ledger(plan, scenario, buyer, event, &failed, traced, flows.ledgers);
  } else if ((longest > scenario.shortest_wait && stays_unsettled(plan, scenario.shortest_wait, buyer, traced)) ||
             may_be_political(plan, scenario, buyer, traced, flows)) {
    append_ledger(plan, scenario, buyer, event, nullptr, traced, flows.ledgers);
  }
}

namespace {

/// Limit actions follow the grades of the trial.
void tell_grades(const Plan& plan, const ScenarioPlan& scenario, const TrialState& state, LedgerSet& ledgers) {
  std::vector<std::size_t> ends;
  std::vector<std::uint16_t> path;
  for (const BuyerLedger& ledger : ledgers.ledgers()) {
    grade_path(plan, scenario, state, ledger.buyer, path);
    append_grades(scenario, path, ledgers.grades());
    ends.push_back(ledgers.grades().size());
  }
  std::size_t first = 0;
  for (std::size_t i = 0; i < ends.size(); first = ends[i++])
    ledgers.ledgers()[i].grades = {ledgers.grades().data() + first, ends[i] - first};
}

}  // namespace

void finish_ledgers(const Plan& plan, const ScenarioPlan& scenario, const TrialState& state, ScenarioFlows& flows) {
  flows.ledgers.finish();
  if (scenario.limits_follow_grades) tell_grades(plan, scenario, state, flows.ledgers);
  if (!flows.rates.empty())
    for (BuyerLedger& ledger : flows.ledgers.ledgers()) ledger.rates = flows.rates;
  if (scenario.political_wait == kNever || flows.country_stops.empty()) return;
  for (BuyerLedger& ledger : flows.ledgers.ledgers()) ledger.stops = stops_of(scenario, ledger.buyer, flows);
}

bool stays_unsettled(const Plan& plan, Day wait, std::uint32_t buyer, const std::vector<InvoiceTrial>& traced) {
  if (traced.size() > DebtColumns::kMost) return true;
  DebtColumns debts;
  for (std::size_t k = 0; k < traced.size(); ++k) {
    const std::size_t j = plan.live_first[buyer] + k;
    const Money amount = traced[k].amount;  // 0 where it was not shipped
    debts.add(amount, plan.live.due[j], traced[k].paid, (plan.live.disputed[j] == 0) & (amount != 0));
  }
  return stays_open(debts, wait, plan.horizon);
}

void run_exposure(const Plan& plan, const ScenarioPlan& scenario, const TrialState& state, std::uint32_t buyer,
                  const DefaultEvent& event, ScenarioFlows& flows) {
  if (event.day >= kNever) return;
  const Money exposure = plan.open_debt[buyer] * event.count;  // the Plan proves that it fits
  const FailedBuyer& failed = fail(plan, scenario, state, buyer, event, exposure, flows);
  if (scenario.policies.empty()) return;  // nobody reads its ledger
  const std::size_t first = flows.ledgers.invoices().size();
  if (exposure > 0) flows.ledgers.invoices().push_back({0, kNever, kNever, exposure, buyer, false});
  flows.ledgers.add({buyer, event.day, event.cause, failed.recovered - failed.security, failed.recovery_day, {}}, first,
                    &failed);
}

}  // namespace delcredere
