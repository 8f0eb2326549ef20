#include "sim/fast/kernels.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

#include "models/core/math/coefficients.h"
#include "models/payment/delay_table.h"

// Only these three: scalar, AVX2, AVX-512.
#define HWY_DISABLED_TARGETS (HWY_SSSE3 | HWY_SSE4 | HWY_AVX3_DL)
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "sim/fast/kernels.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();

namespace delcredere::fast::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

#define DELCREDERE_KERNELS kernels
#include "models/core/math/kernels.h"

using DoubleTag = hn::ScalableTag<double>;
using WordTag = hn::ScalableTag<std::uint64_t>;
using Double = hn::Vec<DoubleTag>;
using Word64 = hn::Vec<WordTag>;

/// Lane policy of math/kernels.h over a Highway vector.
struct VectorLane {
  struct Mask {
    hn::Mask<DoubleTag> mask;
  };
  struct Word {
    Word64 v;
    friend HWY_INLINE Word operator+(Word a, Word b) { return {hn::Add(a.v, b.v)}; }
    friend HWY_INLINE Word operator-(Word a, Word b) { return {hn::Sub(a.v, b.v)}; }
    friend HWY_INLINE Word operator&(Word a, Word b) { return {hn::And(a.v, b.v)}; }
    friend HWY_INLINE Word operator|(Word a, Word b) { return {hn::Or(a.v, b.v)}; }
  };
  struct Real {
    Double v;
    friend HWY_INLINE Real operator+(Real a, Real b) { return {hn::Add(a.v, b.v)}; }
    friend HWY_INLINE Real operator-(Real a, Real b) { return {hn::Sub(a.v, b.v)}; }
    friend HWY_INLINE Real operator*(Real a, Real b) { return {hn::Mul(a.v, b.v)}; }
    friend HWY_INLINE Real operator/(Real a, Real b) { return {hn::Div(a.v, b.v)}; }
    friend HWY_INLINE Mask operator<(Real a, Real b) { return {hn::Lt(a.v, b.v)}; }
    friend HWY_INLINE Mask operator<=(Real a, Real b) { return {hn::Le(a.v, b.v)}; }
    friend HWY_INLINE Mask operator==(Real a, Real b) { return {hn::Eq(a.v, b.v)}; }
  };
  static HWY_INLINE Real real(double x) { return {hn::Set(DoubleTag(), x)}; }
  static HWY_INLINE Word word(std::uint64_t w) { return {hn::Set(WordTag(), w)}; }
  static HWY_INLINE Real sqrt(Real x) { return {hn::Sqrt(x.v)}; }
  static HWY_INLINE Real select(Mask mask, Real a, Real b) { return {hn::IfThenElse(mask.mask, a.v, b.v)}; }
  static HWY_INLINE bool any(Mask mask) { return !hn::AllFalse(DoubleTag(), mask.mask); }
  static HWY_INLINE Word bits(Real x) { return {hn::BitCast(WordTag(), x.v)}; }
  static HWY_INLINE Real from_bits(Word w) { return {hn::BitCast(DoubleTag(), w.v)}; }
  template <int n>
  static HWY_INLINE Word left(Word w) {
    return {hn::ShiftLeft<n>(w.v)};
  }
  template <int n>
  static HWY_INLINE Word right(Word w) {
    return {hn::ShiftRight<n>(w.v)};
  }
};
using Real = VectorLane::Real;

/// Low halves of two vectors of 64-bit lanes, multiplied to 64 bits.
HWY_INLINE Word64 multiply_low(Word64 a, Word64 b) {
#if HWY_TARGET == HWY_SCALAR
  const WordTag d;
  return hn::Set(d, (hn::GetLane(a) & 0xFFFFFFFFu) * (hn::GetLane(b) & 0xFFFFFFFFu));
#else
  const hn::Repartition<std::uint32_t, WordTag> narrow;
  return hn::MulEven(hn::BitCast(narrow, a), hn::BitCast(narrow, b));
#endif
}

/// Philox4x32-10 with one counter per 64-bit lane; only the low 32 bits of a lane count.
struct PhiloxState {
  Word64 c0, c1, c2, c3;
};
HWY_INLINE PhiloxState philox_rounds(PhiloxState s, std::uint64_t seed) {
  const WordTag d;
  const Word64 m0 = hn::Set(d, philox::kMultiplier0), m1 = hn::Set(d, philox::kMultiplier1);
  std::uint32_t k0 = static_cast<std::uint32_t>(seed), k1 = static_cast<std::uint32_t>(seed >> 32);
  for (int round = 0; round < philox::kRounds; ++round) {
    const Word64 p0 = multiply_low(m0, s.c0), p1 = multiply_low(m1, s.c2);
    s.c0 = hn::Xor(hn::Xor(hn::ShiftRight<32>(p1), s.c1), hn::Set(d, std::uint64_t{k0}));
    s.c2 = hn::Xor(hn::Xor(hn::ShiftRight<32>(p0), s.c3), hn::Set(d, std::uint64_t{k1}));
    s.c1 = p1;
    s.c3 = p0;
    k0 += philox::kWeyl0;
    k1 += philox::kWeyl1;
  }
  return s;
}
HWY_INLINE PhiloxState philox_at(Word64 entity, std::uint32_t purpose_index, std::uint64_t trial, std::uint64_t seed) {
  const WordTag d;
  return philox_rounds({entity, hn::Set(d, std::uint64_t{purpose_index}), hn::Set(d, trial & 0xFFFFFFFFu),
                        hn::Set(d, trial >> 32)},
                       seed);
}
HWY_INLINE Word64 low_half(Word64 w) { return hn::And(w, hn::Set(WordTag(), std::uint64_t{0xFFFFFFFFu})); }

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

/// Marks which of the four 16-bit shares of each lane are rare: bit 15 of each is set where ((share + 64) & 0xFFC0) is
/// 0 or 64, that is share + 64 < 128 modulo 2^16.
HWY_INLINE Word64 rare_shares(Word64 shares) {
  const WordTag d;
  // Per 16 bits without carries between them: t = share + 64 modulo 2^16, rare where t has no bit above the lowest 7.
  const Word64 high = hn::Set(d, 0x8000800080008000u), ones = hn::Set(d, 0x0040004000400040u);
  const Word64 sum = hn::Xor(hn::Add(hn::AndNot(high, shares), ones), hn::And(shares, high));
  const Word64 above = hn::And(sum, hn::Set(d, 0xFF80FF80FF80FF80u));
  // Bit 15 of each share of (above | (low 15 bits of above + 0x7FFF)) says whether above is not 0.
  const Word64 carried = hn::Add(hn::AndNot(high, above), hn::Set(d, 0x7FFF7FFF7FFF7FFFu));
  return hn::AndNot(hn::Or(carried, above), high);
}

std::size_t DrawShares(std::uint64_t seed, std::uint64_t trial, std::size_t blocks, std::uint16_t* shares,
                       std::uint32_t* rare) {
  const WordTag d;
  const std::size_t lanes = hn::Lanes(d);
  const std::uint32_t purpose_index = static_cast<std::uint32_t>(Purpose::delay) << 24;
  HWY_ALIGN std::uint64_t pairs[2 * HWY_MAX_BYTES / 8];
  std::size_t found = 0;
  for (std::size_t block = 0; block < blocks; block += lanes) {
    const Word64 entity = hn::Add(hn::Set(d, std::uint64_t{block}), hn::Iota(d, 0));
    const PhiloxState s = philox_at(low_half(entity), purpose_index, trial, seed);
    const Word64 ab = hn::Or(low_half(s.c0), hn::ShiftLeft<32>(s.c1));
    const Word64 cd = hn::Or(low_half(s.c2), hn::ShiftLeft<32>(s.c3));
    hn::StoreInterleaved2(ab, cd, d, pairs);
    const std::size_t count = std::min(lanes, blocks - block);
    std::copy_n(reinterpret_cast<const char*>(pairs), count * 16, reinterpret_cast<char*>(shares + 8 * block));
    const Word64 any = hn::Or(rare_shares(ab), rare_shares(cd));
    if (hn::AllTrue(d, hn::Eq(any, hn::Zero(d)))) continue;
    for (std::size_t k = 8 * block; k < 8 * (block + count); ++k)
      if (ResidualTable::is_tail(shares[k])) rare[found++] = static_cast<std::uint32_t>(k);
  }
  return found;
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
HWY_INLINE void store_some(Real x, double* to, std::size_t n) {
  const DoubleTag d;
  if (n == hn::Lanes(d)) {
    hn::StoreU(x.v, d, to);
    return;
  }
  HWY_ALIGN double buffer[HWY_MAX_BYTES / 8];
  hn::Store(x.v, d, buffer);
  std::copy_n(buffer, n, to);
}

void NormalFromWords(const std::uint32_t* words, std::size_t count, double* normals) {
  for_word_groups(words, count, [&](std::size_t k, std::size_t n, Word64 group) {
    store_some(kernels::normal_quantile<VectorLane>(uniform_of_words(group)), normals + k, n);
  });
}

void EffectBlockSums(const double* likelihood, const double* prior, std::size_t blocks, double* sums) {
#if HWY_TARGET == HWY_SCALAR || HWY_TARGET == HWY_SSE2
  for (std::size_t g = 0; g < blocks; ++g) {
    double w[8];
    for (std::size_t i = 0; i < 8; ++i) w[i] = likelihood[8 * g + i] * prior[8 * g + i];
    sums[g] = ((w[0] + w[4]) + (w[2] + w[6])) + ((w[1] + w[5]) + (w[3] + w[7]));
  }
#else
  const hn::FixedTag<double, 4> quad;
  const hn::FixedTag<double, 2> pair;
  for (std::size_t g = 0; g < blocks; ++g) {
    const auto low = hn::Mul(hn::LoadU(quad, likelihood + 8 * g), hn::LoadU(quad, prior + 8 * g));
    const auto high = hn::Mul(hn::LoadU(quad, likelihood + 8 * g + 4), hn::LoadU(quad, prior + 8 * g + 4));
    const auto four = hn::Add(low, high);  // 0+4, 1+5, 2+6, 3+7
    const auto two = hn::Add(hn::LowerHalf(pair, four), hn::UpperHalf(pair, four));  // (0+4)+(2+6), (1+5)+(3+7)
    sums[g] = hn::GetLane(hn::Add(two, hn::Reverse(pair, two)));
  }
#endif
}

void SkipsFromWords(const std::uint32_t* words, std::size_t count, const double* inverse_log, double* skips) {
  const DoubleTag d;
  for_word_groups(words, count, [&](std::size_t k, std::size_t n, Word64 group) {
    HWY_ALIGN double inverse[HWY_MAX_BYTES / 8] = {};
    std::copy_n(inverse_log + k, n, inverse);
    const Real skip = kernels::log<VectorLane>(uniform_of_words(group)) * Real{hn::Load(d, inverse)};
    store_some(Real{hn::Floor(skip.v)}, skips + k, n);
  });
}

void OpenItemScores(std::uint64_t seed, std::uint64_t trial, double residual_root, std::size_t count,
                    const std::uint32_t* entity, const std::int32_t* edge, const std::int32_t* m, std::int32_t* score) {
  const WordTag dw;
  const DoubleTag d;
  const std::size_t lanes = hn::Lanes(d);
  const std::uint32_t purpose_index = static_cast<std::uint32_t>(Purpose::delay_tail) << 24 | 1u;
  const Real scale = VectorLane::real(residual_root * kScoreOne);
  HWY_ALIGN std::uint64_t entities[HWY_MAX_BYTES / 8] = {};
  HWY_ALIGN double edges[HWY_MAX_BYTES / 8] = {}, means[HWY_MAX_BYTES / 8] = {}, out[HWY_MAX_BYTES / 8];
  for (std::size_t k = 0; k < count; k += lanes) {
    const std::size_t n = std::min(lanes, count - k);
    for (std::size_t i = 0; i < n; ++i) {
      entities[i] = entity[k + i];
      edges[i] = edge[k + i];
      means[i] = m[k + i];
    }
    const PhiloxState s = philox_at(hn::Load(dw, entities), purpose_index, trial, seed);
    const Word64 bits = hn::Or(hn::ShiftLeft<20>(low_half(s.c0)), hn::ShiftRight<12>(low_half(s.c1)));
    const Real u = (Real{hn::ConvertTo(d, hn::BitCast(hn::RebindToSigned<WordTag>(), bits))} + VectorLane::real(0.5)) *
                   VectorLane::real(0x1.0p-52);
    const Real mean{hn::Load(d, means)}, lowest{hn::Load(d, edges)};
    const Real bound = ((lowest + VectorLane::real(0.5)) - mean) / scale;
    const Real tail = kernels::normal_survival<VectorLane>(bound) * u;
    const Real e{hn::Neg(kernels::normal_quantile<VectorLane>(tail).v)};
    const Real shift = VectorLane::real(0x1.8p52);
    const Real rounded = (Real{hn::Min(e.v, hn::Set(d, 40.0))} * scale + shift) - shift;
    const Real x = mean + rounded;
    const Double clamped = hn::Min(hn::Max(x.v, (lowest + VectorLane::real(1.0)).v), hn::Set(d, double{kScoreLimit}));
    hn::Store(clamped, d, out);
    for (std::size_t i = 0; i < n; ++i) score[k + i] = static_cast<std::int32_t>(out[i]);
  }
}

}  // namespace delcredere::fast::HWY_NAMESPACE

HWY_AFTER_NAMESPACE();

#if HWY_ONCE

namespace delcredere::fast {

HWY_EXPORT(DrawWords);
HWY_EXPORT(DrawShares);
HWY_EXPORT(NormalFromWords);
HWY_EXPORT(SkipsFromWords);
HWY_EXPORT(EffectBlockSums);
HWY_EXPORT(OpenItemScores);

void draw_words(std::uint64_t seed, Purpose purpose, std::uint32_t first, std::size_t blocks, std::uint64_t trial,
                std::uint32_t* words) {
  HWY_DYNAMIC_DISPATCH(DrawWords)(seed, purpose, first, blocks, trial, words);
}

std::size_t draw_shares(std::uint64_t seed, std::uint64_t trial, std::size_t blocks, std::uint16_t* shares,
                        std::uint32_t* rare) {
  static_assert(std::endian::native == std::endian::little, "the low half of a word is its first share in memory");
  return HWY_DYNAMIC_DISPATCH(DrawShares)(seed, trial, blocks, shares, rare);
}

void normal_from_words(const std::uint32_t* words, std::size_t count, double* normals) {
  HWY_DYNAMIC_DISPATCH(NormalFromWords)(words, count, normals);
}

void skips_from_words(const std::uint32_t* words, std::size_t count, const double* inverse_log, double* skips) {
  HWY_DYNAMIC_DISPATCH(SkipsFromWords)(words, count, inverse_log, skips);
}

void effect_block_sums(const double* likelihood, const double* prior, std::size_t blocks, double* sums) {
  HWY_DYNAMIC_DISPATCH(EffectBlockSums)(likelihood, prior, blocks, sums);
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
