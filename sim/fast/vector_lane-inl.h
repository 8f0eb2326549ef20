// The lane policy of math/kernels.h over Highway vectors, once per instruction set: include
// after <hwy/highway.h> in a file that foreach_target.h compiles several times.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "models/core/math/coefficients.h"
#include "sim/fast/philox-inl.h"

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
using Double = hn::Vec<DoubleTag>;

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

/// The first n lanes.
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
