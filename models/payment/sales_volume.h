#pragma once
// How much will be sold: the plan's amounts times M = M_common M_buyer in a trial (amounts, never counts).
//
//   ln M_k = s_k n_k - s_k^2 / 2,  s_k^2 = ln(1 + sd_k^2),  n_k standard normal, held within +-6
//
// so that E M_k = 1 (to 1e-9) and sd_k is the standard deviation of M_k. One common M a trial, one own M a buyer and
// trial; M is rounded to 1e-9, amounts half to even.

#include <cstdint>

#include "models/shock/windows.h"

namespace delcredere {

struct VolumeUncertainty {
  double common = 0.0;  ///< standard deviation of the common multiplier, in [0, 1]
  double buyer = 0.0;   ///< of a buyer's own, in [0, 1]
  friend bool operator==(const VolumeUncertainty&, const VolumeUncertainty&) = default;
};

struct SalesParameters {
  VolumeUncertainty volume;
  bool uncertain() const { return volume.common > 0.0 || volume.buyer > 0.0; }
  friend bool operator==(const SalesParameters&, const SalesParameters&) = default;
};

/// s of a multiplier with standard deviation sd.
double volume_spread(double standard_deviation);
/// M of a buyer in a trial, rounded to parts. Spreads as volume_spread() gives them.
PartsPerBillion volume_parts(double common_spread, double buyer_spread, std::uint64_t seed, std::uint64_t trial,
                             std::uint32_t buyer);
/// The largest M that can be.
double largest_volume(const VolumeUncertainty& volume);

}  // namespace delcredere
