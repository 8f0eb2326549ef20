#include <algorithm>
#include <map>
#include <numeric>
#include <set>
#include <tuple>

#include "models/core/error.h"
#include "models/insurance/eligibility.h"
#include "sim/plan/parts.h"

namespace delcredere::planning {
namespace {

/// Largest number of entities that a draw can name (invoices are packed by eight, so this is generous).
constexpr std::size_t kMaxEntities = std::size_t{1} << 32;

}  // namespace

void plan_book(const Study& study, Plan& plan) {
  const Portfolio& book = study.portfolio;
  plan.buyers = book.buyers.size();
  if (plan.buyers >= kMaxEntities || book.invoices.size() >= kMaxEntities)
    throw Error(ExitCode::resources, "the book has more buyers or invoices than random numbers can name (2^32)");

  plan.sectors = sectors_of(book);
  plan.countries = countries_of(book);

  plan.open_debt.assign(plan.buyers, 0);
  plan.all_first.assign(plan.buyers + 1, 0);
  plan.live_first.assign(plan.buyers + 1, 0);
  constexpr Day remembered = 90;  // DSO looks this far back
  plan.issued_before.assign(remembered + 1, 0);
  for (std::size_t i = 0; i < book.invoices.size(); ++i) {
    const Invoice& invoice = book.invoices[i];
    if (invoice.issue <= 0 && invoice.issue >= -remembered)
      plan.issued_before[static_cast<std::size_t>(-invoice.issue)] += invoice.amount;
    ++plan.all_first[invoice.buyer + 1];
    if (invoice.kind == InvoiceKind::history || invoice.issue > plan.horizon) continue;
    ++plan.live_first[invoice.buyer + 1];
    const bool open = invoice.kind == InvoiceKind::open;
    plan.live.issue.push_back(invoice.issue);
    plan.live.due.push_back(std::max(invoice.due, invoice.issue));
    plan.live.amount.push_back(invoice.amount);
    plan.live.row.push_back(invoice.row);
    plan.live.open.push_back(open);
    plan.live.disputed.push_back(invoice.disputed);
    plan.live.currency.push_back(invoice.currency);
    plan.live.number.push_back(static_cast<std::uint32_t>(i));
    plan.live.buyer.push_back(invoice.buyer);
    (open ? plan.open_total : plan.planned_total) += invoice.amount;
    if (open) plan.open_debt[invoice.buyer] += invoice.amount;
  }
  for (std::size_t b = 0; b < plan.buyers; ++b) {
    plan.all_first[b + 1] += plan.all_first[b];
    plan.live_first[b + 1] += plan.live_first[b];
    if (book.exposure_book) plan.open_total += plan.open_debt[b] = book.buyers[b].exposure;
  }

  plan.last_due = plan.horizon;
  for (const Day due : plan.live.due) plan.last_due = std::max(plan.last_due, due);

  plan.period_of_day.assign(static_cast<std::size_t>(plan.horizon) + 1, 0);
  std::uint32_t period = 0;
  for (Day day = 1; day <= plan.horizon; ++day) {
    while (day > study.period_ends[period]) ++period;
    plan.period_of_day[static_cast<std::size_t>(day)] = period;
  }
}

namespace {

using InsurableFacts = std::shared_ptr<const std::vector<std::uint8_t>>;

InsurableFacts insurable_facts(const Plan& plan, const PolicyTables& tables) {
  const LedgerItems& items = plan.ledger;
  auto facts = std::make_shared<std::vector<std::uint8_t>>();
  facts->reserve(items.invoice.size());
  for (std::uint32_t b = 0; b < plan.buyers; ++b) {
    BuyerLedger ledger;
    ledger.buyer = b;
    ledger.invoices = std::span(items.invoice).subspan(items.first[b], items.first[b + 1] - items.first[b]);
    append_insurable_facts(tables, ledger, *facts);
  }
  return facts;
}

/// Where rules trace invoices by parts (with due dates and disputes of their own) and where limits follow grades, they
/// differ by trial.
void note_insurable_facts(Plan& plan) {
  std::map<const PolicyTables*, InsurableFacts> known;
  for (ScenarioPlan& scenario : plan.scenarios) {
    if (plan.study->portfolio.exposure_book || scenario.careful.active) continue;
    for (PolicyGroup& group : scenario.groups) {
      const PolicyTables& tables = scenario.policies[group.first].policy.tables();
      if (tables.has_limit_actions()) continue;
      InsurableFacts& facts = known[&tables];
      if (facts == nullptr) facts = insurable_facts(plan, tables);
      group.facts = facts;
    }
  }
}

}  // namespace

void plan_ledgers(const Study& study, Plan& plan) {
  const std::vector<Invoice>& invoices = study.portfolio.invoices;
  Day matters_after = kNever;
  for (const ScenarioPlan& scenario : plan.scenarios)
    matters_after = std::min(matters_after, scenario.history_matters_after);
  std::vector<std::uint32_t> live_number(invoices.size(), LedgerItems::kHistory);
  for (std::size_t j = 0; j < plan.live.size(); ++j)
    live_number[plan.live.number[j]] = static_cast<std::uint32_t>(j) - plan.live_first[plan.live.buyer[j]];
  LedgerItems& items = plan.ledger;
  std::vector<std::pair<LedgerInvoice, std::uint32_t>> own;  // of a buyer, with its live number
  items.first.push_back(0);
  for (std::size_t b = 0; b < plan.buyers; ++b) {
    own.clear();
    for (std::size_t i = plan.all_first[b]; i < plan.all_first[b + 1]; ++i) {
      const Invoice& invoice = invoices[i];
      const bool history = invoice.kind == InvoiceKind::history;
      const Day due = std::max(invoice.due, invoice.issue);
      const Day paid = history ? std::max(invoice.paid, invoice.issue) : kNever;
      if (history ? paid - due <= matters_after : live_number[i] == LedgerItems::kHistory) continue;
      own.push_back({{invoice.issue, due, paid, invoice.amount, invoice.row, invoice.disputed}, live_number[i]});
    }
    std::sort(own.begin(), own.end(), [](const auto& x, const auto& y) {
      return std::tie(x.first.issue, x.first.due, x.first.row) < std::tie(y.first.issue, y.first.due, y.first.row);
    });
    bool as_live = own.size() == plan.live_first[b + 1] - plan.live_first[b];
    for (std::uint32_t k = 0; k < own.size(); ++k) {
      own[k].first.item = static_cast<std::uint32_t>(items.invoice.size());
      items.invoice.push_back(own[k].first);
      items.live.push_back(own[k].second);
      as_live = as_live && own[k].second == k;
    }
    items.as_live.push_back(as_live);
    items.first.push_back(static_cast<std::uint32_t>(items.invoice.size()));
  }
  note_insurable_facts(plan);
}

}  // namespace delcredere::planning
