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
  ledger_.ids.add(id);
  ledger_.id_lines.push_back(table_.line());
  return id;
}

void check_ids(const Ledger& ledger, Report& report) {
  for (const auto& [first, later] : ledger.ids.duplicates()) {
    const bool first_in_plan = first >= ledger.ids_of_invoices, later_in_plan = later >= ledger.ids_of_invoices;
    const std::string id = shown(ledger.ids[later]);
    const int line = ledger.id_lines[first], later_line = ledger.id_lines[later];
    report.error_at({later_in_plan ? ledger.plan_file : ledger.invoices_file, later_line, 0},
                    later_in_plan ? ledger.plan_id_header : ledger.invoices_id_header,
                    first_in_plan == later_in_plan
                        ? fmt::format("invoice {} is there twice, on lines {} and {}", id, line, later_line)
                        : fmt::format("invoice {} is also on line {} of {}", id, line, ledger.invoices_file));
  }
}

std::optional<std::uint32_t> LedgerRows::find_buyer(const Waiting& row, const Column& column) {
  if (row.buyer.empty()) {
    report_.error(row.line, column.header, "is empty; every row needs its buyer");
    return std::nullopt;
  }
  BuyerDirectory& buyers = context_.buyers;
  const auto found = buyers.find(row.buyer);
  if (found) {
    if (!row.sector.empty() || !row.country.empty())
      buyers.describe(*found, row.sector, row.country, row.line, report_);
    return found;
  }
  std::string hint = "Every buyer of an invoice must be in the buyers file";
  if (buyers.find(without_blanks(row.buyer))) hint = "Without the blanks it is: clean_ids: [trim]";
  if (const auto whole = without_dot_zero(row.buyer); whole && buyers.find(*whole)) {
    hint = "Without '.0' it is: clean_ids: [drop_trailing_dot_zero]";
  }
  report_.error(row.line, column.header, fmt::format("buyer {} is not in the buyers file. {}", shown(row.buyer), hint));
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

std::optional<bool> LedgerRows::electronic_at(const Column& column, const std::optional<Day>& issue) {
  if (text(column).empty()) return false;
  const auto from = date(column);
  if (!from) return std::nullopt;
  return issue && *issue >= *from;
}

std::optional<Money> LedgerRows::amount(const Column& amount, const Column& currency) {
  const auto value =
      context_.amounts.read(text(amount), text(currency), table_.line(), amount.header, currency.header, report_);
  if (value && *value == 0) zero_.add(table_.line());
  return value;
}

void LedgerRows::add(Invoice invoice, int line) {
  if (invoice.due < invoice.issue) due_before_issue_.add(line);
  invoice.row = ledger_.rows++;
  ledger_.invoices.push_back(invoice);
}

void LedgerRows::report_common() {
  ids_.report_use(report_);
  if (zero_.rows > 0) {
    report_.note(
        fmt::format("{} with amount 0 left out (first on line {})", counted(zero_.rows, "row"), zero_.first_line));
  }
  if (due_before_issue_.rows > 0) {
    report_.warning(
        due_before_issue_.first_line, "",
        fmt::format("due before issue in {}, first here; in a trial such an invoice is due on its issue date",
                    counted(due_before_issue_.rows, "row")));
  }
}

}  // namespace delcredere::csv
