#include "scenarios/csv/ledger_rows.h"

#include <fmt/format.h>

#include "scenarios/csv/fields.h"

namespace delcredere::csv {

std::vector<std::string> derived_headers(const BuyerDirectory& buyers) {
  std::vector<std::string> headers;
  if (!buyers.deriving()) return headers;
  if (!buyers.derive().sector_column.empty()) headers.push_back(buyers.derive().sector_column);
  if (!buyers.derive().country_column.empty()) headers.push_back(buyers.derive().country_column);
  return headers;
}

LedgerRows::LedgerRows(const FileSource& source, LedgerContext context, Ledger& ledger, Table& table,
                       const Columns& columns, Report& report)
    : context_(context), ledger_(ledger), table_(table), columns_(columns), report_(report), ids_(source, report) {
  std::string problem;
  format_ = DateFormat::make(source.date_format, problem);
  if (!format_) report.error_at(source.where, "date_format", problem);
  if (context_.buyers.deriving()) {
    sector_at_ = find_header(table, context_.buyers.derive().sector_column);
    country_at_ = find_header(table, context_.buyers.derive().country_column);
  }
}

std::optional<std::string_view> LedgerRows::invoice_id(const Column& column, bool needed) {
  const std::string_view id = ids_.clean(text(column));
  if (id.empty()) {
    if (!needed) return id;
    fault(column, "is empty; every invoice needs an id");
    return std::nullopt;
  }
  bool inserted = false;
  const std::uint32_t first = ledger_.ids.insert(id, inserted);
  if (inserted) {
    ledger_.id_lines.push_back(table_.line());
    return id;
  }
  const int line = ledger_.id_lines[first];
  const bool elsewhere = first < ledger_.ids_of_invoices;
  fault(column, elsewhere ? fmt::format("invoice {} is also on line {} of {}", shown(id), line, ledger_.invoices_file)
                          : fmt::format("invoice {} is there twice, on lines {} and {}", shown(id), line, table_.line()));
  return std::nullopt;
}

std::optional<std::uint32_t> LedgerRows::buyer(const Column& column) {
  const std::string_view id = ids_.clean(text(column));
  if (id.empty()) {
    fault(column, "is empty; every row needs its buyer");
    return std::nullopt;
  }
  const auto found = context_.buyers.find(id);
  if (found) return found;
  std::string hint = "Every buyer of an invoice must be in the buyers file";
  if (context_.buyers.find(without_blanks(id))) hint = "Without the blanks it is: id_cleanup: [trim]";
  if (const auto whole = without_dot_zero(id); whole && context_.buyers.find(*whole)) {
    hint = "Without '.0' it is: id_cleanup: [drop_trailing_dot_zero]";
  }
  fault(column, fmt::format("buyer {} is not in the buyers file. {}", shown(id), hint));
  return std::nullopt;
}

std::optional<Day> LedgerRows::date(const Column& column) {
  const std::string_view field = text(column);
  const auto parsed = format_->parse(field);
  if (!parsed) {
    fault(column, format_->describe_fault(field));
    return std::nullopt;
  }
  return days_between(context_.as_of, *parsed);
}

std::optional<Money> LedgerRows::amount(const Column& amount, const Column& currency) {
  const auto value = context_.amounts.read(text(amount), text(currency), table_.line(), amount.header, currency.header, report_);
  if (value && *value == 0) zero_.add(table_.line());
  return value;
}

void LedgerRows::describe_buyer(std::uint32_t buyer) {
  if (sector_at_ < 0 && country_at_ < 0) return;
  context_.buyers.describe(buyer, sector_at_ < 0 ? "" : table_[sector_at_], country_at_ < 0 ? "" : table_[country_at_],
                           table_.line(), report_);
}

void LedgerRows::add(Invoice invoice) {
  if (invoice.due < invoice.issue) due_before_issue_.add(table_.line());
  invoice.row = ledger_.rows++;
  ledger_.invoices.push_back(invoice);
}

void LedgerRows::report_common() {
  ids_.report_use(report_);
  if (zero_.rows > 0) {
    report_.note(fmt::format("{} with amount 0 left out (first on line {})", counted(zero_.rows, "row"), zero_.first_line));
  }
  if (due_before_issue_.rows > 0) {
    report_.warning(due_before_issue_.first_line, "",
                    fmt::format("due before issue in {}, first here; the due date is kept as given, no payment is earlier "
                                "than the issue date", counted(due_before_issue_.rows, "row")));
  }
}

}  // namespace delcredere::csv
