#pragma once
// The clean-up of ids that a config asks for by name; nothing is ever guessed.

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "scenarios/csv/report.h"

namespace delcredere::csv {

/// Rules: `trim` takes spaces and tabs off both ends; `drop_trailing_dot_zero` makes 1930571429.0 into 1930571429.
class IdRules {
 public:
  IdRules(const FileSource& source, Report& report);

  std::string_view clean(std::string_view id);
  /// One note for each rule, and a warning where ids keep blanks at their ends.
  void report_use(Report& report) const;

 private:
  enum class Rule { trim, drop_trailing_dot_zero };
  std::vector<Rule> rules_;
  std::size_t trimmed_ = 0, shortened_ = 0, padded_ = 0;
};

/// "123.0" without its ".0", if the rest is all digits.
std::optional<std::string_view> without_dot_zero(std::string_view id);
std::string_view without_blanks(std::string_view id);

}  // namespace delcredere::csv
