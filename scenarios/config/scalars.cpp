#include "scenarios/config/scalars.h"

#include <fmt/core.h>

#include <charconv>
#include <cmath>

namespace delcredere::config {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::size_t digits(std::string_view text) {
  std::size_t count = 0;
  while (count < text.size() && is_digit(text[count])) ++count;
  return count;
}

/// Length of "-?digits[.digits]" at the front, 0 when there is none.
std::size_t plain_length(std::string_view text) {
  std::size_t at = !text.empty() && text[0] == '-' ? 1 : 0;
  const std::size_t whole = digits(text.substr(at));
  if (whole == 0 || (whole > 1 && text[at] == '0')) return 0;
  at += whole;
  if (at < text.size() && text[at] == '.') {
    const std::size_t fraction = digits(text.substr(at + 1));
    if (fraction == 0) return 0;
    at += 1 + fraction;
  }
  return at;
}

std::optional<double> convert(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

struct Quantity {
  std::string_view number, unit;
};

/// Splits "52 weeks" at its one space.
std::optional<Quantity> split(std::string_view text) {
  const std::size_t space = text.find(' ');
  if (space == std::string_view::npos) return std::nullopt;
  return Quantity{text.substr(0, space), text.substr(space + 1)};
}

std::optional<SpanUnit> unit_of(std::string_view word) {
  if (word == "day" || word == "days") return SpanUnit::days;
  if (word == "week" || word == "weeks") return SpanUnit::weeks;
  if (word == "month" || word == "months") return SpanUnit::months;
  return std::nullopt;
}

}  // namespace

std::optional<double> parse_number(std::string_view text) {
  const std::size_t plain = plain_length(text);
  if (plain == 0) return std::nullopt;
  if (plain < text.size()) {
    std::size_t at = plain;
    if (text[at] != 'e' && text[at] != 'E') return std::nullopt;
    ++at;
    if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
    const std::size_t exponent = digits(text.substr(at));
    if (exponent == 0 || at + exponent != text.size()) return std::nullopt;
  }
  return convert(text);
}

std::optional<double> parse_share(std::string_view text) {
  if (text.empty() || text.back() != '%') return parse_number(text);
  text.remove_suffix(1);
  if (plain_length(text) != text.size() || text.empty()) return std::nullopt;
  return convert(std::string(text) + "e-2");
}

std::optional<Int128> parse_integer(std::string_view text) {
  const bool negative = !text.empty() && text[0] == '-';
  const std::string_view magnitude = negative ? text.substr(1) : text;
  if (magnitude.empty() || digits(magnitude) != magnitude.size()) return std::nullopt;
  if (magnitude.size() > 1 && magnitude[0] == '0') return std::nullopt;
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(magnitude.data(), magnitude.data() + magnitude.size(), value);
  if (error != std::errc() || end != magnitude.data() + magnitude.size()) return std::nullopt;
  if (negative && value > (std::uint64_t{1} << 63)) return std::nullopt;
  return negative ? -static_cast<Int128>(value) : static_cast<Int128>(value);
}

Int128 Span::days() const {
  switch (unit) {
    case SpanUnit::days:
      return count;
    case SpanUnit::weeks:
      return static_cast<Int128>(count) * 7;
    case SpanUnit::months:
      return divide_half_even(static_cast<Int128>(count) * 365, 12);
  }
  return count;
}

Int128 Span::days_from(Date start) const {
  if (unit != SpanUnit::months) return days();
  if (count > 12 * 8000 || count < 0) return count < 0 ? days() : Int128{kTooLong};
  return days_between(start, start.add_months(static_cast<int>(count)));
}

std::string Span::text() const {
  const char* word = unit == SpanUnit::days ? "day" : unit == SpanUnit::weeks ? "week" : "month";
  return fmt::format("{} {}{}", count, word, count == 1 ? "" : "s");
}

std::optional<Span> parse_span(std::string_view text) {
  const auto quantity = split(text);
  if (!quantity) return std::nullopt;
  const auto count = parse_integer(quantity->number);
  const auto unit = unit_of(quantity->unit);
  if (!count || !unit) return std::nullopt;
  if (*count > std::numeric_limits<std::int64_t>::max() || *count < std::numeric_limits<std::int64_t>::min()) {
    return std::nullopt;
  }
  return Span{static_cast<std::int64_t>(*count), *unit};
}

std::optional<double> parse_days(std::string_view text) {
  if (const auto span = parse_span(text)) return static_cast<double>(span->days());
  const auto quantity = split(text);
  if (!quantity) return std::nullopt;
  const auto number = parse_number(quantity->number);
  const auto unit = unit_of(quantity->unit);
  if (!number || !unit || *unit == SpanUnit::months) return std::nullopt;
  return *unit == SpanUnit::weeks ? *number * 7 : *number;
}

std::string number_text(double number) { return fmt::format("{}", number); }

std::string percent_text(double share) {
  // The shortest text of a double has at most 17 digits, so the shift by two places is exact.
  const auto exact = Decimal::parse(number_text(share));
  return exact ? exact->percent_text() : number_text(share);
}

}  // namespace delcredere::config
