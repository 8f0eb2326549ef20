#include "models/insurance/insured_book.h"

#include <algorithm>
#include <tuple>

#include "models/insurance/insured_balance.h"
#include "models/insurance/policy_tables.h"

namespace delcredere {

PolicyTables tables_without_liability(PolicyTerms terms, const Portfolio& portfolio, Day horizon,
                                      const PolicyTerms* primary) {
  terms.maximum_liability.reset();
  return resolve_tables(terms, portfolio, horizon, {}, primary);
}

bool is_insurable(const PolicyTables& tables, const Invoice& invoice) {
  if (!tables.buyers[invoice.buyer].in_scope) return false;
  if (tables.terms.max_terms && invoice.due - invoice.issue > *tables.terms.max_terms) return false;
  const LimitStep& step = tables.limit_on(invoice.buyer, invoice.issue);
  return step.limit > step.primary;
}

InsuredBook insured_book(const PolicyTerms& terms, const Portfolio& portfolio, Day horizon,
                         const PolicyTerms* primary) {
  const PolicyTables tables = tables_without_liability(terms, portfolio, horizon, primary);
  InsuredBook book;
  for (std::uint32_t buyer = 0; buyer < portfolio.buyers.size(); ++buyer) {
    const LimitStep& step = tables.limit_on(buyer, 0);
    const bool insured = tables.buyers[buyer].in_scope;
    book.limits.push_back(insured ? step.limit : 0);
    if (!portfolio.exposure_book || !insured) continue;
    BalanceWalk walk;
    walk.add(step, portfolio.buyers[buyer].exposure);
    book.outstanding += walk.insured();
  }
  std::vector<const Invoice*> open;
  for (const Invoice& invoice : portfolio.invoices) {
    if (!is_insurable(tables, invoice)) continue;
    if (invoice.kind == InvoiceKind::open) open.push_back(&invoice);
    const bool in_time = invoice.issue >= 0 && invoice.issue < horizon;
    if (in_time && tables.year_of_shipment(invoice.issue) >= 0) book.turnover += invoice.amount;
  }
  std::stable_sort(open.begin(), open.end(), [](const Invoice* a, const Invoice* b) {
    return std::tie(a->buyer, a->issue, a->due, a->row) < std::tie(b->buyer, b->issue, b->due, b->row);
  });
  for (std::size_t k = 0; k < open.size();) {
    const std::uint32_t buyer = open[k]->buyer;
    BalanceWalk walk;
    for (; k < open.size() && open[k]->buyer == buyer; ++k)
      walk.add(tables.limit_on(buyer, open[k]->issue), open[k]->amount);
    book.outstanding += walk.insured();
  }
  return book;
}

}  // namespace delcredere
