#include "models/credit/default_uniform.h"

#include <algorithm>

namespace delcredere {
namespace {

double own_uniform(std::uint64_t seed, Purpose purpose, std::uint32_t buyer, std::uint64_t trial) {
  const PhiloxBlock words = draw(seed, purpose, 0, buyer, trial);
  return open_uniform(words[0], words[1]);
}

std::array<double, kDeepestLevel + 1> make_inverse_logs() {
  std::array<double, kDeepestLevel + 1> logs{};
  for (int level = kShallowestLevel; level <= kDeepestLevel; ++level)
    logs[static_cast<std::size_t>(level)] = 1.0 / portable_log(1.0 - level_probability(level));
  return logs;
}

}  // namespace

const std::array<double, kDeepestLevel + 1>& inverse_log_miss() {
  static const std::array<double, kDeepestLevel + 1> logs = make_inverse_logs();
  return logs;
}

double default_uniform_found(std::uint64_t seed, std::uint64_t trial, std::uint32_t buyer, int level) {
  const double u = own_uniform(seed, Purpose::default_inside, buyer, trial);
  if (level == kDeepestLevel) return u / (1u << kDeepestLevel);
  return (1.0 + u) / (2u << level);
}

double default_uniform_rest(std::uint64_t seed, std::uint64_t trial, std::uint32_t buyer) {
  constexpr double start = 1.0 / (1u << kShallowestLevel);
  return start + (1.0 - start) * own_uniform(seed, Purpose::default_rest, buyer, trial);
}

std::uint32_t DefaultBands::band_of(double annual_pd) {
  std::uint32_t band = 0;
  for (double edge = 0.25; band < kBandCount - 1 && annual_pd < edge; edge *= 0.25) ++band;
  return band;
}

DefaultBands::DefaultBands(std::span<const double> base_annual_pd)
    : buyers_(base_annual_pd.size()), members_(kBandCount) {
  for (std::size_t i = 0; i < base_annual_pd.size(); ++i)
    members_[band_of(base_annual_pd[i])].push_back(static_cast<std::uint32_t>(i));
}

void DefaultBands::all(std::uint64_t seed, std::uint64_t trial, std::vector<double>& v) const {
  constexpr double unknown = -1.0;
  v.assign(buyers_, unknown);
  for (std::uint32_t band = 0; band < members_.size(); ++band) {
    const std::vector<std::uint32_t>& buyers = members_[band];
    if (buyers.empty()) continue;
    for (int level = kDeepestLevel; level >= kShallowestLevel; --level)
      visit_level(seed, trial, band, level, buyers.size(), [&](std::size_t position) {
        double& value = v[buyers[position]];
        if (value == unknown) value = default_uniform_found(seed, trial, buyers[position], level);
      });
  }
  for (std::size_t i = 0; i < buyers_; ++i)
    if (v[i] == unknown) v[i] = default_uniform_rest(seed, trial, static_cast<std::uint32_t>(i));
}

}  // namespace delcredere
