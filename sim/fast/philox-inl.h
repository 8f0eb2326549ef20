// Philox4x32-10 over Highway vectors, once per instruction set: for the kernel sources only, after <hwy/highway.h>.

#if defined(DELCREDERE_FAST_PHILOX_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef DELCREDERE_FAST_PHILOX_INL_H
#undef DELCREDERE_FAST_PHILOX_INL_H
#else
#define DELCREDERE_FAST_PHILOX_INL_H
#endif

#include <cstddef>
#include <cstdint>

#include "models/core/random/draw.h"

HWY_BEFORE_NAMESPACE();

namespace delcredere::fast::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

using WordTag = hn::ScalableTag<std::uint64_t>;
using Word64 = hn::Vec<WordTag>;

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
/// n states side by side: one alone waits for its own multiplications.
template <std::size_t n>
HWY_INLINE void philox_rounds(PhiloxState (&states)[n], std::uint64_t seed) {
  const WordTag d;
  const Word64 m0 = hn::Set(d, philox::kMultiplier0), m1 = hn::Set(d, philox::kMultiplier1);
  std::uint32_t k0 = static_cast<std::uint32_t>(seed), k1 = static_cast<std::uint32_t>(seed >> 32);
  for (int round = 0; round < philox::kRounds; ++round) {
    const Word64 key0 = hn::Set(d, std::uint64_t{k0}), key1 = hn::Set(d, std::uint64_t{k1});
    for (PhiloxState& s : states) {
      const Word64 p0 = multiply_low(m0, s.c0), p1 = multiply_low(m1, s.c2);
      s.c0 = hn::Xor(hn::Xor(hn::ShiftRight<32>(p1), s.c1), key0);
      s.c2 = hn::Xor(hn::Xor(hn::ShiftRight<32>(p0), s.c3), key1);
      s.c1 = p1;
      s.c3 = p0;
    }
    k0 += philox::kWeyl0;
    k1 += philox::kWeyl1;
  }
}
HWY_INLINE PhiloxState philox_at(Word64 entity, std::uint32_t purpose_index, std::uint64_t trial, std::uint64_t seed) {
  const WordTag d;
  PhiloxState s[1] = {
      {entity, hn::Set(d, std::uint64_t{purpose_index}), hn::Set(d, trial & 0xFFFFFFFFu), hn::Set(d, trial >> 32)}};
  philox_rounds(s, seed);
  return s[0];
}
HWY_INLINE Word64 low_half(Word64 w) { return hn::And(w, hn::Set(WordTag(), std::uint64_t{0xFFFFFFFFu})); }

}  // namespace delcredere::fast::HWY_NAMESPACE

HWY_AFTER_NAMESPACE();

#endif
