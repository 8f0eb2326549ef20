#pragma once
// The vector kernels of the fast engine: kernels.cpp and, for payments, payment_kernels.cpp and
// effect_kernels.cpp, each compiled for scalar, AVX2 and AVX-512, chosen at run time. Every target gives the same bits:
// no fused multiply-add, the same kernels of exp, log and Phi as everywhere.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "models/core/random/draw.h"
#include "models/payment/delay_table.h"

namespace delcredere::fast {

/// Words of `blocks` consecutive entities from `first` on, four each, in order.
void draw_words(std::uint64_t seed, Purpose purpose, std::uint32_t first, std::size_t blocks, std::uint64_t trial,
                std::uint32_t* words);

/// A share of a delay draw that takes a second draw (ResidualTable::is_tail).
struct RareShare {
  std::uint32_t invoice = 0;
  std::uint32_t share = 0;
};
/// m + r e of invoices 0 .. 8 blocks - 1: adds the residual of each to what `scores` holds. Rare shares go to `rare`,
/// ascending, which must hold 8 blocks; their scores are left meaningless. Returns how many.
/// `blocks` must be a multiple of kBlockStep.
std::size_t add_residuals(std::uint64_t seed, std::uint64_t trial, const ResidualTable& table, std::size_t blocks,
                          std::int16_t* scores, RareShare* rare);
inline constexpr std::size_t kBlockStep = 16;

/// Repeats values[i] over to[first[i]] .. to[first[i + 1] - 1] for i = 0 .. count - 1; writes up to kSpreadPadding
/// elements beyond the last.
void spread(const std::int32_t* values, const std::uint32_t* first, std::size_t count, std::int16_t* to);
inline constexpr std::size_t kSpreadPadding = 64;

/// shortened[k] = D - floor(less max(D - from, 0) / 2^16) of D = delays[k] up to `longest`, else table[D];
/// `shortened` may be `delays`.
void shorten_delays(const std::int16_t* delays, std::size_t count, std::int16_t from, std::uint16_t less,
                    std::int16_t longest, const std::int16_t* table, std::int16_t* shortened);

/// What shocks make of delays, by invoice: D > 0 becomes whole D + floor(part D / 2^16) + 1, and `extra` is added to
/// every D. Right up to `exact`.
struct ShockColumns {
  std::vector<std::uint16_t> whole, part;
  std::vector<std::int16_t> extra, exact;
};
/// Applies columns [0, count) to delays. What it leaves to its caller, delays above `exact` and fewer than fill a
/// vector at the end, it lists by number in `beyond`, which must have room for all. Returns how many.
std::size_t shock_delays(const std::int16_t* delays, const ShockColumns& columns, std::size_t count,
                         std::int16_t* shocked, std::uint32_t* beyond);

/// days[k] = min(due[k] + delays[k], beyond); lists base + k where delays[k] > late_after[k], ascending, in `late`,
/// which must have room for 16 more than it lists. Returns how many.
std::size_t pay_days(const std::int16_t* delays, const std::int32_t* due, const std::int16_t* late_after,
                     std::size_t count, std::int32_t beyond, std::int32_t* days, std::uint32_t base,
                     std::uint32_t* late);

/// Phi^-1 of the uniform of each word.
void normal_from_words(const std::uint32_t* words, std::size_t count, double* normals);

/// Scores of open items that are due: truncated_score(residual_root, m[k], edge[k], uniform of entity[k]).
void open_item_scores(std::uint64_t seed, std::uint64_t trial, double residual_root, std::size_t count,
                      const std::uint32_t* entity, const std::int32_t* edge, const std::int32_t* m,
                      std::int32_t* score);

/// Instruction sets of the kernels.
enum class SimdTarget { scalar, avx2, avx512 };
/// Uses no more than `target` from now on, in every thread (tests, and DELCREDERE_SIMD of the
/// environment, which the commands read).
void limit_simd(SimdTarget target);
/// What is used on this machine: "scalar", "AVX2" or "AVX-512".
std::string simd_target();

}  // namespace delcredere::fast
