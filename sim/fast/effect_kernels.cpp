#include "sim/fast/effect_kernels.h"

#include <algorithm>
#include <iterator>

#include "models/core/random/draw.h"
#include "sim/fast/simd_targets.h"
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "sim/fast/effect_kernels.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "sim/fast/vector_lane-inl.h"

HWY_BEFORE_NAMESPACE();

namespace delcredere::fast::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

using Groups = DoubleTag;
static_assert(HWY_MAX_BYTES / 8 <= kPriorsTogether);

/// The priors of as many groups as there are lanes; those from `count` on are not stored.
void FillSomePriors(const PriorRecurrence* runs, std::size_t count, std::int32_t first_block, std::int32_t end_block,
                    double* tables) {
  const Groups d;
  const std::size_t lanes = hn::Lanes(d);
  const auto stride = static_cast<std::size_t>(end_block - first_block);
  HWY_ALIGN double low[kPriorsTogether], high[kPriorsTogether];
  HWY_ALIGN double weights[kPriorsTogether], ratios[kPriorsTogether];
  std::int32_t lowest = runs[0].low, highest = runs[0].high;
  for (std::size_t i = 0; i < lanes; ++i) {
    const PriorRecurrence& run = runs[i < count ? i : 0];
    lowest = std::min(lowest, run.low);
    highest = std::max(highest, run.high);
    low[i] = run.low;
    high[i] = run.high;
    weights[i] = run.log_weight;
    ratios[i] = run.log_ratio;
  }
  const auto from = hn::Load(d, low), to = hn::Load(d, high);
  const auto exp = [&](auto x) { return kernels::exp<VectorLane>(Real{x}).v; };
  auto weight = exp(hn::Load(d, weights)), ratio = exp(hn::Load(d, ratios));
  const auto step = exp(hn::Set(d, runs[0].log_step));
  HWY_ALIGN double cells[kEffectBlock * kPriorsTogether];
  const std::int32_t last_block = std::min(highest >> 3, end_block - 1);
  for (std::int32_t block = lowest >> 3; block <= last_block; ++block) {
    const auto first = hn::Set(d, static_cast<double>(block) * double{kEffectBlock});
    for (std::size_t k = 0; k < kEffectBlock; ++k) {
      const auto cell = hn::Add(first, hn::Set(d, static_cast<double>(k)));
      const auto begun = hn::Le(from, cell);
      hn::Store(hn::IfThenElseZero(hn::And(begun, hn::Le(cell, to)), weight), d, cells + k * lanes);
      weight = hn::IfThenElse(begun, hn::Mul(weight, ratio), weight);
      ratio = hn::IfThenElse(begun, hn::Mul(ratio, step), ratio);
    }
    if (block < first_block) continue;
    double* place = tables + (block - first_block);
    for (std::size_t i = 0; i < count; ++i, place += kEffectBlock * stride)
      for (std::size_t k = 0; k < kEffectBlock; ++k) place[k * stride] = cells[k * lanes + i];
  }
}

void FillPriors(const PriorRecurrence* runs, std::size_t count, std::int32_t first_block, std::uint32_t blocks,
                double* tables) {
  const std::size_t lanes = hn::Lanes(Groups()), size = kEffectBlock * blocks;
  std::fill_n(tables, count * size, 0.0);
  for (std::size_t i = 0; i < count; i += lanes)
    FillSomePriors(runs + i, std::min(lanes, count - i), first_block, first_block + static_cast<std::int32_t>(blocks),
                   tables + i * size);
}

/// Buyers whose blocks are summed together, and blocks that a vector of theirs has at most.
constexpr std::size_t kFour = 4;
constexpr std::size_t kFours = kBuyersTogether / kFour;
using Blocks = hn::CappedTag<double, kFour>;

/// The likelihood of blocks that a buyer does not have.
alignas(64) constexpr float kNoChunk[kEffectChunk] = {};

/// Sums of the blocks of four buyers, each in the order of its cells: by block, then buyer. Blocks that a buyer lacks
/// have 0.
HWY_INLINE void block_sums(const InformedBuyer* const* buyers, const double* priors, std::size_t blocks, double* sums) {
  const Blocks d;
  const hn::Rebind<float, Blocks> f;
  for (std::size_t block = 0; block < blocks; block += hn::Lanes(d)) {
    const float* likely[kFour];
    const double* before[kFour];
    std::size_t stride[kFour];
    for (std::size_t i = 0; i < kFour; ++i) {
      const bool present = block < buyers[i]->blocks;
      likely[i] = present ? buyers[i]->likelihood + EffectEvidence::place(block * kEffectBlock) : kNoChunk;
      before[i] = priors + buyers[i]->prior + (present ? block : 0);
      stride[i] = buyers[i]->stride;
    }
    auto a = hn::Zero(d), b = a, c = a, e = a;
    const auto add = [&](std::size_t i, std::size_t k, auto sum) {
      const auto prior = hn::LoadU(d, before[i]);
      before[i] += stride[i];
      return hn::Add(sum, hn::Mul(hn::PromoteTo(d, hn::LoadU(f, likely[i] + k * kEffectBlock)), prior));
    };
#pragma GCC unroll 1  // four buyers already fill the registers with their places
    for (std::size_t k = 0; k < kEffectBlock; ++k) {
      a = add(0, k, a);
      b = add(1, k, b);
      c = add(2, k, c);
      e = add(3, k, e);
    }
    hn::StoreInterleaved4(a, b, c, e, d, sums + block * kFour);
  }
}

/// The cuts of a tile's buyers among their blocks. sums: of blocks, of each four buyers `pitch` behind those of the
/// four before, made running sums here; target: first u, then u times the total. block: that in which the running sum
/// passes the target.
HWY_INLINE void cut_blocks(std::size_t blocks, std::size_t pitch, double* sums, double* target, std::int64_t* block) {
  const Blocks d;
  const hn::RebindToSigned<Blocks> di;
  for (std::size_t lane = 0; lane < kFour; lane += hn::Lanes(d)) {
    auto w = hn::Zero(d), x = w, y = w, z = w;
    const auto add = [&](std::size_t four, std::size_t g, auto total) {
      double* place = sums + four * pitch + g * kFour + lane;
      total = hn::Add(total, hn::LoadU(d, place));
      hn::StoreU(total, d, place);
      return total;
    };
    for (std::size_t g = 0; g < blocks; ++g) {
      w = add(0, g, w);
      x = add(1, g, x);
      y = add(2, g, y);
      z = add(3, g, z);
    }
    const auto cut = [&](std::size_t four, auto total) {
      total = hn::Mul(hn::Load(d, target + four * kFour + lane), total);
      hn::Store(total, d, target + four * kFour + lane);
      return total;
    };
    w = cut(0, w);
    x = cut(1, x);
    y = cut(2, y);
    z = cut(3, z);
    // Counted, not searched: where a posterior is cut is not to be predicted.
    auto passed_w = hn::Zero(di), passed_x = passed_w, passed_y = passed_w, passed_z = passed_w;
    const auto count = [&](std::size_t four, std::size_t g, auto target_here, auto passed) {
      const auto passes = hn::Le(hn::LoadU(d, sums + four * pitch + g * kFour + lane), target_here);
      return hn::Sub(passed, hn::BitCast(di, hn::VecFromMask(d, passes)));
    };
    for (std::size_t g = 0; g < blocks; ++g) {
      passed_w = count(0, g, w, passed_w);
      passed_x = count(1, g, x, passed_x);
      passed_y = count(2, g, y, passed_y);
      passed_z = count(3, g, z, passed_z);
    }
    hn::Store(passed_w, di, block + lane);
    hn::Store(passed_x, di, block + kFour + lane);
    hn::Store(passed_y, di, block + 2 * kFour + lane);
    hn::Store(passed_z, di, block + 3 * kFour + lane);
  }
}
static_assert(kFours == 4);

/// A tile of posteriors at the block of cells in which each is cut.
struct CutTile {
  HWY_ALIGN double product[kEffectBlock][kBuyersTogether];  ///< likelihood x prior, by cell of the block
  HWY_ALIGN double target[kBuyersTogether];
  HWY_ALIGN std::int64_t block[kBuyersTogether];
  HWY_ALIGN double before[kBuyersTogether];  ///< sum of the blocks before
  HWY_ALIGN double cell[kBuyersTogether];    ///< number of the block's first cell
  HWY_ALIGN double step[kBuyersTogether], shift[kBuyersTogether];
  HWY_ALIGN double effect[kBuyersTogether];
};

/// effect = (m - shift) / buyer_root of the score m where the cells pass the target.
HWY_INLINE void cut_cells(CutTile& tile, double buyer_root) {
  const DoubleTag d;
  static_assert(HWY_MAX_BYTES / 8 <= kBuyersTogether);
  const auto zero = hn::Zero(d), one = hn::Set(d, 1.0);
  for (std::size_t n = 0; n < kBuyersTogether; n += hn::Lanes(d)) {
    const auto target = hn::Load(d, tile.target + n);
    auto sum = hn::Load(d, tile.before + n);
    auto lower = sum, upper = sum, cell = zero;
    // Sums ascend: the last one up to the target is below the cut, the next one above it. The last cell ends above.
    auto passed = hn::Eq(zero, zero);
    for (std::size_t k = 0; k < kEffectBlock; ++k) {
      sum = hn::Add(sum, hn::Load(d, tile.product[k] + n));
      upper = hn::IfThenElse(passed, sum, upper);
      if (k + 1 == kEffectBlock) break;
      passed = hn::Le(sum, target);
      lower = hn::IfThenElse(passed, sum, lower);
      cell = hn::Add(cell, hn::IfThenElseZero(passed, one));
    }
    const auto width = hn::Sub(upper, lower);
    const auto share = hn::Min(hn::Max(hn::Div(hn::Sub(target, lower), width), zero), one);
    const auto inside = hn::IfThenElse(hn::Gt(width, zero), share, hn::Set(d, 0.5));
    const auto place = hn::Add(hn::Sub(hn::Add(hn::Load(d, tile.cell + n), cell), hn::Set(d, 0.5)), inside);
    const auto m = hn::Mul(place, hn::Load(d, tile.step + n));
    hn::Store(hn::Div(hn::Sub(m, hn::Load(d, tile.shift + n)), hn::Set(d, buyer_root)), d, tile.effect + n);
  }
}

void CutPosteriors(const InformedBuyer* informed, std::size_t count, const double* priors, const std::uint32_t* words,
                   const double* shifts, double buyer_root, double* scratch, double* effects) {
  CutTile tile;
  for (std::size_t first = 0; first < count; first += kBuyersTogether) {
    const std::size_t here = std::min(kBuyersTogether, count - first);
    const InformedBuyer* buyers[kBuyersTogether];
    std::uint32_t most = 0;
    for (std::size_t i = 0; i < kBuyersTogether; ++i) {
      buyers[i] = informed + first + (i < here ? i : 0);  // the last tile is filled with its first buyer
      most = std::max(most, buyers[i]->blocks);
      tile.target[i] = open_uniform(words[buyers[i]->buyer]);
      tile.step[i] = buyers[i]->step;
      tile.shift[i] = shifts[buyers[i]->group];
    }
    const std::size_t pitch = (most + kFour - 1) / kFour * kFour * kFour;
    for (std::size_t i = 0; i < kFours; ++i) block_sums(buyers + i * kFour, priors, most, scratch + i * pitch);
    cut_blocks(most, pitch, scratch, tile.target, tile.block);
    for (std::size_t i = 0; i < kBuyersTogether; ++i) {
      const InformedBuyer& buyer = *buyers[i];
      // Never beyond the last block, as where the total is 0.
      const std::size_t block = std::min<std::size_t>(static_cast<std::size_t>(tile.block[i]), buyer.blocks - 1);
      const double* running = scratch + i / kFour * pitch + i % kFour;
      tile.before[i] = block > 0 ? running[(block - 1) * kFour] : 0.0;
      tile.cell[i] = static_cast<double>(buyer.first_cell) + static_cast<double>(block * kEffectBlock);
      const float* likelihood = buyer.likelihood + EffectEvidence::place(block * kEffectBlock);
      const double* weight = priors + buyer.prior + block;
      for (std::size_t k = 0; k < kEffectBlock; ++k, weight += buyer.stride)
        tile.product[k][i] = static_cast<double>(likelihood[k * kEffectBlock]) * *weight;
    }
    cut_cells(tile, buyer_root);
    for (std::size_t i = 0; i < here; ++i) effects[buyers[i]->buyer] = tile.effect[i];
  }
}

}  // namespace delcredere::fast::HWY_NAMESPACE

HWY_AFTER_NAMESPACE();

#if HWY_ONCE

namespace delcredere::fast {

HWY_EXPORT(FillPriors);
HWY_EXPORT(CutPosteriors);

void fill_priors(const PriorRecurrence* runs, std::size_t count, std::int32_t first_block, std::uint32_t blocks,
                 double* tables) {
  HWY_DYNAMIC_DISPATCH(FillPriors)(runs, count, first_block, blocks, tables);
}

void cut_posteriors(const InformedBuyer* informed, std::size_t count, const double* priors, const std::uint32_t* words,
                    const double* shifts, double buyer_root, double* scratch, double* effects) {
  HWY_DYNAMIC_DISPATCH(CutPosteriors)(informed, count, priors, words, shifts, buyer_root, scratch, effects);
}

}  // namespace delcredere::fast

#endif
