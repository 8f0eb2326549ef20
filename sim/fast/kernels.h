#pragma once
// The vector kernels of the fast engine: one source (kernels.cpp), compiled for scalar, AVX2 and AVX-512, chosen at run
// time. Every target gives the same bits: no fused multiply-add, the same kernels of exp, log and Phi as everywhere.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "models/core/random/draw.h"

namespace delcredere::fast {

/// Words of `blocks` consecutive entities from `first` on, four each, in order.
void draw_words(std::uint64_t seed, Purpose purpose, std::uint32_t first, std::size_t blocks, std::uint64_t trial,
                std::uint32_t* words);

/// 16-bit shares of the delay draws of invoices 0 .. 8 blocks - 1, in order; the numbers of those whose share is rare
/// (ResidualTable::is_tail) go to `rare`, ascending, which must hold 8 blocks. Returns how many.
std::size_t draw_shares(std::uint64_t seed, std::uint64_t trial, std::size_t blocks, std::uint16_t* shares,
                        std::uint32_t* rare);

/// Phi^-1 of the uniform of each word.
void normal_from_words(const std::uint32_t* words, std::size_t count, double* normals);

/// Scores of open items that are due: truncated_score(residual_root, m[k], edge[k], uniform of entity[k]).
void open_item_scores(std::uint64_t seed, std::uint64_t trial, double residual_root, std::size_t count,
                      const std::uint32_t* entity, const std::int32_t* edge, const std::int32_t* m, std::int32_t* score);

/// Block sums of likelihood x prior (buyer_effect.h): sums[g] over cells 8 g .. 8 g + 7.
void effect_block_sums(const double* likelihood, const double* prior, std::size_t blocks, double* sums);

/// ceil-free geometric skips: floor(ln(u) x inverse_log) of each word, as doubles.
void skips_from_words(const std::uint32_t* words, std::size_t count, const double* inverse_log, double* skips);

/// Instruction sets of the kernels.
enum class SimdTarget { scalar, avx2, avx512 };
/// Uses no more than `target` from now on, in every thread (tests, and the environment's DELCREDERE_SIMD).
void limit_simd(SimdTarget target);
/// What is used on this machine: "scalar", "AVX2" or "AVX-512".
std::string simd_target();

}  // namespace delcredere::fast
