// migration.csv: a yearly transition matrix, one row for each present grade, one column for each grade after a year.

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "scenarios/csv/columns.h"
#include "scenarios/csv/ids.h"
#include "scenarios/csv/table.h"

namespace delcredere {
namespace {

using csv::shown;

/// A number of at least 0, also as N%.
std::optional<double> parse_entry(std::string_view text) {
  const bool percent = text.ends_with('%');
  if (percent) text.remove_suffix(1);
  double value = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
  if (parsed.ec != std::errc() || parsed.ptr != text.data() + text.size()) return std::nullopt;
  if (!(value >= 0.0) || !std::isfinite(value)) return std::nullopt;
  return percent ? value / 100.0 : value;
}

bool is_default_column(const std::string& name) {
  for (const char* known : {"D", "default", "Default", "NR", "WR"})
    if (name == known) return true;
  return false;
}

struct Line {
  int line = 0;
  std::vector<double> all;  ///< by column after the first
};

/// Rows in the order of `grades`, conditional on no default.
void fill_matrix(const std::map<std::string, Line>& rows, const std::vector<int>& columns, csv::Report& report,
                 TransitionTable& table) {
  double largest = 0;
  for (const auto& [grade, row] : rows) {
    double sum = 0;
    for (const double value : row.all) sum += value;
    largest = std::max(largest, sum);
  }
  const double whole = largest > 1.5 ? 100.0 : 1.0;
  for (const std::string& grade : table.grades) {
    const auto found = rows.find(grade);
    if (found == rows.end()) {
      report.error(1, "from", fmt::format("no row for the grade {}, which has a column", shown(grade)));
      continue;
    }
    double sum = 0, kept = 0;
    for (const double value : found->second.all) sum += value;
    for (const int column : columns) kept += found->second.all[static_cast<std::size_t>(column)];
    if (std::abs(sum / whole - 1.0) > 0.005)
      report.warning(found->second.line, "from",
                     fmt::format("the row of {} adds up to {:.6g} %: scaled to 100 %", grade, 100.0 * sum / whole));
    if (!(kept > 0.0)) {
      report.error(
          found->second.line, "from",
          fmt::format("the row of {} has nothing but default; it needs the grades of those that survive", grade));
      continue;
    }
    for (const int column : columns) table.matrix.push_back(found->second.all[static_cast<std::size_t>(column)] / kept);
  }
}

}  // namespace

TransitionTable read_transitions(const FileSource& file, const std::vector<std::string>& known, ReadLog& log) {
  csv::Report report(log, file.name);
  csv::Table table(csv::TextFile::read(file.path, file.name), report);
  TransitionTable result;
  if (!table.readable()) return result;
  const std::vector<std::string>& header = table.header();
  std::vector<int> columns;  // of grades, counted after the first
  for (std::size_t c = 1; c < header.size(); ++c) {
    const bool grade = std::find(known.begin(), known.end(), header[c]) != known.end();
    if (grade) {
      result.grades.push_back(header[c]);
      columns.push_back(static_cast<int>(c) - 1);
    } else if (!is_default_column(header[c])) {
      report.error(1, header[c],
                   fmt::format("is no grade of credit.grades (those are {}; a default column is named D or default)",
                               fmt::join(known, ", ")));
    }
  }
  if (result.grades.empty()) report.error(1, "", "has no column for any grade of credit.grades");
  std::map<std::string, Line> rows;
  while (table.next()) {
    const std::string grade(csv::without_blanks(table[0]));
    Line line{table.line(), {}};
    for (std::size_t c = 1; c < header.size(); ++c) {
      const std::string_view text = table[static_cast<int>(c)];
      const auto value = parse_entry(text);
      if (!value) report.error(table.line(), header[c], fmt::format("must be a probability, got {}", shown(text)));
      line.all.push_back(value.value_or(0.0));
    }
    if (std::find(result.grades.begin(), result.grades.end(), grade) == result.grades.end()) {
      if (!is_default_column(grade))
        report.error(table.line(), header[0], fmt::format("is no grade with a column, got {}", shown(grade)));
      continue;
    }
    if (!rows.emplace(grade, std::move(line)).second)
      report.error(table.line(), header[0], fmt::format("the grade {} has two rows", shown(grade)));
  }
  if (report.errors() == 0) fill_matrix(rows, columns, report, result);
  report.note(fmt::format("{} grades of a yearly transition matrix read, given no default", result.grades.size()));
  if (result.matrix.size() != result.grades.size() * result.grades.size()) return {};
  return result;
}

}  // namespace delcredere
