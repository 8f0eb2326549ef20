#pragma once
// What pricing needs of the trials beyond their losses: how often a policy was exhausted, the insurer's net loss by
// buyer, exposures at default. Filled only in a study that is priced.

#include <cstdint>
#include <span>
#include <vector>

#include "models/core/money.h"
#include "models/core/statistics/moments.h"

namespace delcredere {

/// The insurer's net loss on a buyer.
struct PricedEvent {
  std::uint32_t cell = 0;  ///< scenario and detailed policy but none
  std::uint32_t buyer = 0;
  Money insured = 0;
};

/// A buyer's open debt at its default.
struct ExposureEvent {
  std::uint32_t scenario = 0, buyer = 0;
  Money exposure = 0;
};

struct PriceTally {
  std::vector<std::uint64_t> exhausted;  ///< by (scenario, policy): trials in which a policy year's liability ran out
  std::vector<PricedEvent> insured;
  std::vector<ExposureEvent> exposures;

  void clear();
};

struct PriceTotals {
  std::vector<std::uint64_t> exhausted;
  std::vector<ExactSums> insured;  ///< (scenario, detailed policy but none, buyer), trials with an event
  std::vector<std::vector<std::int64_t>> exposures;  ///< (scenario, buyer), in no order

  /// Not for two threads at once.
  void merge(const PriceTally& block, std::size_t buyers);
};

/// Exposures at default are kept of the first trials only, so many that about this many are kept.
inline constexpr double kExposuresKept = 2e6;

}  // namespace delcredere
