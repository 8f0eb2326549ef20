#include "models/core/decimal.h"

#include <charconv>
#include <limits>

namespace delcredere {
namespace {

constexpr int kMaxDigits = 18;

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

constexpr std::int64_t power_of_ten(int exponent) {
  std::int64_t power = 1;
  for (int i = 0; i < exponent; ++i) power *= 10;
  return power;
}

/// Lowest terms; nothing when the scale does not fit even then.
std::optional<Decimal> reduced(std::int64_t mantissa, int scale) {
  while (scale > 0 && mantissa % 10 == 0) {
    mantissa /= 10;
    --scale;
  }
  if (scale > kMaxDigits) return std::nullopt;
  return Decimal{mantissa, scale};
}

/// mantissa x 10^-scale in its shortest exact form; a negative scale appends zeros.
std::string format(std::int64_t mantissa, int scale) {
  const bool negative = mantissa < 0;
  const std::uint64_t magnitude =
      negative ? ~static_cast<std::uint64_t>(mantissa) + 1 : static_cast<std::uint64_t>(mantissa);
  std::string digits = std::to_string(magnitude);
  if (scale <= 0) {
    if (magnitude != 0) digits.append(static_cast<std::size_t>(-scale), '0');
  } else {
    const auto places = static_cast<std::size_t>(scale);
    if (digits.size() <= places) digits.insert(0, places + 1 - digits.size(), '0');
    digits.insert(digits.size() - places, 1, '.');
    while (digits.back() == '0') digits.pop_back();
    if (digits.back() == '.') digits.pop_back();
  }
  return negative ? '-' + digits : digits;
}

}  // namespace

std::optional<Decimal> Decimal::parse(std::string_view text) {
  const bool negative = !text.empty() && text.front() == '-';
  if (negative) text.remove_prefix(1);

  const std::size_t point = text.find('.');
  const std::string_view whole = text.substr(0, point);
  std::string_view fraction = point == std::string_view::npos ? std::string_view{} : text.substr(point + 1);
  if (whole.empty() || (whole.size() > 1 && whole.front() == '0')) return std::nullopt;
  if (point != std::string_view::npos && fraction.empty()) return std::nullopt;
  for (const char c : whole)
    if (!is_digit(c)) return std::nullopt;
  for (const char c : fraction)
    if (!is_digit(c)) return std::nullopt;

  while (!fraction.empty() && fraction.back() == '0') fraction.remove_suffix(1);
  const std::size_t whole_digits = whole == "0" ? 0 : whole.size();
  if (whole_digits + fraction.size() > kMaxDigits) return std::nullopt;

  std::int64_t mantissa = 0;
  for (const char c : whole) mantissa = 10 * mantissa + (c - '0');
  for (const char c : fraction) mantissa = 10 * mantissa + (c - '0');
  return Decimal{negative ? -mantissa : mantissa, static_cast<int>(fraction.size())};
}

std::optional<Decimal> Decimal::parse_share(std::string_view text) {
  if (text.empty() || text.back() != '%') return parse(text);
  text.remove_suffix(1);
  const std::optional<Decimal> percent = parse(text);
  if (!percent) return std::nullopt;
  return reduced(percent->mantissa, percent->scale + 2);
}

double Decimal::to_double() const {
  constexpr std::int64_t kExact = std::int64_t{1} << 53;
  // Both operands are exact, so the quotient is the nearest double. 10^18 is exact: 5^18 < 2^53.
  if (-kExact <= mantissa && mantissa <= kExact)
    return static_cast<double>(mantissa) / static_cast<double>(power_of_ten(scale));
  const std::string digits = text();
  double value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

std::string Decimal::text() const { return format(mantissa, scale); }

std::string Decimal::percent_text() const { return format(mantissa, scale - 2) + '%'; }

std::int64_t Decimal::denominator() const { return power_of_ten(scale); }

std::optional<Money> Decimal::to_money(const Currency& currency) const {
  const Int128 scaled = static_cast<Int128>(mantissa) * currency.minor_per_unit();
  const std::int64_t divisor = denominator();
  if (scaled % divisor != 0) return std::nullopt;
  const Int128 minor = scaled / divisor;
  // kUnlimited itself is no amount.
  if (minor >= kUnlimited || minor < std::numeric_limits<Money>::min()) return std::nullopt;
  return static_cast<Money>(minor);
}

}  // namespace delcredere
