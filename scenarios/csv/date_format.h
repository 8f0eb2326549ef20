#pragma once
// Dates as a file writes them: ISO, or a pattern of YYYY, MM, M, DD, D and separators ("M/D/YYYY", "D.M.YYYY",
// "YYYYMMDD"). M and D take one or two digits, MM and DD exactly two; years always have four.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/core/calendar.h"

namespace delcredere::csv {

class DateFormat {
 public:
  /// "" is ISO. Nothing for an unusable pattern; then `problem` says why.
  static std::optional<DateFormat> make(const std::string& pattern, std::string& problem);

  /// Nothing where the text is not of the form or no date of the calendar (2023-02-29).
  std::optional<Date> parse(std::string_view text);
  /// Why parse() gave nothing, with the text and, where one is near, the pattern that would read it.
  std::string describe_fault(std::string_view text) const;
  std::string pattern() const { return pattern_.empty() ? "YYYY-MM-DD" : pattern_; }

 private:
  struct Token {
    char kind;  // 'Y', 'M', 'D', or ' ' for a separator
    char separator;
    bool fixed;  // exactly two digits
  };
  struct Parts {
    int year, month, day;
  };
  std::optional<Parts> split(std::string_view text) const;
  std::optional<Date> parse_iso(std::string_view text);

  // The months last seen: most dates of a ledger repeat them. `text` is "YYYY-MM-" as a word, 0 = none.
  struct Month {
    std::uint64_t text = 0;
    Date first;
    int days = 0;
  };

  std::string pattern_;
  std::vector<Token> tokens_;
  std::array<Month, 16> months_{};
};

}  // namespace delcredere::csv
