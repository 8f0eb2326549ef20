#include "scenarios/csv/ids.h"

#include <fmt/format.h>

#include <algorithm>

namespace delcredere::csv {

std::optional<std::string_view> without_dot_zero(std::string_view id) {
  if (id.size() < 3 || !id.ends_with(".0")) return std::nullopt;
  const std::string_view whole = id.substr(0, id.size() - 2);
  const bool digits = std::all_of(whole.begin(), whole.end(), [](char c) { return c >= '0' && c <= '9'; });
  return digits ? std::optional(whole) : std::nullopt;
}

std::string_view without_blanks(std::string_view id) {
  while (!id.empty() && (id.front() == ' ' || id.front() == '\t')) id.remove_prefix(1);
  while (!id.empty() && (id.back() == ' ' || id.back() == '\t')) id.remove_suffix(1);
  return id;
}

IdRules::IdRules(const FileSource& source, Report& report) {
  for (const std::string& name : source.id_cleanup) {
    if (name == "trim") {
      rules_.push_back(Rule::trim);
    } else if (name == "drop_trailing_dot_zero") {
      rules_.push_back(Rule::drop_trailing_dot_zero);
    } else {
      report.error_at(source.where, "clean_ids",
                      fmt::format("no such rule, got {} (allowed trim, drop_trailing_dot_zero)", shown(name)));
    }
  }
}

std::string_view IdRules::clean(std::string_view id) {
  for (const Rule rule : rules_) {
    if (rule == Rule::trim) {
      const std::string_view bare = without_blanks(id);
      trimmed_ += bare.size() != id.size();
      id = bare;
    } else if (const auto whole = without_dot_zero(id)) {
      ++shortened_;
      id = *whole;
    }
  }
  if (!id.empty() && (id.front() == ' ' || id.back() == ' ')) ++padded_;
  return id;
}

void IdRules::report_use(Report& report) const {
  for (const Rule rule : rules_) {
    if (rule == Rule::trim) report.note(fmt::format("clean_ids trim changed {}", counted(trimmed_, "id")));
    if (rule == Rule::drop_trailing_dot_zero) {
      report.note(fmt::format("clean_ids drop_trailing_dot_zero changed {}", counted(shortened_, "id")));
    }
  }
  if (padded_ > 0) {
    report.warning(0, "",
                   fmt::format("{} with a space at an end, kept as written (clean_ids: [trim] removes it)",
                               counted(padded_, "id")));
  }
}

}  // namespace delcredere::csv
