#include <algorithm>
#include <cmath>

#include "sim/plan/parts.h"

namespace delcredere::planning {
namespace {

constexpr double kPartsPerOne = 1e9;

/// Amounts of the ledger on days first..0: issued, or paid.
Int128 known_basis(const Portfolio& book, OutflowBasis basis, Day first, Day last) {
  Int128 sum = 0;
  for (const Invoice& invoice : book.invoices) {
    if (invoice.kind == InvoiceKind::planned) continue;
    if (basis == OutflowBasis::receipts && invoice.kind != InvoiceKind::history) continue;
    const Day day = basis == OutflowBasis::sales ? invoice.issue : std::max(invoice.paid, invoice.issue);
    if (day >= first && day <= std::min<Day>(last, 0)) sum += invoice.amount;
  }
  return sum;
}

bool eligible(const EligibleInvoices& rule, const Portfolio& book, const LiveInvoices& live, std::size_t j) {
  const Buyer& buyer = book.buyers[live.buyer[j]];
  const auto listed = [](const std::vector<std::string>& list, const std::string& name) {
    return list.empty() || std::find(list.begin(), list.end(), name) != list.end();
  };
  return !live.disputed[j] && live.amount[j] >= rule.minimum_amount &&
         live.due[j] - live.issue[j] <= rule.maximum_terms.value_or(kNever) && listed(rule.sectors, buyer.sector) &&
         listed(rule.countries, buyer.country) &&
         !std::binary_search(rule.excluded_buyers.begin(), rule.excluded_buyers.end(), live.buyer[j]);
}

std::vector<FinancedInvoice> eligible_invoices(const EligibleInvoices& rule, const Portfolio& book, const Plan& plan) {
  std::vector<FinancedInvoice> invoices;
  for (std::size_t j = 0; j < plan.live.size(); ++j)
    if (eligible(rule, book, plan.live, j))
      invoices.push_back({static_cast<std::uint32_t>(j), plan.live.buyer[j], plan.live.issue[j], plan.live.due[j]});
  return invoices;
}

}  // namespace

LiquidityPlan plan_liquidity(const Study& study, const LiquidityParameters& parameters, const Plan& plan) {
  LiquidityPlan result;
  for (const OutflowRule& rule : parameters.outflow_rules) {
    if (!rule.by_basis()) continue;
    for (const RuleDate& date : rule_dates(rule, study.as_of, plan.horizon, parameters.holidays))
      result.share_payments.push_back({&rule, date.day, std::max<Day>(1, date.basis_first),
                                       std::min(date.basis_last, plan.horizon),
                                       known_basis(study.portfolio, rule.basis, date.basis_first, date.basis_last)});
  }
  for (const Covenant& covenant : parameters.covenants) {
    const auto place = std::lower_bound(plan.covenants.begin(), plan.covenants.end(), covenant.name);
    result.covenants.push_back({&covenant, static_cast<std::size_t>(place - plan.covenants.begin()),
                                test_days(covenant.tested, study.as_of, plan.horizon)});
  }
  if (parameters.bad_debt_reserve)
    result.reserve_days = test_days(CovenantTest::quarter_end, study.as_of, plan.horizon);
  if (parameters.factoring) {
    result.factoring.emplace(*parameters.factoring,
                             eligible_invoices(parameters.factoring->eligible, study.portfolio, plan), plan.horizon);
    result.factoring_rate_parts = static_cast<std::int64_t>(std::nearbyint(parameters.factoring->rate * kPartsPerOne));
  }
  const bool base = parameters.credit_line && parameters.credit_line->borrowing_base;
  if (base)
    result.borrowing_base = eligible_invoices(parameters.credit_line->borrowing_base->eligible, study.portfolio, plan);
  result.fates = base || parameters.factoring;
  return result;
}

void follow_parts(const LiquidityParameters& parameters, const Plan& plan, LiquidityPlan& result) {
  for (const Covenant& covenant : parameters.covenants)
    result.debt_by_day = result.debt_by_day || covenant.measure == CovenantMeasure::dso;
  if (!parameters.credit_line || !parameters.credit_line->borrowing_base) return;
  result.in_base.assign(plan.live.size(), 0);
  for (const FinancedInvoice& invoice : result.borrowing_base) result.in_base[invoice.number] = 1;
  result.fates = parameters.factoring.has_value();
}

std::vector<std::string> covenant_names(const Study& study) {
  std::vector<std::string> names;
  for (const Scenario& scenario : study.scenarios)
    for (const Covenant& covenant : scenario.liquidity.covenants) names.push_back(covenant.name);
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

}  // namespace delcredere::planning
