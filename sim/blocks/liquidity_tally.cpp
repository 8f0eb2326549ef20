#include "sim/blocks/liquidity_tally.h"

namespace delcredere {

void clear(LiquidityTally<BlockSums>& tally) {
  const auto zero = [](auto& cell, auto&) { cell = {}; };
  for_each_cell(tally, tally, zero, zero);
}

void merge(LiquidityTally<ExactSums>& into, const LiquidityTally<BlockSums>& from, std::uint64_t trials) {
  for_each_cell(
      into, from, [trials](ExactSums& sums, const BlockSums& block) { sums.merge(block.exact(trials)); },
      [](std::uint64_t& count, std::uint64_t block) { count += block; });
}

}  // namespace delcredere
