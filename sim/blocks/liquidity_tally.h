#pragma once
// Sums of what the liquidity section asks for beside the account: integers only, merged in any order.

#include <cstdint>
#include <vector>

#include "models/core/statistics/block_sums.h"

namespace delcredere {

/// Flows of one scenario and period that no policy changes.
template <class Sums>
struct FlowTally {
  Sums share_outflows, collection_cost, tax_relief, advanced, repaid, borne, factoring_cost, in_use;
};

/// Of one scenario, detailed policy, covenant and period.
struct CovenantTally {
  std::uint64_t breaches = 0, breaches_so_far = 0;
};

/// Of one scenario, detailed policy and period.
template <class Sums>
struct ReserveTally {
  Sums balance;  ///< close of the period's last day
  std::uint64_t exhausted_so_far = 0;
};

/// Of one scenario and age of the debt at as_of.
template <class Sums>
struct ProvisionTally {
  Sums lifetime, twelve_months;
};

/// How many of each there are.
struct LiquidityShape {
  std::size_t flows = 0;       ///< (scenario, period), 0 where no scenario has such flows
  std::size_t fees = 0;        ///< (scenario, detailed policy, period)
  std::size_t covenants = 0;   ///< (scenario, detailed policy, covenant, period)
  std::size_t reserves = 0;    ///< (scenario, detailed policy, period)
  std::size_t shortfalls = 0;  ///< (scenario, detailed policy)
  std::size_t provisions = 0;  ///< (scenario, bucket)
  std::size_t reliefs = 0;     ///< (scenario)
};

/// Sums is BlockSums in a block, ExactSums in a run.
template <class Sums>
struct LiquidityTally {
  explicit LiquidityTally(const LiquidityShape& shape)
      : flows(shape.flows),
        fees(shape.fees),
        covenants(shape.covenants),
        reserves(shape.reserves),
        shortfalls(shape.shortfalls),
        provisions(shape.provisions),
        reliefs(shape.reliefs) {}

  std::vector<FlowTally<Sums>> flows;
  std::vector<Sums> fees;
  std::vector<CovenantTally> covenants;
  std::vector<ReserveTally<Sums>> reserves;
  std::vector<Sums> shortfalls;
  std::vector<ProvisionTally<Sums>> provisions;
  std::vector<Sums> reliefs;
};

void clear(LiquidityTally<BlockSums>& tally);
/// Adds a block of `trials` trials.
void merge(LiquidityTally<ExactSums>& into, const LiquidityTally<BlockSums>& from, std::uint64_t trials);

}  // namespace delcredere
