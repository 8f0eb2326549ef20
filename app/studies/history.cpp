#include "app/studies/history.h"

#include <algorithm>

namespace delcredere::studies {

History read_history(const PortfolioSource& source, Date as_of, const Currency& currency,
                     std::vector<Diagnostic>& warnings) {
  // Read as of a day after everything, so that every payment in the file is kept.
  const Date after_all = *Date::from_civil(9000, 1, 1);
  ReadLog log;
  const Portfolio book = read_portfolio(source, after_all, currency, log);
  if (!log.errors.empty()) throw Error(ExitCode::data, std::move(log.errors));
  for (const Diagnostic& warning : log.warnings) warnings.push_back(warning);
  const Day shift = days_between(as_of, after_all);
  History history{as_of, book.buyers, {}, -kNever, currency};
  for (const Invoice& row : book.invoices) {
    PastInvoice invoice{row.buyer, row.issue + shift, std::max(row.due, row.issue) + shift,
                        kNever,    row.amount,        row.electronic};
    if (row.kind == InvoiceKind::history) invoice.paid = std::max(row.paid, row.issue) + shift;
    history.known_until = std::max(history.known_until, invoice.issue);
    if (invoice.paid < kNever) history.known_until = std::max(history.known_until, invoice.paid);
    history.invoices.push_back(invoice);
  }
  if (history.invoices.empty()) throw Error(ExitCode::data, "the ledger has no invoices");
  return history;
}

}  // namespace delcredere::studies
