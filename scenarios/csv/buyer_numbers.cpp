// loadings.csv and weights.csv: numbers that single buyers have of their own.

#include <fmt/format.h>

#include <algorithm>

#include "scenarios/csv/book_buyers.h"
#include "scenarios/csv/columns.h"
#include "scenarios/csv/fields.h"
#include "scenarios/csv/table.h"

namespace delcredere {
namespace {

using csv::Columns;
using csv::counted;
using csv::Report;
using csv::shown;
using csv::Table;

/// What one kind of file calls its columns.
struct Form {
  const char *name_column, *value_column;
  bool negative;  ///< values in [-1, 1], else in [0, 1]
};

std::optional<double> parse_value(std::string_view text, bool negative) {
  const bool minus = negative && text.starts_with('-');
  const auto value = csv::parse_probability(minus ? text.substr(1) : text);
  if (!value) return std::nullopt;
  return minus ? -*value : *value;
}

BuyerNumbers read_numbers(const FileSource& file, const Portfolio& portfolio, const Form& form, ReadLog& log) {
  Report report(log, file.name);
  Table table(csv::TextFile::read(file.path, file.name), report);
  if (!table.readable()) return {};
  const Columns columns(file, table, {{"buyer_id", true}, {form.name_column, true}, {form.value_column, true}}, {},
                        report);
  if (!columns.complete()) return {};
  csv::BookBuyers buyers(portfolio, file, report);
  const int name_at = columns[form.name_column], value_at = columns[form.value_column];

  BuyerNumbers numbers;
  std::map<std::pair<std::uint32_t, std::string>, int> lines;
  while (table.next()) {
    const std::uint32_t buyer = buyers.of_row(table, columns, "buyer_id");
    if (buyer == csv::IdIndex::kAbsent) continue;
    const std::string name(csv::without_blanks(table[name_at]));
    if (name.empty()) {
      report.error(table.line(), columns.header(form.name_column), "is empty");
      continue;
    }
    const auto value = parse_value(table[value_at], form.negative);
    if (!value) {
      report.error(table.line(), columns.header(form.value_column),
                   fmt::format("must be a number from {} to 1 (or a percentage), got {}", form.negative ? "-1" : "0",
                               shown(table[value_at])));
      continue;
    }
    const auto [place, fresh] = lines.try_emplace({buyer, name}, table.line());
    if (!fresh) {
      report.error(table.line(), columns.header(form.name_column),
                   fmt::format("buyer {} has two values for {}, on lines {} and {}", shown(portfolio.buyers[buyer].id),
                               shown(name), place->second, table.line()));
      continue;
    }
    numbers[buyer].emplace_back(name, *value);
  }
  buyers.ids().report_use(report);
  for (auto& [buyer, own] : numbers) std::sort(own.begin(), own.end());
  report.note(fmt::format("{} of {} read", counted(lines.size(), form.value_column), counted(numbers.size(), "buyer")));
  return numbers;
}

}  // namespace

BuyerNumbers read_loadings(const FileSource& file, const Portfolio& portfolio, ReadLog& log) {
  return read_numbers(file, portfolio, {"factor", "loading", true}, log);
}

BuyerNumbers read_weights(const FileSource& file, const Portfolio& portfolio, ReadLog& log) {
  return read_numbers(file, portfolio, {"sector", "weight", false}, log);
}

}  // namespace delcredere
