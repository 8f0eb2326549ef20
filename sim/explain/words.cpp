#include "sim/explain/words.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace delcredere::explaining {
namespace {

constexpr std::size_t kMargin = 14, kColumns = 118;

std::string with_commas(std::string digits) {
  const std::size_t sign = !digits.empty() && digits.front() == '-' ? 1 : 0;
  for (std::size_t place = digits.size(); place > sign + 3; place -= 3) digits.insert(place - 3, 1, ',');
  return digits;
}

std::string digits_of(UInt128 value) {
  std::string digits;
  do {
    digits.insert(digits.begin(), static_cast<char>('0' + static_cast<int>(value % 10)));
    value /= 10;
  } while (value > 0);
  return digits;
}

/// Characters, not bytes.
std::size_t length(const std::string& text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

std::string significant(double value) {
  std::string text = fmt::format("{:.4g}", value);
  if (text.find('e') != std::string::npos && std::abs(value) >= 1) text = with_commas(fmt::format("{:.0f}", value));
  return text;
}

}  // namespace

std::string grouped(std::uint64_t number) { return with_commas(digits_of(number)); }

std::string exact_money(Int128 amount, const Currency& currency) {
  const UInt128 size = amount < 0 ? -static_cast<UInt128>(amount) : static_cast<UInt128>(amount);
  const auto scale = static_cast<UInt128>(currency.minor_per_unit());
  std::string text = amount < 0 ? "-" : "";
  text += with_commas(digits_of(size / scale));
  if (currency.digits == 0) return text;
  const std::string minor = digits_of(size % scale);
  return text + '.' + std::string(static_cast<std::size_t>(currency.digits) - minor.size(), '0') + minor;
}

std::string whole_money(Int128 amount, const Currency& currency) {
  const Int128 whole = divide_half_even(amount, currency.minor_per_unit());
  return exact_money(whole, {currency.code, 0});
}

std::string percent(double share) { return significant(100.0 * share) + " %"; }
std::string pd_words(const PdTerm& pd) {
  constexpr std::size_t shown = 5;
  const std::vector<double> years = pd.years();
  if (years.size() == 1) return percent(years.front());
  std::string text;
  for (std::size_t y = 0; y + 1 < years.size() && y < shown; ++y) text += percent(years[y]) + ", ";
  return text + (years.size() > shown + 1 ? "..., " : "") + "then " + percent(years.back());
}
std::string number(double value) { return significant(value); }

std::string counted(std::uint64_t count, std::string_view singular, std::string_view plural) {
  return grouped(count) + ' ' + std::string(count == 1 ? singular : plural);
}

std::string date_of(const Study& study, Day day) { return Date{study.as_of.serial + day}.iso(); }

std::string listed(const std::vector<std::string>& names, std::size_t most) {
  std::string text;
  const std::size_t shown = names.size() > most ? most - 1 : names.size();
  for (std::size_t i = 0; i < shown; ++i) {
    const bool last = i + 1 == names.size();
    text += (i == 0 ? "" : last ? " and " : ", ") + names[i];
  }
  if (shown < names.size()) text += fmt::format(" and {} more", grouped(names.size() - shown));
  return text;
}

void Page::section(std::string_view title) { title_ = title; }

void Page::line(std::string_view words, bool continued) {
  title_.resize(std::max(title_.size(), kMargin), ' ');
  text_ += title_ + (continued ? "  " : "") + std::string(words) + '\n';
  title_.clear();
}

void Page::say(const std::string& line_of_words) {
  std::string_view rest = line_of_words;
  bool continued = false;
  const auto breakable = [&rest](std::size_t at) { return rest.substr(at, 2) != " %" && rest.substr(at, 3) != " ->"; };
  while (!rest.empty()) {
    const std::size_t room = kColumns - kMargin - (continued ? 2 : 0);
    std::size_t end = rest.size();
    if (end > room) {
      end = rest.rfind(' ', room);
      while (end != std::string_view::npos && end > 0 && !breakable(end)) end = rest.rfind(' ', end - 1);
      if (end == std::string_view::npos || end == 0) end = std::min(rest.find(' ', room), rest.size());
    }
    line(rest.substr(0, end), continued);
    rest.remove_prefix(std::min(rest.size(), end + 1));
    continued = true;
  }
}

void Page::table(const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()), 0);
    for (std::size_t c = 0; c < row.size(); ++c) widths[c] = std::max(widths[c], length(row[c]));
  }
  for (const auto& row : rows) {
    std::string text;
    for (std::size_t c = 0; c < row.size(); ++c) {
      const std::string pad(widths[c] - length(row[c]), ' ');
      text += c == 0 ? row[c] + pad : "  " + pad + row[c];
    }
    text.erase(text.find_last_not_of(' ') + 1);
    line(text, false);
  }
}

}  // namespace delcredere::explaining
