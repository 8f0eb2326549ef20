// From the parts of a buyer's invoices to the flows of its scenario.

#include <algorithm>
#include <tuple>

#include "sim/trial/careful_trial.h"

namespace delcredere {
namespace {

void note_money(const CarefulTrace& trace, Day default_day, Day horizon, RuleFlows& rules) {
  const auto days = static_cast<std::size_t>(horizon) + 1;
  for (const RuleMoney& money : trace.money) {
    if (money.day >= default_day || money.day > horizon) continue;
    if (money.interest > 0) {
      rules.interest_by_day.resize(days);
      rules.interest_by_day[static_cast<std::size_t>(money.day)] += money.interest;
      rules.late_interest += money.interest;
    }
    if (money.cost > 0) {
      rules.cost_by_day.resize(days);
      rules.cost_by_day[static_cast<std::size_t>(money.day)] += money.cost;
      rules.collection_cost += money.cost;
    }
  }
}

}  // namespace

void CarefulTracer::add(const ScenarioPlan& scenario, const TrialState& state, std::uint32_t buyer,
                        const DefaultEvent& event, ScenarioFlows& flows) {
  const std::size_t first = plan_.live_first[buyer];
  Money exposure = 0, secured = 0;
  Day longest = 0;
  for (std::size_t k = 0; k < trace_.invoices.size(); ++k) {
    const std::size_t j = first + k;
    if (plan_.live.open[j]) continue;
    flows.shipped[static_cast<std::size_t>(plan_.live.issue[j])] += trace_.invoices[k].amount;
    flows.lost_sales += plan_.live.amount[j] - trace_.invoices[k].amount;
  }
  for (const InvoicePart& part : trace_.parts) {
    if (part.kind != PartKind::prepayment && part.paid >= event.day) {
      exposure += part.amount;
      if (part.secured) secured += times_parts(part.amount, scenario.careful.security.share);
    } else if (part.paid <= plan_.horizon) {
      switch (part.kind) {
        case PartKind::credit_note:
          flows.rules.credit_notes += part.amount;
          break;
        case PartKind::discount:
          flows.rules.discounts += part.amount;
          break;
        default:
          flows.receipts[static_cast<std::size_t>(part.paid)] += part.amount;
      }
    }
    if (!part.disputed && part.kind != PartKind::prepayment && part.due + scenario.shortest_wait <= plan_.horizon)
      longest = std::max(longest, part.paid - part.due);
  }
  note_money(trace_, event.day, plan_.horizon, flows.rules);
  if (!flows.turnover.empty()) add_turnover(plan_, scenario, buyer, trace_.invoices, 1, flows);
  if (event.day < kNever) {
    flows.failed.push_back(fail(plan_, scenario, state, buyer, event, exposure, secured));
    append_ledger(scenario, buyer, event, flows.failed.back(), flows.ledgers);
  } else if (longest > scenario.shortest_wait) {
    append_ledger(scenario, buyer, event, {}, flows.ledgers);
  }
}

void CarefulTracer::append_ledger(const ScenarioPlan& scenario, std::uint32_t buyer, const DefaultEvent& event,
                                  const FailedBuyer& failed, LedgerSet& ledgers) const {
  std::vector<LedgerInvoice>& out = ledgers.invoices();
  const std::size_t first = out.size();
  for (std::size_t i = plan_.ledger_first[buyer]; i < plan_.ledger_first[buyer + 1]; ++i) {
    const LedgerItem& item = plan_.ledger[i];
    const LedgerInvoice& known = item.invoice;
    if (item.live == LedgerItem::kHistory) {
      if (known.paid - known.due > scenario.history_matters_after) out.push_back(known);
      continue;
    }
    for (std::size_t p = trace_.first[item.live]; p < trace_.first[item.live + 1]; ++p) {
      const InvoicePart& part = trace_.parts[p];
      if (part.kind == PartKind::prepayment) continue;
      const Day paid = part.paid >= event.day ? kNever : part.paid;
      out.push_back({known.issue, part.due, paid, part.amount, known.row, part.disputed});
    }
  }
  const auto in_order = [](const LedgerInvoice& a, const LedgerInvoice& b) {
    return std::tie(a.issue, a.due, a.row) < std::tie(b.issue, b.due, b.row);
  };
  const auto begin = out.begin() + static_cast<std::ptrdiff_t>(first);
  if (!std::is_sorted(begin, out.end(), in_order)) std::stable_sort(begin, out.end(), in_order);
  const bool fails = event.day < kNever;
  ledgers.add({buyer, event.day, event.cause, fails ? failed.recovered : 0, fails ? failed.recovery_day : kNever, {}},
              first);
}

}  // namespace delcredere
