#include "sim/fast/kernels.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "models/core/math/coefficients.h"
#include "models/payment/delay_table.h"
#include "sim/fast/simd_targets.h"
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "sim/fast/kernels.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "sim/fast/vector_lane-inl.h"

HWY_BEFORE_NAMESPACE();

namespace delcredere::fast::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

void DrawWords(std::uint64_t seed, Purpose purpose, std::uint32_t first, std::size_t blocks, std::uint64_t trial,
               std::uint32_t* words) {
  const WordTag d;
  const std::size_t lanes = hn::Lanes(d);
  const std::uint32_t purpose_index = static_cast<std::uint32_t>(purpose) << 24;
  HWY_ALIGN std::uint64_t pairs[2 * HWY_MAX_BYTES / 8];
  for (std::size_t block = 0; block < blocks; block += lanes) {
    const Word64 entity = hn::Add(hn::Set(d, std::uint64_t{first} + block), hn::Iota(d, 0));
    const PhiloxState s = philox_at(low_half(entity), purpose_index, trial, seed);
    const Word64 ab = hn::Or(low_half(s.c0), hn::ShiftLeft<32>(s.c1));
    const Word64 cd = hn::Or(low_half(s.c2), hn::ShiftLeft<32>(s.c3));
    hn::StoreInterleaved2(ab, cd, d, pairs);
    const std::size_t count = std::min(lanes, blocks - block);
    std::copy_n(reinterpret_cast<const char*>(pairs), count * 16, reinterpret_cast<char*>(words + 4 * block));
  }
}

/// (word + 1/2) 2^-32.
HWY_INLINE Real uniform_of_words(Word64 words) {
  const DoubleTag d;
  return (Real{hn::ConvertTo(d, hn::BitCast(hn::RebindToSigned<WordTag>(), words))} + VectorLane::real(0.5)) *
         VectorLane::real(0x1.0p-32);
}

/// Calls body(k, words, store) for groups of `lanes` words; the last group is padded.
template <class Body>
HWY_INLINE void for_word_groups(const std::uint32_t* words, std::size_t count, Body&& body) {
  const WordTag d;
  const std::size_t lanes = hn::Lanes(d);
  HWY_ALIGN std::uint64_t buffer[HWY_MAX_BYTES / 8] = {};
  for (std::size_t k = 0; k < count; k += lanes) {
    const std::size_t n = std::min(lanes, count - k);
    for (std::size_t i = 0; i < n; ++i) buffer[i] = words[k + i];
    body(k, n, hn::Load(d, buffer));
  }
}
void NormalFromWords(const std::uint32_t* words, std::size_t count, double* normals) {
  for_word_groups(words, count, [&](std::size_t k, std::size_t n, Word64 group) {
    store_some(kernels::normal_quantile<VectorLane>(uniform_of_words(group)), normals + k, n);
  });
}

void OpenItemScores(std::uint64_t seed, std::uint64_t trial, double residual_root, std::size_t count,
                    const std::uint32_t* entity, const std::int32_t* edge, const std::int32_t* m, std::int32_t* score) {
  const WordTag dw;
  const DoubleTag d;
  const hn::Rebind<std::uint32_t, WordTag> narrow;
  const hn::Rebind<std::int32_t, DoubleTag> di;
  const std::size_t lanes = hn::Lanes(d);
  const std::uint32_t purpose_index = static_cast<std::uint32_t>(Purpose::delay_tail) << 24 | 1u;
  const Real scale = VectorLane::real(residual_root * kScoreOne);
  // Step by step over some dozen items: a chain of all steps is too long for several items to overlap.
  constexpr std::size_t most = 64;
  HWY_ALIGN std::uint32_t entities[most] = {};
  HWY_ALIGN std::int32_t edges[most] = {}, means[most] = {}, out[most];
  HWY_ALIGN double tail[most];
  for (std::size_t first = 0; first < count; first += most) {
    const std::size_t n = std::min(most, count - first);
    std::copy_n(entity + first, n, entities);
    std::copy_n(edge + first, n, edges);
    std::copy_n(m + first, n, means);
    for (std::size_t k = 0; k < n; k += lanes) {
      const PhiloxState s = philox_at(hn::PromoteTo(dw, hn::Load(narrow, entities + k)), purpose_index, trial, seed);
      const Word64 bits = hn::Or(hn::ShiftLeft<20>(low_half(s.c0)), hn::ShiftRight<12>(low_half(s.c1)));
      const Real u =
          (Real{hn::ConvertTo(d, hn::BitCast(hn::RebindToSigned<WordTag>(), bits))} + VectorLane::real(0.5)) *
          VectorLane::real(0x1.0p-52);
      hn::Store(u.v, d, tail + k);
    }
    for (std::size_t k = 0; k < n; k += lanes) {
      const Real mean{hn::PromoteTo(d, hn::Load(di, means + k))}, lowest{hn::PromoteTo(d, hn::Load(di, edges + k))};
      const Real bound = ((lowest + VectorLane::real(0.5)) - mean) / scale;
      hn::Store((kernels::normal_survival<VectorLane>(bound) * Real{hn::Load(d, tail + k)}).v, d, tail + k);
    }
    for (std::size_t k = 0; k < n; k += lanes) {
      const Real e{hn::Neg(kernels::normal_quantile<VectorLane>(Real{hn::Load(d, tail + k)}).v)};
      const Real mean{hn::PromoteTo(d, hn::Load(di, means + k))}, lowest{hn::PromoteTo(d, hn::Load(di, edges + k))};
      const Real shift = VectorLane::real(0x1.8p52);
      const Real rounded = (Real{hn::Min(e.v, hn::Set(d, 40.0))} * scale + shift) - shift;
      const Real x = mean + rounded;
      const Double clamped = hn::Min(hn::Max(x.v, (lowest + VectorLane::real(1.0)).v), hn::Set(d, double{kScoreLimit}));
      hn::Store(hn::DemoteTo(di, clamped), di, out + k);
    }
    std::copy_n(out, n, score + first);
  }
}

}  // namespace delcredere::fast::HWY_NAMESPACE

HWY_AFTER_NAMESPACE();

#if HWY_ONCE

namespace delcredere::fast {

HWY_EXPORT(DrawWords);
HWY_EXPORT(NormalFromWords);
HWY_EXPORT(OpenItemScores);

void draw_words(std::uint64_t seed, Purpose purpose, std::uint32_t first, std::size_t blocks, std::uint64_t trial,
                std::uint32_t* words) {
  HWY_DYNAMIC_DISPATCH(DrawWords)(seed, purpose, first, blocks, trial, words);
}

void normal_from_words(const std::uint32_t* words, std::size_t count, double* normals) {
  HWY_DYNAMIC_DISPATCH(NormalFromWords)(words, count, normals);
}

void open_item_scores(std::uint64_t seed, std::uint64_t trial, double residual_root, std::size_t count,
                      const std::uint32_t* entity, const std::int32_t* edge, const std::int32_t* m,
                      std::int32_t* score) {
  HWY_DYNAMIC_DISPATCH(OpenItemScores)(seed, trial, residual_root, count, entity, edge, m, score);
}

void limit_simd(SimdTarget target) {
  std::int64_t allowed = HWY_STATIC_TARGET;
  if (target != SimdTarget::scalar) allowed |= HWY_AVX2;
  if (target == SimdTarget::avx512) allowed |= HWY_AVX3;
  hwy::SetSupportedTargetsForTest(0);
  const std::int64_t usable = hwy::SupportedTargets() & allowed;
  hwy::SetSupportedTargetsForTest(usable != 0 ? usable : HWY_STATIC_TARGET);
  hwy::GetChosenTarget().Update(hwy::SupportedTargets());
}

std::string simd_target() {
  const std::int64_t targets = hwy::SupportedTargets();
  if ((targets & HWY_AVX3) != 0) return "AVX-512";
  return (targets & HWY_AVX2) != 0 ? "AVX2" : "scalar";
}

}  // namespace delcredere::fast

#endif
