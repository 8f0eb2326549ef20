#include "sim/blocks/liquidity_tally.h"

#include <algorithm>

namespace delcredere {
namespace {

template <class T>
void zero(std::vector<T>& values) {
  std::fill(values.begin(), values.end(), T{});
}

}  // namespace

void clear(LiquidityTally<BlockSums>& tally) {
  zero(tally.flows);
  zero(tally.fees);
  zero(tally.covenants);
  zero(tally.reserves);
  zero(tally.shortfalls);
  zero(tally.provisions);
  zero(tally.reliefs);
}

void merge(LiquidityTally<ExactSums>& into, const LiquidityTally<BlockSums>& from, std::uint64_t trials) {
  const auto add = [trials](ExactSums& sums, const BlockSums& block) { sums.merge(block.exact(trials)); };
  for (std::size_t i = 0; i < into.flows.size(); ++i) {
    FlowTally<ExactSums>& a = into.flows[i];
    const FlowTally<BlockSums>& b = from.flows[i];
    add(a.share_outflows, b.share_outflows);
    add(a.collection_cost, b.collection_cost);
    add(a.tax_relief, b.tax_relief);
    add(a.advanced, b.advanced);
    add(a.repaid, b.repaid);
    add(a.borne, b.borne);
    add(a.factoring_cost, b.factoring_cost);
    add(a.in_use, b.in_use);
  }
  for (std::size_t i = 0; i < into.fees.size(); ++i) add(into.fees[i], from.fees[i]);
  for (std::size_t i = 0; i < into.covenants.size(); ++i) {
    into.covenants[i].breaches += from.covenants[i].breaches;
    into.covenants[i].breaches_so_far += from.covenants[i].breaches_so_far;
  }
  for (std::size_t i = 0; i < into.reserves.size(); ++i) {
    add(into.reserves[i].balance, from.reserves[i].balance);
    into.reserves[i].exhausted_so_far += from.reserves[i].exhausted_so_far;
  }
  for (std::size_t i = 0; i < into.shortfalls.size(); ++i) add(into.shortfalls[i], from.shortfalls[i]);
  for (std::size_t i = 0; i < into.provisions.size(); ++i) {
    add(into.provisions[i].lifetime, from.provisions[i].lifetime);
    add(into.provisions[i].twelve_months, from.provisions[i].twelve_months);
  }
  for (std::size_t i = 0; i < into.reliefs.size(); ++i) add(into.reliefs[i], from.reliefs[i]);
}

}  // namespace delcredere
