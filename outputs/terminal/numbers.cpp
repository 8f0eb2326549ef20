#include "outputs/terminal/numbers.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace delcredere::terminal {
namespace {

std::string with_separators(const std::string& digits) {
  std::string text;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) text += ',';
    text += digits[i];
  }
  return text;
}

/// 0.01234 -> 0.013, 1234 -> 1300: an error is never shown smaller than it is.
double two_digits_up(double value) {
  if (!(value > 0)) return 0;
  const double unit = std::pow(10.0, std::floor(std::log10(value)) - 1);
  return std::ceil(value / unit - 1e-9) * unit;
}

std::string trimmed(std::string text) {
  if (text.find('.') == std::string::npos) return text;
  text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) text.pop_back();
  return text;
}

}  // namespace

std::string thousands(std::int64_t number) {
  const bool negative = number < 0;
  const std::string digits = std::to_string(number);
  return fmt::format("{}{}", negative ? "-" : "", with_separators(digits.substr(negative ? 1 : 0)));
}

std::string money(double amount, int digits) {
  if (std::isnan(amount)) return "?";
  const bool small = amount != 0 && std::abs(amount) < 1000;
  std::string text = fmt::format("{:.{}f}", std::abs(amount), small ? digits : 0);
  const bool zero = text.find_first_not_of("0.") == std::string::npos;
  const std::size_t point = std::min(text.find('.'), text.size());
  text = with_separators(text.substr(0, point)) + text.substr(point);
  return fmt::format("{}{}", amount < 0 && !zero ? "-" : "", text);
}

std::string plus_minus(double half_width, int digits) {
  if (std::isnan(half_width)) return "± ?";
  const double shown = two_digits_up(half_width);
  return fmt::format("± {}", money(shown, shown < 10 ? digits : 0));
}

std::string percent(double share) {
  if (std::isnan(share)) return "?";
  const double value = share * 100;
  if (value == 0 || value == 100) return fmt::format("{:.0f} %", value);
  if (value < 0.01) return "< 0.01 %";
  if (value > 99.99) return "> 99.99 %";
  const int decimals = value < 1 ? 2 : value < 99 ? 1 : 2;
  return fmt::format("{:.{}f} %", value, decimals);
}

std::string plus_minus_percent(double half_width) {
  if (std::isnan(half_width)) return "± ?";
  const double value = half_width * 100;
  if (value == 0) return "± 0 %";
  const int decimals = value < 1 ? 2 : 1;  // as many as the chances themselves are shown with
  const double unit = decimals == 2 ? 0.01 : 0.1;
  return fmt::format("± {:.{}f} %", std::ceil(value / unit - 1e-9) * unit, decimals);
}

std::string percent_label(double probability) {
  return fmt::format("{} %", trimmed(fmt::format("{:.6f}", probability * 100)));
}

std::string decimal(double number, int decimals) {
  return std::isnan(number) ? "?" : fmt::format("{:.{}f}", number, decimals);
}

std::string date(Date day) {
  constexpr std::array kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  return fmt::format("{} {} {}", day.day_of_month(), kMonths[static_cast<std::size_t>(day.month() - 1)], day.year());
}

}  // namespace delcredere::terminal
