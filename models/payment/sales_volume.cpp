#include "models/payment/sales_volume.h"

#include <algorithm>
#include <cmath>

#include "models/core/math/elementary.h"

namespace delcredere {
namespace {

constexpr double kMostDeviations = 6.0;

double log_multiplier(double spread, std::uint64_t seed, std::uint64_t trial, std::uint32_t index,
                      std::uint32_t entity) {
  if (spread <= 0.0) return 0.0;
  const PhiloxBlock words = draw(seed, Purpose::sales_volume, index, entity, trial);
  const double n = normal_quantile(open_uniform(words[0], words[1]));
  return spread * std::clamp(n, -kMostDeviations, kMostDeviations) - 0.5 * spread * spread;
}

}  // namespace

double volume_spread(double standard_deviation) {
  return standard_deviation > 0.0 ? std::sqrt(portable_log(1.0 + standard_deviation * standard_deviation)) : 0.0;
}

PartsPerBillion volume_parts(double common_spread, double buyer_spread, std::uint64_t seed, std::uint64_t trial,
                             std::uint32_t buyer) {
  return to_parts(portable_exp(log_multiplier(common_spread, seed, trial, 1, 0) +
                               log_multiplier(buyer_spread, seed, trial, 0, buyer)));
}

double largest_volume(const VolumeUncertainty& volume) {
  double most = 1.0;
  for (const double sd : {volume.common, volume.buyer}) most *= portable_exp(kMostDeviations * volume_spread(sd));
  return most;
}

}  // namespace delcredere
