// invoices.csv: what is open, what is known of the past, and rows issued after as_of, which are plan.

#include <fmt/format.h>

#include "scenarios/csv/fields.h"
#include "scenarios/csv/ledger.h"
#include "scenarios/csv/ledger_rows.h"

namespace delcredere::csv {
namespace {

const std::vector<ColumnRule> kColumns = {{"invoice_id", true}, {"buyer_id", true}, {"issue_date", true},
                                          {"due_date", true},   {"amount", true},   {"currency"},
                                          {"paid_date"},        {"disputed"},       {"electronic_from"}};

class InvoiceRows : public LedgerRows {
 public:
  using LedgerRows::LedgerRows;

  void read() {
    while (table_.next()) read_row();
    settle(buyer_, [this](const Invoice& invoice, int line) { keep(invoice, line); });
    report_all();
  }

 private:
  void read_row() {
    const auto id = invoice_id(id_, true);
    const auto issue = date(issue_);
    const auto due = date(due_);
    const auto value = amount(amount_, currency_);
    Day paid = kNever;
    if (!text(paid_).empty()) {
      const auto given = date(paid_);
      if (!given) return;
      paid = *given;
    }
    const auto disputed = parse_yes_no(text(disputed_));
    if (!disputed) {
      fault(disputed_, fmt::format("neither yes nor no, got {} (allowed yes, no, true, false, 1, 0, empty)",
                                   shown(text(disputed_))));
    }
    const auto electronic = electronic_at(electronic_, issue);
    if (!id || !issue || !due || !value || !disputed || !electronic) return;
    Invoice invoice;
    invoice.id = *id;
    invoice.issue = *issue;
    invoice.due = *due;
    invoice.amount = *value;
    invoice.disputed = *disputed;
    invoice.currency = context_.amounts.number_of(text(currency_));
    invoice.electronic = *electronic;
    if (*issue > 0) {
      invoice.kind = InvoiceKind::planned;
      if (*value < 0) {
        fault(amount_, fmt::format("a planned row must not be negative, got {}", shown(text(amount_))));
        return;
      }
      if (paid != kNever) paid_later_.add(table_.line());
    } else if (paid <= 0) {
      invoice.kind = InvoiceKind::history;
      invoice.paid = paid;
      if (paid < *issue) prepaid_.add(table_.line());
    } else {
      invoice.kind = InvoiceKind::open;
      if (paid != kNever) paid_later_.add(table_.line());
    }
    queue(invoice, buyer_, [this](const Invoice& row, int line) { keep(row, line); });
  }

  void keep(const Invoice& invoice, int line) {
    if (invoice.amount > 0) {
      ++kinds_[static_cast<int>(invoice.kind)];
      add(invoice, line);
    } else if (invoice.amount < 0) {
      switch (invoice.kind) {
        case InvoiceKind::history:
          past_credits_.add(line);
          break;
        case InvoiceKind::open:
          ledger_.credits.push_back({invoice.buyer, -invoice.amount});
          break;
        case InvoiceKind::planned:
          break;  // refused in read_row
      }
    }
  }

  void report_all() {
    report_.note(fmt::format("{} read: {} open, {} paid up to as_of (history), {} issued after as_of (plan), {} open",
                             counted(ledger_.ids.size(), "invoice"), kinds_[static_cast<int>(InvoiceKind::open)],
                             kinds_[static_cast<int>(InvoiceKind::history)],
                             kinds_[static_cast<int>(InvoiceKind::planned)],
                             counted(ledger_.credits.size(), "credit note")));
    if (paid_later_.rows > 0) {
      report_.note(
          fmt::format("{} with a paid_date after as_of: not known on that day, so the invoice is not paid "
                      "(first on line {})",
                      counted(paid_later_.rows, "row"), paid_later_.first_line));
    }
    if (past_credits_.rows > 0) {
      report_.note(fmt::format("{} with a negative amount left out of the history (first on line {})",
                               counted(past_credits_.rows, "paid row"), past_credits_.first_line));
    }
    if (prepaid_.rows > 0) {
      report_.note(fmt::format("{} paid before the issue date, kept as given (first on line {})",
                               counted(prepaid_.rows, "row"), prepaid_.first_line));
    }
    report_common();
  }

  const Column id_ = column("invoice_id"), buyer_ = column("buyer_id"), issue_ = column("issue_date"),
               due_ = column("due_date"), amount_ = column("amount"), currency_ = column("currency"),
               paid_ = column("paid_date"), disputed_ = column("disputed"), electronic_ = column("electronic_from");
  std::size_t kinds_[3] = {0, 0, 0};
  Tally paid_later_, past_credits_, prepaid_;
};

}  // namespace

void read_invoices(const FileSource& source, LedgerContext context, Ledger& ledger, Report& report) {
  Table table(TextFile::read(source.path, source.name), report);
  if (!table.readable()) return;
  ledger.invoices_file = source.name;
  ledger.texts.push_back(table.text());
  const Columns columns(source, table, kColumns, derived_headers(context.buyers), report);
  for (const std::string& header : derived_headers(context.buyers)) {
    if (find_header(table, header) < 0) {
      report.error(1, header, "the file has no such column (derive_buyers takes sector or country from it)");
    }
  }
  if (!columns.complete()) return;
  ledger.invoices_id_header = columns.header("invoice_id");
  const std::size_t rows = table.rows_at_most();
  ledger.ids.reserve(rows);
  reserve_large(ledger.id_lines, rows);
  reserve_large(ledger.invoices, rows);
  InvoiceRows reader(source, context, ledger, table, columns, report);
  if (reader.usable()) reader.read();
  ledger.ids_of_invoices = ledger.ids.size();
}

}  // namespace delcredere::csv
