#pragma once
// A trial's events as a batch of plain policies sees them, for the kernel in sim/fast. One per thread.

#include <cstdint>
#include <vector>

#include "models/insurance/insured_events.h"
#include "models/insurance/policy_groups.h"
#include "models/insurance/recoveries.h"
#include "sim/blocks/buyer_places.h"
#include "sim/fast/policy_kernel.h"
#include "sim/trial/flows.h"

namespace delcredere {

class PlainSettlement {
 public:
  explicit PlainSettlement(std::size_t buyers) : failed_places_(buyers) {}

  /// Takes over the events of one group in one trial; `year_of`: policy year of a date of loss.
  void take(const PolicyTables& tables, const EventList& list, const ScenarioFlows& flows);

  /// Without insurance, net of what the batch's recoveries cost.
  struct Gross {
    Money sum = 0, recovered = 0, largest = 0, largest_recovered = 0;
  };
  /// False where an amount is too large for the kernel: then the batch's policies must be evaluated one by one.
  bool settle(const PlainBatch& batch, const EventList& list, const ScenarioFlows& flows);
  const Gross& gross() const { return gross_; }
  const fast::PlainSums& sums() const { return sums_; }

 private:
  bool fill(const PlainBatch& batch, const EventList& list, std::size_t e);

  BuyerPlaces failed_places_;
  std::vector<std::uint32_t> event_failed_;  ///< by event: place among the failed, or BuyerPlaces::kNone
  std::vector<std::uint8_t> has_event_;      ///< by failed buyer
  std::vector<RecoveredDebt> recovered_;     ///< by event
  std::vector<std::uint32_t> year_;          ///< by event
  std::vector<DebtPayment> payments_;
  std::vector<Money> loss_;  ///< by failed buyer
  std::vector<fast::PlainEvent> events_;
  bool wide_ = false;
  Gross gross_;
  fast::PlainSums sums_;
};

}  // namespace delcredere
