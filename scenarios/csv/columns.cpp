#include "scenarios/csv/columns.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <stdexcept>

namespace delcredere::csv {

int find_header(const Table& table, std::string_view header) {
  const auto at = std::find(table.header().begin(), table.header().end(), header);
  return at == table.header().end() ? -1 : static_cast<int>(at - table.header().begin());
}

Columns::Columns(const FileSource& source, const Table& table, const std::vector<ColumnRule>& rules,
                 const std::vector<std::string>& also_used, Report& report) {
  std::vector<bool> used(table.header().size(), false);
  for (const ColumnRule& rule : rules) {
    const auto mapped = source.columns.find(std::string(rule.name));
    const bool is_mapped = mapped != source.columns.end();
    const std::string header = is_mapped ? mapped->second : std::string(rule.name);
    const int at = find_header(table, header);
    bound_.push_back({std::string(rule.name), header, at});
    if (at >= 0) {
      used[static_cast<std::size_t>(at)] = true;
    } else if (rule.required || is_mapped) {
      complete_ = false;
      const std::string near = nearest(header, table.header());
      report.error(1, rule.name,
                   fmt::format("the file has no column {}{}.{}", shown(header),
                               is_mapped ? " (so named by the config's columns)" : "",
                               near.empty() ? fmt::format(" Its columns: {}", fmt::join(table.header(), ", "))
                                            : fmt::format(" Did you mean columns: {{{}: {}}}?", rule.name, near)));
    }
  }
  for (const auto& [ours, theirs] : source.columns) {
    const auto known = [&, &name = ours](const ColumnRule& rule) { return rule.name == name; };
    if (std::any_of(rules.begin(), rules.end(), known)) continue;
    std::vector<std::string> names;
    for (const ColumnRule& rule : rules) names.emplace_back(rule.name);
    report.error_at(source.where, "columns",
                    fmt::format("{} is no column of this file (allowed {})", shown(ours), fmt::join(names, ", ")));
    complete_ = false;
  }
  for (const std::string& header : also_used) {
    const int at = find_header(table, header);
    if (at >= 0) used[static_cast<std::size_t>(at)] = true;
  }
  std::vector<std::string> extra;
  for (std::size_t i = 0; i < used.size(); ++i) {
    if (!used[i]) extra.push_back(table.header()[i].empty() ? fmt::format("(column {})", i + 1) : table.header()[i]);
  }
  if (!extra.empty()) {
    report.warning(
        1, "", fmt::format("{} not used by the model: {}", counted(extra.size(), "column"), fmt::join(extra, ", ")));
  }
}

int Columns::operator[](std::string_view name) const {
  for (const Bound& column : bound_) {
    if (column.name == name) return column.at;
  }
  throw std::logic_error("no rule for column " + std::string(name));
}

const std::string& Columns::header(std::string_view name) const {
  for (const Bound& column : bound_) {
    if (column.name == name) return column.header;
  }
  throw std::logic_error("no rule for column " + std::string(name));
}

}  // namespace delcredere::csv
