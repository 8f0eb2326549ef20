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

/// Shows the same cells of two tallies of one shape: sum(a, b), and count(a, b) for numbers of trials.
template <class A, class B, class Sum, class Count>
void for_each_cell(A& a, B& b, Sum&& sum, Count&& count) {
  for (std::size_t i = 0; i < a.flows.size(); ++i) {
    auto& x = a.flows[i];
    auto& y = b.flows[i];
    sum(x.share_outflows, y.share_outflows);
    sum(x.collection_cost, y.collection_cost);
    sum(x.tax_relief, y.tax_relief);
    sum(x.advanced, y.advanced);
    sum(x.repaid, y.repaid);
    sum(x.borne, y.borne);
    sum(x.factoring_cost, y.factoring_cost);
    sum(x.in_use, y.in_use);
  }
  for (std::size_t i = 0; i < a.fees.size(); ++i) sum(a.fees[i], b.fees[i]);
  for (std::size_t i = 0; i < a.covenants.size(); ++i) {
    count(a.covenants[i].breaches, b.covenants[i].breaches);
    count(a.covenants[i].breaches_so_far, b.covenants[i].breaches_so_far);
  }
  for (std::size_t i = 0; i < a.reserves.size(); ++i) {
    sum(a.reserves[i].balance, b.reserves[i].balance);
    count(a.reserves[i].exhausted_so_far, b.reserves[i].exhausted_so_far);
  }
  for (std::size_t i = 0; i < a.shortfalls.size(); ++i) sum(a.shortfalls[i], b.shortfalls[i]);
  for (std::size_t i = 0; i < a.provisions.size(); ++i) {
    sum(a.provisions[i].lifetime, b.provisions[i].lifetime);
    sum(a.provisions[i].twelve_months, b.provisions[i].twelve_months);
  }
  for (std::size_t i = 0; i < a.reliefs.size(); ++i) sum(a.reliefs[i], b.reliefs[i]);
}

void clear(LiquidityTally<BlockSums>& tally);
/// Adds a block of `trials` trials.
void merge(LiquidityTally<ExactSums>& into, const LiquidityTally<BlockSums>& from, std::uint64_t trials);

}  // namespace delcredere
