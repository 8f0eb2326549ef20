// sales_plan.csv: what will be shipped after as_of, by day or by month; a ledger of future invoices reads as one too.

#include <fmt/format.h>

#include "scenarios/csv/fields.h"
#include "scenarios/csv/ledger.h"
#include "scenarios/csv/ledger_rows.h"

namespace delcredere::csv {
namespace {

const std::vector<ColumnRule> kColumns = {{"invoice_id"}, {"buyer_id", true}, {"issue_date"},
                                          {"month"},      {"amount", true},   {"terms_days"},
                                          {"due_date"},   {"currency"},       {"electronic_from"}};
constexpr int kLongestTerms = 3650;

class PlanRows : public LedgerRows {
 public:
  using LedgerRows::LedgerRows;

  bool columns_usable() {
    const bool when = issue_.at >= 0 || month_.at >= 0;
    const bool due = terms_.at >= 0 || due_.at >= 0;
    if (!when) report_.error(1, "issue_date", "the file has no column 'issue_date' and none 'month'; one is needed");
    if (!due) report_.error(1, "terms_days", "the file has no column 'terms_days' and none 'due_date'; one is needed");
    return when && due;
  }

  void read() {
    const std::size_t before = ledger_.invoices.size();
    while (table_.next()) read_row();
    settle(buyer_, [this](const Invoice& invoice, int line) { keep(invoice, line); });
    report_.note(fmt::format("{} planned", counted(ledger_.invoices.size() - before, "invoice")));
    if (past_.rows > 0) {
      report_.warning(past_.first_line, "",
                      fmt::format("{} issued up to as_of ignored, first here: a plan begins the "
                                  "day after",
                                  counted(past_.rows, "row")));
    }
    report_common();
  }

 private:
  // One of two columns must be filled in a row; nothing (after an error) otherwise.
  const Column* either(const Column& a, const Column& b) {
    const bool has_a = !text(a).empty(), has_b = !text(b).empty();
    if (has_a != has_b) return has_a ? &a : &b;
    const Column& present = a.at >= 0 ? a : b;
    fault(present, has_a                    ? fmt::format("both {} and {} are given, one is needed", a.header, b.header)
                   : a.at >= 0 && b.at >= 0 ? fmt::format("is empty, and so is {}; one is needed", b.header)
                                            : std::string("is empty"));
    return nullptr;
  }

  std::optional<Day> month(const Column& column) {
    const std::string_view field = text(column);
    const auto fifteenth = field.size() == 7 ? Date::parse_iso(std::string(field) + "-15") : std::nullopt;
    if (fifteenth) return days_between(context_.as_of, *fifteenth);
    fault(column, fmt::format("no month of the form YYYY-MM, got {}", shown(field)));
    return std::nullopt;
  }

  std::optional<Day> due_after(const Column& column, std::optional<Day> issue) {
    if (&column == &due_) return date(due_);
    const auto terms = parse_count(text(column), kLongestTerms);
    if (!terms) {
      fault(column, fmt::format("no number of days, got {} (allowed 0 to {})", shown(text(column)), kLongestTerms));
      return std::nullopt;
    }
    return issue.value_or(0) + *terms;
  }

  void read_row() {
    const auto id = invoice_id(id_, false);
    const Column* when = either(issue_, month_);
    const auto issue = when == nullptr ? std::nullopt : when == &issue_ ? date(issue_) : month(month_);
    const Column* until = either(terms_, due_);
    const auto due = until == nullptr ? std::nullopt : due_after(*until, issue);
    const auto value = amount(amount_, currency_);
    if (value && *value < 0)
      fault(amount_, fmt::format("a planned row must not be negative, got {}", shown(text(amount_))));
    const auto electronic = electronic_at(electronic_, issue);
    if (!id || !issue || !due || !value || *value < 0 || !electronic) return;
    Invoice invoice;
    invoice.id = *id;
    invoice.issue = *issue;
    invoice.due = *due;
    invoice.amount = *value;
    invoice.kind = InvoiceKind::planned;
    invoice.electronic = *electronic;
    invoice.currency = context_.amounts.number_of(text(currency_));
    queue(invoice, buyer_, [this](const Invoice& row, int line) { keep(row, line); });
  }

  void keep(const Invoice& invoice, int line) {
    if (invoice.issue <= 0) {
      past_.add(line);
    } else if (invoice.amount > 0) {
      add(invoice, line);
    }
  }

  const Column id_ = column("invoice_id"), buyer_ = column("buyer_id"), issue_ = column("issue_date"),
               month_ = column("month"), amount_ = column("amount"), terms_ = column("terms_days"),
               due_ = column("due_date"), currency_ = column("currency"), electronic_ = column("electronic_from");
  Tally past_;
};

}  // namespace

void read_sales_plan(const FileSource& source, LedgerContext context, Ledger& ledger, Report& report) {
  Table table(TextFile::read(source.path, source.name), report);
  if (!table.readable()) return;
  ledger.texts.push_back(table.text());
  const Columns columns(source, table, kColumns, derived_headers(context.buyers), report);
  if (!columns.complete()) return;
  ledger.plan_file = source.name;
  ledger.plan_id_header = columns.header("invoice_id");
  ledger.invoices.reserve(ledger.invoices.size() + table.rows_at_most());
  PlanRows reader(source, context, ledger, table, columns, report);
  if (reader.usable() && reader.columns_usable()) reader.read();
}

}  // namespace delcredere::csv
