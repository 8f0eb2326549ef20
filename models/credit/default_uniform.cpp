#include "models/credit/default_uniform.h"

#include <algorithm>

namespace delcredere {

double default_uniform_rest(std::uint64_t seed, std::uint64_t trial, std::uint32_t buyer) {
  const PhiloxBlock words = draw(seed, Purpose::default_rest, 0, buyer, trial);
  return kEarlyUniform + (1.0 - kEarlyUniform) * open_uniform(words[0], words[1]);
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

double DefaultBands::one(std::uint64_t seed, std::uint64_t trial, std::uint32_t buyer) const {
  double value = -1.0;
  for (std::uint32_t band = 0; band < members_.size(); ++band) {
    const std::vector<std::uint32_t>& buyers = members_[band];
    const auto found = std::lower_bound(buyers.begin(), buyers.end(), buyer);
    if (found == buyers.end() || *found != buyer) continue;
    const auto own = static_cast<std::uint32_t>(found - buyers.begin());
    visit_arrivals(seed, trial, band, static_cast<std::uint32_t>(buyers.size()), [&](std::uint32_t place, double t) {
      if (place == own && value < 0.0) value = early_uniform(t);
    });
  }
  return value >= 0.0 ? value : default_uniform_rest(seed, trial, buyer);
}

void DefaultBands::all(std::uint64_t seed, std::uint64_t trial, std::vector<double>& v) const {
  constexpr double unknown = -1.0;
  v.assign(buyers_, unknown);
  for (std::uint32_t band = 0; band < members_.size(); ++band) {
    const std::vector<std::uint32_t>& buyers = members_[band];
    if (buyers.empty()) continue;
    visit_arrivals(seed, trial, band, static_cast<std::uint32_t>(buyers.size()), [&](std::uint32_t place, double t) {
      double& value = v[buyers[place]];
      if (value == unknown) value = early_uniform(t);  // the first arrival counts
    });
  }
  for (std::size_t i = 0; i < buyers_; ++i)
    if (v[i] == unknown) v[i] = default_uniform_rest(seed, trial, static_cast<std::uint32_t>(i));
}

}  // namespace delcredere
