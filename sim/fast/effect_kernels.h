#pragma once
// Vector kernels of payment effects (effect_kernels.cpp): scalar, AVX2 and AVX-512 with the same bits, as kernels.h.
//
// A posterior is cut in two steps, as informed_score() does (models/payment/buyer_effect.h): among its blocks of cells,
// then among the cells of one block. Vectors run
//   over blocks of one buyer         while cells are summed: evidence and prior both have blocks side by side
//   over buyers                      for the running sums, the block that is cut, and the cut inside it
//   over dependence groups           for the priors, each a chain of dependent products

#include <cstddef>
#include <cstdint>

#include "models/payment/buyer_effect.h"

namespace delcredere::fast {

/// Prior tables that fill_priors() makes side by side.
inline constexpr std::size_t kPriorsTogether = 8;
/// Weights of EffectPrior for `count` groups at one level, up to kPriorsTogether, over blocks first_block ..
/// first_block + blocks - 1: one table behind the other in `tables`, each by cell in block, then block.
void fill_priors(const PriorRecurrence* runs, std::size_t count, std::int32_t first_block, std::uint32_t blocks,
                 double* tables);

/// A buyer of whom something is known: where its posterior's factors lie.
struct InformedBuyer {
  const float* likelihood = nullptr;  ///< EffectEvidence::weights
  double step = 0;                    ///< width of a cell
  std::uint32_t prior = 0;            ///< its first block's first cell in the priors
  std::uint32_t stride = 0;           ///< from there to the second cell
  std::uint32_t blocks = 0;           ///< of the evidence; the prior has all of its last chunk
  std::int32_t first_cell = 0;
  std::uint32_t buyer = 0, group = 0;
};
/// Buyers that cut_posteriors() treats together, best of one prior and with equally many blocks.
inline constexpr std::size_t kBuyersTogether = 16;
/// Doubles of scratch for buyers with evidence of so many chunks.
constexpr std::size_t cut_scratch(std::size_t chunks) { return chunks * kEffectBlock * kBuyersTogether; }

/// effects[buyer] = (m - shifts[group]) / buyer_root, m = informed_score() of the uniform of words[buyer].
void cut_posteriors(const InformedBuyer* informed, std::size_t count, const double* priors, const std::uint32_t* words,
                    const double* shifts, double buyer_root, double* scratch, double* effects);

}  // namespace delcredere::fast
