// outflows.csv and limits.csv: dated amounts in base currency.

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "scenarios/csv/amounts.h"
#include "scenarios/csv/book_buyers.h"
#include "scenarios/csv/columns.h"
#include "scenarios/csv/date_format.h"
#include "scenarios/csv/fields.h"
#include "scenarios/csv/table.h"

namespace delcredere {
namespace {

using csv::Columns;
using csv::counted;
using csv::DateFormat;
using csv::Report;
using csv::shown;
using csv::Table;

std::optional<DateFormat> date_format(const FileSource& source, Report& report) {
  std::string problem;
  auto format = DateFormat::make(source.date_format, problem);
  if (!format) report.error_at(source.where, "date_format", problem);
  return format;
}

std::optional<Day> read_date(DateFormat& format, std::string_view text, Date as_of, int line, const std::string& header,
                             Report& report) {
  const auto date = format.parse(text);
  if (date) return days_between(as_of, *date);
  report.error(line, header, format.describe_fault(text));
  return std::nullopt;
}

std::optional<Money> read_positive(const csv::AmountReader& amounts, std::string_view text, int line,
                                   const std::string& header, Report& report) {
  const auto amount = amounts.read(text, line, header, report);
  if (!amount || *amount >= 0) return amount;
  report.error(line, header, fmt::format("must not be negative, got {}", shown(text)));
  return std::nullopt;
}

}  // namespace

std::vector<Outflow> read_outflows(const FileSource& file, Date as_of, const Currency& base, ReadLog& log) {
  Report report(log, file.name);
  Table table(csv::TextFile::read(file.path, file.name), report);
  if (!table.readable()) return {};
  const Columns columns(file, table, {{"date", true}, {"amount", true}, {"label"}}, {}, report);
  auto format = date_format(file, report);
  if (!columns.complete() || !format) return {};
  const csv::AmountReader amounts(base);
  const int date_at = columns["date"], amount_at = columns["amount"], label_at = columns["label"];

  std::vector<Outflow> outflows;
  std::size_t past = 0;
  int first_past = 0;
  Int128 sum = 0;
  while (table.next()) {
    const auto day = read_date(*format, table[date_at], as_of, table.line(), columns.header("date"), report);
    const auto amount = read_positive(amounts, table[amount_at], table.line(), columns.header("amount"), report);
    if (!day || !amount) continue;
    if (*day <= 0) {
      if (past++ == 0) first_past = table.line();
      continue;
    }
    sum += *amount;
    outflows.push_back({*day, *amount, label_at < 0 ? "" : std::string(table[label_at])});
  }
  if (past > 0) {
    report.warning(first_past, columns.header("date"),
                   fmt::format("{} up to as_of ignored, first here: those flows are in "
                               "the opening balance",
                               counted(past, "row")));
  }
  if (sum > csv::kLargestAmount) report.error(0, "", "the outflows add up to more than can be held exactly");
  std::stable_sort(outflows.begin(), outflows.end(), [](const Outflow& a, const Outflow& b) { return a.day < b.day; });
  report.note(fmt::format("{} read", counted(outflows.size(), "outflow")));
  return outflows;
}

std::vector<DatedLimit> read_limits(const FileSource& file, const Portfolio& portfolio, Date as_of,
                                    const Currency& base, ReadLog& log) {
  Report report(log, file.name);
  Table table(csv::TextFile::read(file.path, file.name), report);
  if (!table.readable()) return {};
  const Columns columns(file, table, {{"buyer_id", true}, {"from", true}, {"amount", true}}, {}, report);
  auto format = date_format(file, report);
  if (!columns.complete() || !format) return {};
  const csv::AmountReader amounts(base);
  csv::BookBuyers buyers(portfolio, file, report);
  const int from_at = columns["from"], amount_at = columns["amount"];

  struct Row {
    DatedLimit limit;
    int line;
  };
  std::vector<Row> rows;
  while (table.next()) {
    const std::uint32_t buyer = buyers.of_row(table, columns, "buyer_id");
    const auto from = read_date(*format, table[from_at], as_of, table.line(), columns.header("from"), report);
    std::optional<Money> amount;
    if (!table[amount_at].empty()) {  // empty: no decision
      amount = read_positive(amounts, table[amount_at], table.line(), columns.header("amount"), report);
      if (!amount) continue;
    }
    if (buyer != csv::IdIndex::kAbsent && from) rows.push_back({{buyer, *from, amount}, table.line()});
  }
  buyers.ids().report_use(report);
  std::stable_sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) {
    return std::tie(a.limit.buyer, a.limit.from) < std::tie(b.limit.buyer, b.limit.from);
  });
  std::vector<DatedLimit> limits;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (i > 0 && rows[i].limit.buyer == rows[i - 1].limit.buyer && rows[i].limit.from == rows[i - 1].limit.from) {
      report.error(rows[i].line, columns.header("from"),
                   fmt::format("buyer {} has two limits from the same day, on lines {} and {}",
                               shown(portfolio.buyers[rows[i].limit.buyer].id), rows[i - 1].line, rows[i].line));
    }
    limits.push_back(rows[i].limit);
  }
  report.note(fmt::format("{} read", counted(limits.size(), "dated limit")));
  return limits;
}

}  // namespace delcredere
