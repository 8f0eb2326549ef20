#include "app/studies/history.h"

#include <algorithm>
#include <tuple>

#include "scenarios/csv/amounts.h"
#include "scenarios/csv/columns.h"
#include "scenarios/csv/date_format.h"
#include "scenarios/csv/ids.h"

namespace delcredere::studies {

namespace {

/// Rows that were given up, which the book leaves out.
void read_write_offs(const PortfolioSource& source, History& history, Date as_of) {
  ReadLog log;
  csv::Report report(log, source.invoices->name);
  csv::Table table(csv::TextFile::read(source.invoices->path, source.invoices->name), report);
  if (!table.readable()) return;
  const csv::Columns columns(
      *source.invoices, table,
      {{"buyer_id"}, {"issue_date"}, {"due_date"}, {"amount"}, {"paid_date"}, {"written_off_date"}}, table.header(),
      report);
  if (columns["written_off_date"] < 0) return;
  history.has_write_offs = true;
  std::string problem;
  auto format = csv::DateFormat::make(source.invoices->date_format, problem);
  csv::IdRules ids(*source.invoices, report);
  const csv::AmountReader amounts(history.currency);
  while (table.next()) {
    if (table[columns["written_off_date"]].empty()) continue;
    const auto day = [&](const char* column) { return days_between(as_of, *format->parse(table[columns[column]])); };
    const std::string id(ids.clean(table[columns["buyer_id"]]));
    const auto buyer = std::lower_bound(history.buyers.begin(), history.buyers.end(), id,
                                        [](const Buyer& b, const std::string& wanted) { return b.id < wanted; });
    const auto amount = amounts.read(table[columns["amount"]], table.line(), "amount", report);
    if (buyer == history.buyers.end() || buyer->id != id || !amount || *amount <= 0) continue;
    PastInvoice invoice;
    invoice.buyer = static_cast<std::uint32_t>(buyer - history.buyers.begin());
    invoice.issue = day("issue_date");
    invoice.due = std::max(day("due_date"), invoice.issue);
    invoice.amount = *amount;
    invoice.written_off = std::max(day("written_off_date"), invoice.issue);
    history.known_until = std::max(history.known_until, invoice.written_off);
    history.invoices.push_back(invoice);
  }
  std::stable_sort(history.invoices.begin(), history.invoices.end(), [](const PastInvoice& a, const PastInvoice& b) {
    return std::tie(a.buyer, a.issue, a.due) < std::tie(b.buyer, b.issue, b.due);
  });
}

}  // namespace

History read_history(const PortfolioSource& source, Date as_of, const Currency& currency,
                     std::vector<Diagnostic>& warnings) {
  // Read as of a day after everything, so that every payment in the file is kept.
  const Date after_all = *Date::from_civil(9000, 1, 1);
  ReadLog log;
  const Portfolio book = read_portfolio(source, after_all, currency, log);
  if (!log.errors.empty()) throw Error(ExitCode::data, std::move(log.errors));
  for (const Diagnostic& warning : log.warnings) warnings.push_back(warning);
  const Day shift = days_between(as_of, after_all);
  History history{as_of, book.buyers, {}, -kNever, currency, false};
  for (const Invoice& row : book.invoices) {
    PastInvoice invoice{
        row.buyer, row.issue + shift, std::max(row.due, row.issue) + shift, kNever, row.amount, row.electronic, kNever};
    if (row.kind == InvoiceKind::history) invoice.paid = std::max(row.paid, row.issue) + shift;
    history.known_until = std::max(history.known_until, invoice.issue);
    if (invoice.paid < kNever) history.known_until = std::max(history.known_until, invoice.paid);
    history.invoices.push_back(invoice);
  }
  read_write_offs(source, history, as_of);
  if (history.invoices.empty()) throw Error(ExitCode::data, "the ledger has no invoices");
  return history;
}

}  // namespace delcredere::studies
