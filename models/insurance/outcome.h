#pragma once
// What one policy does with one trial's ledgers.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "models/core/days.h"
#include "models/core/money.h"
#include "models/shock/shock_parameters.h"

namespace delcredere {

/// A payment of the insurer's part of a recovery. Amounts are > 0.
struct RecoveryPayment {
  Day received = 0;   ///< day the buyer or its estate paid
  Day passed_on = 0;  ///< day the insured pays the insurer: the later of `received` and the claim's cash day
  Money amount = 0;
};

/// A buyer with a date of loss in 1..H that the policy covers, or goods that it rejects. It may still pay nothing.
struct PolicyEvent {
  std::uint32_t buyer = 0;
  Day date_of_loss = 0;
  DefaultCause cause = DefaultCause::insolvency;         ///< read only where it is no rejection
  bool rejection = false;                                ///< of goods: an event of its own beside the buyer's others
  Money ascertained = 0;                                 ///< A: all open debt at the date of loss, and the next
  Money in_production = 0;                               ///< insured orders in production
  Money insured_loss = 0;                                ///< D: what the limit walk insures of it
  Money paid = 0;                                        ///< by the insurer, on cash_day
  Day cash_day = 0;                                      ///< may lie after the horizon
  Money insurer_recovered = 0;                           ///< sum of its recovery payments, also those after the horizon
  std::uint32_t first_recovery = 0, recovery_count = 0;  ///< into PolicyOutcome::recoveries
};

struct PolicyOutcome {
  std::vector<PolicyEvent> events;          ///< by (date of loss, buyer, rejections first in their order)
  std::vector<RecoveryPayment> recoveries;  ///< by event, then by day
  Money claims = 0;                         ///< sum of paid
  Money insurer_recovered = 0;
  bool liability_exhausted = false;  ///< some policy year ended with nothing left of maximum_liability

  /// Nothing happened; keeps its memory.
  void clear() {
    events.clear();
    recoveries.clear();
    claims = insurer_recovered = 0;
    liability_exhausted = false;
  }
  std::span<const RecoveryPayment> recoveries_of(const PolicyEvent& event) const {
    return {recoveries.data() + event.first_recovery, event.recovery_count};
  }
};

}  // namespace delcredere
