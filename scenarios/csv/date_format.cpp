#include "scenarios/csv/date_format.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "scenarios/csv/report.h"

namespace delcredere::csv {
namespace {

bool digit(char c) { return c >= '0' && c <= '9'; }
bool letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// Takes `least` to `most` digits from position i on; -1 where there are fewer.
int take(std::string_view text, std::size_t& i, std::size_t least, std::size_t most) {
  int value = 0;
  std::size_t n = 0;
  while (n < most && i < text.size() && digit(text[i])) {
    value = value * 10 + (text[i++] - '0');
    ++n;
  }
  return n < least ? -1 : value;
}

// A pattern of the common ones that reads `text`, or "".
std::string pattern_for(std::string_view text) {
  std::string fits;
  for (const char* pattern :
       {"YYYY-MM-DD", "D.M.YYYY", "M/D/YYYY", "D/M/YYYY", "D-M-YYYY", "YYYY/M/D", "YYYYMMDD", "YYYY.M.D"}) {
    std::string problem;
    auto format = DateFormat::make(pattern, problem);
    if (!format || !format->parse(text)) continue;
    fits += (fits.empty() ? "" : " or ") + std::string(pattern);
  }
  return fits;
}

// 5.1.26, 05/01/26: three numbers of at most two digits.
bool has_two_digit_year(std::string_view text) {
  std::size_t i = 0;
  for (int part = 0; part < 3; ++part) {
    if (take(text, i, 1, 2) < 0) return false;
    if (part < 2 && (i >= text.size() || digit(text[i]) || letter(text[i]))) return false;
    if (part < 2) ++i;
  }
  return i == text.size();
}

}  // namespace

std::optional<DateFormat> DateFormat::make(const std::string& pattern, std::string& problem) {
  DateFormat format;
  format.pattern_ = pattern == "YYYY-MM-DD" ? "" : pattern;
  const std::string source = pattern.empty() ? "YYYY-MM-DD" : pattern;
  std::string seen;
  for (std::size_t i = 0; i < source.size();) {
    const char c = source[i];
    if (!letter(c)) {
      if (digit(c)) {
        problem = fmt::format("a digit cannot be a separator, got '{}'", source);
        return std::nullopt;
      }
      format.tokens_.push_back({' ', c, true});
      ++i;
      continue;
    }
    std::size_t end = i;
    while (end < source.size() && source[end] == c) ++end;
    const std::size_t length = end - i;
    if (c == 'Y' && length == 2) {
      problem = fmt::format("two-digit years are refused (nobody can tell 1926 from 2026), got '{}'", source);
      return std::nullopt;
    }
    if (!((c == 'Y' && length == 4) || ((c == 'M' || c == 'D') && length <= 2)) || seen.find(c) != std::string::npos) {
      problem =
          fmt::format("a date pattern is made of YYYY, MM or M, DD or D, once each, and separators, got '{}'", source);
      return std::nullopt;
    }
    seen += c;
    format.tokens_.push_back({c, 0, length == 2 || c == 'Y'});
    i = end;
  }
  if (seen.size() != 3) {
    problem = fmt::format("a date pattern needs year, month and day (as in M/D/YYYY), got '{}'", source);
    return std::nullopt;
  }
  for (std::size_t i = 0; i + 1 < format.tokens_.size(); ++i) {
    if (!format.tokens_[i].fixed && format.tokens_[i + 1].kind != ' ') {
      problem = fmt::format("M or D without a separator behind it is ambiguous, write MM and DD, got '{}'", source);
      return std::nullopt;
    }
  }
  return format;
}

std::optional<DateFormat::Parts> DateFormat::split(std::string_view text) const {
  Parts parts{0, 0, 0};
  std::size_t i = 0;
  for (const Token& token : tokens_) {
    if (token.kind == ' ') {
      if (i >= text.size() || text[i] != token.separator) return std::nullopt;
      ++i;
      continue;
    }
    const std::size_t most = token.kind == 'Y' ? 4 : 2;
    const int value = take(text, i, token.fixed ? most : 1, most);
    if (value < 0) return std::nullopt;
    (token.kind == 'Y' ? parts.year : token.kind == 'M' ? parts.month : parts.day) = value;
  }
  if (i != text.size()) return std::nullopt;
  return parts;
}

std::optional<Date> DateFormat::parse_iso(std::string_view text) {
  if (text.size() != 10 || !digit(text[8]) || !digit(text[9])) return std::nullopt;
  std::uint64_t word;
  std::memcpy(&word, text.data(), 8);
  Month& month = months_[static_cast<std::size_t>(text[6]) % 16];
  if (month.text != word) {
    const auto first = Date::parse_iso(std::string(text.substr(0, 8)) + "01");
    if (!first) return std::nullopt;
    month = {word, *first, days_between(*first, first->add_months(1))};
  }
  const int day = (text[8] - '0') * 10 + (text[9] - '0');
  if (day < 1 || day > month.days) return std::nullopt;
  return Date{month.first.serial + day - 1};
}

std::optional<Date> DateFormat::parse(std::string_view text) {
  if (pattern_.empty()) return parse_iso(text);
  const auto parts = split(text);
  if (!parts) return std::nullopt;
  return Date::from_civil(parts->year, parts->month, parts->day);
}

std::string DateFormat::describe_fault(std::string_view text) const {
  if (text.empty()) return "is empty; a date is needed";
  if (split(text)) return fmt::format("no such date in the calendar, got {}", shown(text));
  if (has_two_digit_year(text)) {
    return fmt::format("a two-digit year (nobody can tell 1926 from 2026), got {}. Write dates as {}", shown(text),
                       pattern());
  }
  const std::string fits = pattern_for(text);
  return fmt::format("no date of the form {}, got {}.{}", pattern(), shown(text),
                     fits.empty() ? " The form of a file's dates can be given as date_format"
                                  : fmt::format(" If the file writes its dates so, give date_format: {}", fits));
}

}  // namespace delcredere::csv
