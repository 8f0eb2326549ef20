// The lane policy of math/kernels.h over Highway vectors, and Philox4x32-10 on them, once per instruction set: include
// after <hwy/highway.h> in a file that foreach_target.h compiles several times.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "models/core/math/coefficients.h"
#include "models/core/random/draw.h"

#if defined(DELCREDERE_VECTOR_LANE_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef DELCREDERE_VECTOR_LANE_INL_H
#undef DELCREDERE_VECTOR_LANE_INL_H
#else
#define DELCREDERE_VECTOR_LANE_INL_H
#endif

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

}  // namespace delcredere::fast::HWY_NAMESPACE

HWY_AFTER_NAMESPACE();

#endif
