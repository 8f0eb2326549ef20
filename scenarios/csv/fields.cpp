#include "scenarios/csv/fields.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdint>

#include "scenarios/csv/report.h"

namespace delcredere::csv {
namespace {

bool digit(char c) { return c >= '0' && c <= '9'; }

bool all_digits(std::string_view text) { return !text.empty() && std::all_of(text.begin(), text.end(), digit); }

// The thousands separator in `text` that is no comma or point: a space of any width or an apostrophe.
bool has_odd_separator(std::string_view text) {
  for (std::string_view mark : {" ", "'", "_", "\xC2\xA0", "\xE2\x80\xAF", "\xE2\x80\x99"}) {
    const std::size_t at = text.find(mark);
    if (at != std::string_view::npos && at > 0 && digit(text[at - 1]) && at + mark.size() < text.size() &&
        digit(text[at + mark.size()])) {
      return true;
    }
  }
  return false;
}

std::string dialect_of_amount(std::string_view text) {
  const std::size_t comma = text.rfind(','), point = text.rfind('.');
  const auto points = std::count(text.begin(), text.end(), '.');
  const auto commas = std::count(text.begin(), text.end(), ',');
  if (comma != std::string_view::npos && point != std::string_view::npos) {
    return comma > point ? "a decimal comma with points as thousands separator" : "a comma as thousands separator";
  }
  if (commas > 1) return "a comma as thousands separator";
  if (commas == 1) {
    const bool three = text.size() - comma == 4;
    return three ? "a decimal comma or a comma as thousands separator" : "a decimal comma";
  }
  if (points > 1) return "a point as thousands separator";
  if (has_odd_separator(text)) return "a space or mark as thousands separator";
  return "";
}

}  // namespace

std::optional<Money> parse_amount(std::string_view text, int digits) {
  const char* p = text.data();
  const char* end = p + text.size();
  const bool negative = p < end && *p == '-';
  if (negative) ++p;
  if (p == end || !digit(*p)) return std::nullopt;
  if (*p == '0' && p + 1 < end && p[1] != '.') return std::nullopt;
  constexpr std::uint64_t kMost = static_cast<std::uint64_t>(kLargestAmount);
  std::uint64_t value = 0;
  while (p < end && digit(*p)) {
    if (value > kMost / 10) return std::nullopt;
    value = value * 10 + static_cast<std::uint64_t>(*p++ - '0');
  }
  int places = 0;
  if (p < end) {
    if (*p != '.' || ++p == end) return std::nullopt;
    for (; p < end; ++p) {
      if (!digit(*p)) return std::nullopt;
      if (places == digits) {
        if (*p != '0') return std::nullopt;
        continue;
      }
      if (value > kMost / 10) return std::nullopt;
      value = value * 10 + static_cast<std::uint64_t>(*p - '0');
      ++places;
    }
  }
  for (; places < digits; ++places) {
    if (value > kMost / 10) return std::nullopt;
    value *= 10;
  }
  if (value > kMost) return std::nullopt;
  return negative ? -static_cast<Money>(value) : static_cast<Money>(value);
}

std::string describe_amount_fault(std::string_view text, const Currency& currency) {
  if (text.empty()) return "is empty; an amount is needed";
  const std::string got = shown(text);
  if (const std::string dialect = dialect_of_amount(text); !dialect.empty()) {
    return fmt::format("{}, got {}. Amounts have a decimal point and no thousands separator: 1234.56", dialect, got);
  }
  std::string_view body = text;
  if (body.starts_with('-')) body.remove_prefix(1);
  if (text.starts_with('+')) return fmt::format("a sign '+' is not allowed, got {}", got);
  if (text.ends_with('-') || (text.starts_with('(') && text.ends_with(')'))) {
    return fmt::format("a negative amount is written -12.34, got {}", got);
  }
  const std::size_t point = body.find('.');
  const std::string_view whole = body.substr(0, point);
  const std::string_view fraction = point == std::string_view::npos ? "" : body.substr(point + 1);
  if (all_digits(whole) && (point == std::string_view::npos || all_digits(fraction))) {
    if (whole.size() > 1 && whole[0] == '0') return fmt::format("leading zeros, got {}", got);
    const auto beyond = fraction.substr(std::min(fraction.size(), static_cast<std::size_t>(currency.digits)));
    if (beyond.find_first_not_of('0') != std::string_view::npos) {
      return fmt::format("finer than the minor unit of {} ({}), got {}", currency.code,
                         counted(static_cast<std::size_t>(currency.digits), "decimal"), got);
    }
    return fmt::format("too large, got {} (at most {} {})", got, kLargestAmount / currency.minor_per_unit(),
                       currency.code);
  }
  if (text.find_first_of(" \t") != std::string_view::npos) return fmt::format("spaces in an amount, got {}", got);
  if (!body.empty() && digit(body[0]) && body.find_first_of("eE") != std::string_view::npos) {
    return fmt::format("an exponent is not allowed, got {}. Write the number out", got);
  }
  return fmt::format("no amount, got {}. Amounts are plain numbers such as 1234.56", got);
}

std::optional<double> parse_probability(std::string_view text) {
  const bool percent = text.ends_with('%');
  if (percent) text.remove_suffix(1);
  if (text.empty() || !digit(text[0])) return std::nullopt;
  if (text[0] == '0' && text.size() > 1 && digit(text[1])) return std::nullopt;
  double value = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (end != text.data() + text.size() || end[-1] == '.') return std::nullopt;
  if (fault == std::errc::result_out_of_range) {
    // Too small for a double is 0; too large is out of range. Only a negative exponent makes it small.
    if (text.find("e-") == std::string_view::npos && text.find("E-") == std::string_view::npos) return std::nullopt;
    value = 0;
  } else if (fault != std::errc{}) {
    return std::nullopt;
  }
  if (percent) value /= 100.0;
  if (!(value >= 0.0 && value <= 1.0)) return std::nullopt;
  return value;
}

std::string describe_probability_fault(std::string_view text) {
  const bool comma = text.find(',') != std::string_view::npos;
  return fmt::format("{}, got {} (allowed 0 to 1, or 0% to 100%)",
                     comma ? "a decimal comma" : "no probability or share", shown(text));
}

std::optional<bool> parse_yes_no(std::string_view text) {
  if (text.empty()) return false;
  if (text.size() > 5) return std::nullopt;
  char lower[5] = {};
  for (std::size_t i = 0; i < text.size(); ++i) {
    lower[i] = text[i] >= 'A' && text[i] <= 'Z' ? static_cast<char>(text[i] - 'A' + 'a') : text[i];
  }
  const std::string_view word(lower, text.size());
  if (word == "no" || word == "0" || word == "false") return false;
  if (word == "yes" || word == "1" || word == "true") return true;
  return std::nullopt;
}

std::optional<int> parse_count(std::string_view text, int largest) {
  if (!all_digits(text) || (text.size() > 1 && text[0] == '0')) return std::nullopt;
  int value = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (fault != std::errc{} || end != text.data() + text.size() || value > largest) return std::nullopt;
  return value;
}

}  // namespace delcredere::csv
