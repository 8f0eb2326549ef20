// From the parts of a buyer's invoices to the flows of its scenario.

#include <algorithm>
#include <tuple>

#include "sim/trial/careful_trial.h"

namespace delcredere {
namespace {

/// Goods rejected in 1..H; `amount` as of that day.
void note_rejection(std::uint32_t buyer, Day day, Money amount, const Rejection& rejection, Day horizon,
                    ScenarioFlows& flows) {
  RuleFlows& rules = flows.rules;
  flows.rejections.push_back({buyer, day, rejection.loss});
  rules.rejected += amount;
  if (rejection.resold > horizon) {
    rules.resale_later += rejection.resale;
    return;
  }
  rules.resale_by_day.resize(static_cast<std::size_t>(horizon) + 1);
  rules.resale_by_day[static_cast<std::size_t>(rejection.resold)] += rejection.resale;
  rules.resale += rejection.resale;
}

void note_money(const CarefulTrace& trace, Day default_day, Day horizon, RuleFlows& rules) {
  const auto days = static_cast<std::size_t>(horizon) + 1;
  for (const RuleMoney& money : trace.money) {
    if (money.day >= default_day || money.day > horizon) continue;
    if (money.interest > 0) {
      rules.interest_by_day.resize(days);
      const Money interest = at_rate(trace.rates[money.invoice], money.interest, money.day);
      rules.interest_by_day[static_cast<std::size_t>(money.day)] += interest;
      rules.late_interest += interest;
    }
    if (money.cost > 0) {
      rules.cost_by_day.resize(days);
      const Money cost = at_rate(trace.rates[money.invoice], money.cost, money.day);
      rules.cost_by_day[static_cast<std::size_t>(money.day)] += cost;
      rules.collection_cost += cost;
    }
  }
}

}  // namespace

void CarefulTracer::add(const ScenarioPlan& scenario, const TrialState& state, std::uint32_t buyer,
                        const DefaultEvent& event, ScenarioFlows& flows) {
  const std::size_t first = plan_.live_first[buyer];
  Money exposure = 0, secured = 0;
  Day longest = 0;
  bool political = false, rejects = false;
  booked_ = trace_.invoices;
  for (std::size_t k = 0; k < trace_.invoices.size(); ++k) {
    const std::size_t j = first + k;
    const Money amount = trace_.invoices[k].amount;
    const Money booked = plan_.live.open[j] ? amount : at_rate(trace_.rates[k], amount, plan_.live.issue[j]);
    booked_[k].amount = booked;
    if (trace_.rates[k] != nullptr) flows.rules.fx_revaluation -= booked;
    if (plan_.live.open[j]) continue;
    flows.shipped[static_cast<std::size_t>(plan_.live.issue[j])] += booked;
    flows.lost_sales += plan_.live.amount[j] - amount;
  }
  for (const InvoicePart& part : trace_.parts) {
    const bool lost = part.kind != PartKind::prepayment && part.paid >= event.day;
    const Money amount = at_rate(trace_.rates[part.invoice], part.amount, lost ? event.day : part.paid);
    if (trace_.rates[part.invoice] != nullptr) flows.rules.fx_revaluation += amount;
    if (lost) {
      exposure += amount;
      if (part.secured) secured += times_parts(amount, scenario.careful.security.share);
    } else if (part.paid <= plan_.horizon) {
      switch (part.kind) {
        case PartKind::credit_note:
          flows.rules.credit_notes += amount;
          break;
        case PartKind::discount:
          flows.rules.discounts += amount;
          break;
        case PartKind::rejected:
          note_rejection(buyer, part.paid, amount, rejection_of(amount, part.paid), plan_.horizon, flows);
          rejects = true;
          break;
        default:
          flows.receipts[static_cast<std::size_t>(part.paid)] += amount;
      }
    }
    if (part.disputed || part.kind == PartKind::prepayment || part.kind == PartKind::rejected) continue;
    if (part.due + scenario.shortest_wait <= plan_.horizon) longest = std::max(longest, part.paid - part.due);
    political = political || political_wait_passes(plan_, scenario, buyer, part.due, part.paid, flows);
  }
  for (std::size_t k = 0; k < trace_.invoices.size() && !flows.fates.empty(); ++k) {
    InvoiceFate& fate = flows.fates[first + k];  // open in full until its last part is paid
    fate = {0, 0, event.day};
    for (std::size_t p = trace_.first[k]; p < trace_.first[k + 1]; ++p) {
      if (trace_.parts[p].kind == PartKind::prepayment) continue;
      fate.amount += trace_.parts[p].amount;
      fate.paid = std::max(fate.paid, trace_.parts[p].paid);
    }
  }
  follow_debt(scenario, first, event.day, flows);
  note_money(trace_, event.day, plan_.horizon, flows.rules);
  if (!flows.turnover.empty())
    add_turnover(
        plan_, scenario, buyer, booked_, 1, flows,
        [&](const PolicyPlan& policy, std::size_t year) { return balances(policy, year, buyer, event.day); }, grades_);
  if (event.day < kNever) {
    const FailedBuyer& failed = fail(plan_, scenario, state, buyer, event, exposure, flows, secured);
    append_ledger(scenario, buyer, event, &failed, flows.ledgers);
  } else if (longest > scenario.shortest_wait || political || (rejects && scenario.insures_rejections)) {
    append_ledger(scenario, buyer, event, nullptr, flows.ledgers);
  }
}

void CarefulTracer::follow_debt(const ScenarioPlan& scenario, std::size_t first, Day default_day,
                                ScenarioFlows& flows) const {
  if (flows.debt_changes.empty() && flows.base_changes.empty()) return;
  const LiquidityParameters& liquidity = scenario.scenario->liquidity;
  for (const InvoicePart& part : trace_.parts) {
    if (part.kind == PartKind::prepayment) continue;
    const std::size_t j = first + part.invoice;
    const std::size_t currency = trace_.rates[part.invoice] != nullptr ? plan_.live.currency[j] : 0;
    const Day from = std::max<Day>(plan_.live.issue[j], 0);
    const auto put = [&](DebtChanges& changes, Day until) {
      if (from >= until) return;
      changes[currency][static_cast<std::size_t>(from)] += part.amount;
      if (until <= plan_.horizon) changes[currency][static_cast<std::size_t>(until)] -= part.amount;
    };
    const Day gone = std::min(part.paid, default_day);
    if (!flows.debt_changes.empty()) put(flows.debt_changes, gone);
    if (!flows.base_changes.empty() && scenario.liquidity.in_base[j] != 0 && !part.disputed)
      put(flows.base_changes, std::min(gone, part.due + liquidity.credit_line->borrowing_base->maximum_overdue + 1));
  }
}

Money CarefulTracer::balances(const PolicyPlan& policy, std::size_t year, std::uint32_t buyer, Day default_day) const {
  BalanceSum sum(policy, year, grades_);
  for (std::size_t i = plan_.ledger.first[buyer]; i < plan_.ledger.first[buyer + 1]; ++i) {
    const std::uint32_t live = plan_.ledger.live[i];
    if (live == LedgerItems::kHistory) continue;
    const std::uint32_t number = plan_.live.number[plan_.live_first[buyer] + live];
    for (std::size_t p = trace_.first[live]; p < trace_.first[live + 1]; ++p)
      if (const InvoicePart& part = trace_.parts[p]; part.kind != PartKind::prepayment)
        sum.add(buyer, number, plan_.ledger.invoice[i].issue, std::min(part.paid, default_day), part.amount,
                trace_.rates[live]);
  }
  return sum.insured();
}

void CarefulTracer::append_ledger(const ScenarioPlan& scenario, std::uint32_t buyer, const DefaultEvent& event,
                                  const FailedBuyer* failed, LedgerSet& ledgers) const {
  std::vector<LedgerInvoice>& out = ledgers.invoices();
  const std::size_t first = out.size();
  for (std::size_t i = plan_.ledger.first[buyer]; i < plan_.ledger.first[buyer + 1]; ++i) {
    const LedgerInvoice& known = plan_.ledger.invoice[i];
    const std::uint32_t live = plan_.ledger.live[i];
    if (live == LedgerItems::kHistory) {
      if (known.paid - known.due > scenario.history_matters_after) out.push_back(known);
      continue;
    }
    const std::uint8_t currency = plan_.live.currency[plan_.live_first[buyer] + live];
    if (const Money ordered = trace_.invoices[live].ordered;
        ordered > 0 && known.issue - scenario.longest_production < event.day)
      ledgers.orders().push_back({known.issue, known.due, ordered, currency});
    for (std::size_t p = trace_.first[live]; p < trace_.first[live + 1]; ++p) {
      const InvoicePart& part = trace_.parts[p];
      if (part.kind == PartKind::prepayment) continue;
      const Day paid = part.paid >= event.day ? kNever : part.paid;
      const bool rejected = part.kind == PartKind::rejected;
      out.push_back(
          {known.issue, part.due, paid, part.amount, known.row, part.disputed || rejected, currency, rejected});
    }
  }
  const auto in_order = [](const LedgerInvoice& a, const LedgerInvoice& b) {
    return std::tie(a.issue, a.due, a.row) < std::tie(b.issue, b.due, b.row);
  };
  const auto begin = out.begin() + static_cast<std::ptrdiff_t>(first);
  if (!std::is_sorted(begin, out.end(), in_order)) std::stable_sort(begin, out.end(), in_order);
  if (scenario.careful.rejections.probability > 0) {
    std::span<const RatesByDay> rates;
    if (!scenario.careful.fx.lines.empty()) rates = state_->rates;
    for (std::size_t i = first; i < out.size(); ++i)
      if (const LedgerInvoice& invoice = out[i]; invoice.rejected)
        ledgers.rejections().push_back(
            rejection_of(at_rate(rates, invoice.currency, invoice.amount, invoice.paid), invoice.paid));
  }
  const Money estate = failed != nullptr ? failed->recovered - failed->security : 0;
  ledgers.add({buyer, event.day, event.cause, estate, failed != nullptr ? failed->recovery_day : kNever, {}}, first,
              failed);
}

}  // namespace delcredere
