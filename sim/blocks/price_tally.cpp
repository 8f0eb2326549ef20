#include "sim/blocks/price_tally.h"

#include <algorithm>

namespace delcredere {

void PriceTally::clear() {
  std::fill(exhausted.begin(), exhausted.end(), 0);
  insured.clear();
  exposures.clear();
}

void PriceTotals::merge(const PriceTally& block, std::size_t buyers) {
  for (std::size_t i = 0; i < exhausted.size(); ++i) exhausted[i] += block.exhausted[i];
  for (const PricedEvent& event : block.insured) insured[event.cell * buyers + event.buyer].add(event.insured);
  for (const ExposureEvent& event : block.exposures)
    exposures[event.scenario * buyers + event.buyer].push_back(event.exposure);
}

}  // namespace delcredere
