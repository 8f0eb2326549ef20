#pragma once
// What the rows of an invoices file and of a sales plan have in common: id, buyer, dates, amount.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/csv/columns.h"
#include "scenarios/csv/date_format.h"
#include "scenarios/csv/ids.h"
#include "scenarios/csv/ledger.h"

namespace delcredere::csv {

/// Rows with one thing in common: how many and where the first is.
struct Tally {
  std::size_t rows = 0;
  int first_line = 0;
  void add(int line) {
    if (rows++ == 0) first_line = line;
  }
};

class LedgerRows {
 public:
  LedgerRows(const FileSource& source, LedgerContext context, Ledger& ledger, Table& table, const Columns& columns,
             Report& report);

  /// False after a fault in the config's date format; then no row can be read.
  bool usable() const { return format_.has_value(); }

 protected:
  /// A column looked up once; an absent one reads as empty.
  struct Column {
    int at = -1;
    std::string header;
  };
  Column column(std::string_view name) const { return {columns_[name], columns_.header(name)}; }
  std::string_view text(const Column& column) const { return column.at < 0 ? std::string_view{} : table_[column.at]; }
  void fault(const Column& column, std::string message) {
    report_.error(table_.line(), column.header, std::move(message));
  }

  /// A row whose buyer is still to be looked up. Rows wait in small groups, so that the cache misses of their look-ups
  /// overlap.
  struct Waiting {
    Invoice invoice;
    std::string_view buyer, sector, country;
    int line = 0;
  };
  static constexpr std::size_t kGroup = 64;
  /// Queues the current row; `keep(Invoice, line)` gets the group's rows with their buyers when it is full.
  template <class Keep>
  void queue(const Invoice& invoice, const Column& buyer_column, Keep&& keep) {
    waiting_.push_back({invoice, ids_.clean(text(buyer_column)), sector_at_ < 0 ? "" : table_[sector_at_],
                        country_at_ < 0 ? "" : table_[country_at_], table_.line()});
    context_.buyers.prefetch(waiting_.back().buyer);
    if (waiting_.size() == kGroup) settle(buyer_column, keep);
  }
  template <class Keep>
  void settle(const Column& buyer_column, Keep&& keep) {
    for (Waiting& row : waiting_) {
      const auto buyer = find_buyer(row, buyer_column);
      if (!buyer) continue;
      row.invoice.buyer = *buyer;
      keep(row.invoice, row.line);
    }
    waiting_.clear();
  }

  /// The cleaned id of the row, registered for the check for duplicates.
  std::optional<std::string_view> invoice_id(const Column& column, bool needed);
  std::optional<Day> date(const Column& column);
  std::optional<Money> amount(const Column& amount, const Column& currency);
  /// Was a row issued on `issue` billed electronically? The column holds the day from which its buyer is; empty: never.
  std::optional<bool> electronic_at(const Column& column, const std::optional<Day>& issue);
  /// Adds the row as an invoice and tallies a due date before the issue date.
  void add(Invoice invoice, int line);
  void report_common();

  LedgerContext context_;
  Ledger& ledger_;
  Table& table_;
  const Columns& columns_;
  Report& report_;
  IdRules ids_;
  std::optional<DateFormat> format_;

 private:
  std::optional<std::uint32_t> find_buyer(const Waiting& row, const Column& column);

  std::vector<Waiting> waiting_;
  int sector_at_ = -1, country_at_ = -1;
  Tally due_before_issue_, zero_;
};

/// Headers that derived buyers take sector and country from.
std::vector<std::string> derived_headers(const BuyerDirectory& buyers);

}  // namespace delcredere::csv
