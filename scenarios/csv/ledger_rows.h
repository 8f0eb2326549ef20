#pragma once
// What the rows of an invoices file and of a sales plan have in common: id, buyer, dates, amount.

#include <optional>
#include <string>
#include <string_view>

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
  void fault(const Column& column, std::string message) { report_.error(table_.line(), column.header, std::move(message)); }

  /// The cleaned id of the row, registered; a duplicate is an error naming both lines.
  std::optional<std::string_view> invoice_id(const Column& column, bool needed);
  std::optional<std::uint32_t> buyer(const Column& column);
  std::optional<Day> date(const Column& column);
  std::optional<Money> amount(const Column& amount, const Column& currency);
  /// Sector and country of a derived buyer from this row.
  void describe_buyer(std::uint32_t buyer);
  /// Adds the row as an invoice and tallies a due date before the issue date.
  void add(Invoice invoice);
  void report_common();

  LedgerContext context_;
  Ledger& ledger_;
  Table& table_;
  const Columns& columns_;
  Report& report_;
  IdRules ids_;
  std::optional<DateFormat> format_;

 private:
  int sector_at_ = -1, country_at_ = -1;
  Tally due_before_issue_, zero_;
};

/// Headers that derived buyers take sector and country from.
std::vector<std::string> derived_headers(const BuyerDirectory& buyers);

}  // namespace delcredere::csv
