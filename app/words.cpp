#include "app/words.h"

#include <fmt/format.h>

#include <array>

namespace delcredere {
namespace {

std::string with_commas(std::string digits) {
  const std::size_t sign = !digits.empty() && digits.front() == '-' ? 1 : 0;
  for (std::size_t place = digits.size(); place > sign + 3; place -= 3) digits.insert(place - 3, 1, ',');
  return digits;
}

}  // namespace

std::string grouped(std::uint64_t number) { return with_commas(fmt::format("{}", number)); }
std::string grouped(double whole_number) { return with_commas(fmt::format("{:.0f}", whole_number)); }

std::string counted(std::uint64_t number, const std::string& singular, const std::string& plural) {
  return grouped(number) + ' ' + (number == 1 ? singular : plural);
}

std::string bytes_words(std::uint64_t bytes) {
  constexpr std::array units{"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
  if (bytes < 1024) return fmt::format("{} bytes", bytes);
  double amount = static_cast<double>(bytes) / 1024;
  std::size_t unit = 0;
  while (amount >= 1024 && unit + 1 < units.size()) {
    amount /= 1024;
    ++unit;
  }
  return fmt::format("{:.1f} {}", amount, units[unit]);
}

}  // namespace delcredere
