// The vector kernels of payments (kernels.h).

#include <algorithm>
#include <bit>

#include "sim/fast/kernels.h"
#include "sim/fast/simd_targets.h"
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "sim/fast/payment_kernels.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "sim/fast/philox-inl.h"

HWY_BEFORE_NAMESPACE();

namespace delcredere::fast::HWY_NAMESPACE {

#if HWY_TARGET == HWY_AVX3
/// ResidualTable with its parabolas in registers, 32 shares at once.
struct Residuals {
  const hn::ScalableTag<std::int16_t> d;
  const hn::ScalableTag<std::uint16_t> du;
  using Short = hn::Vec<hn::ScalableTag<std::int16_t>>;
  Short start[2], slope[2], curve[2];

  explicit Residuals(const ResidualTable& table) {
    for (int i = 0; i < 2; ++i) {
      start[i] = hn::BitCast(d, hn::LoadU(du, table.starts() + 32 * i));
      slope[i] = hn::LoadU(d, table.slopes() + 32 * i);
      curve[i] = hn::LoadU(d, table.curves() + 32 * i);
    }
  }
  static HWY_INLINE Short pick(const Short (&table)[2], Short cell) {
    return Short{_mm512_permutex2var_epi16(table[0].raw, cell.raw, table[1].raw)};
  }
  /// Adds the residuals of 32 shares to scores; bits of the lanes whose share is rare.
  HWY_INLINE std::uint32_t add(const std::uint16_t* shares, std::int16_t* scores) const {
    const Short share = hn::BitCast(d, hn::LoadU(du, shares));
    const Short sign = hn::ShiftRight<15>(share);  // -1: upper half
    const Short h = hn::Xor(share, sign);
    const auto narrow = hn::Lt(h, hn::Set(d, std::int16_t{ResidualTable::kNarrow}));
    const Short place = hn::IfThenElse(narrow, hn::ShiftLeft<ResidualTable::kNarrowBits>(h), h);
    const Short cell = hn::Or(hn::ShiftRight<ResidualTable::kCellBits>(place),
                              hn::IfThenElseZero(narrow, hn::Set(d, std::int16_t{ResidualTable::kFirstNarrow})));
    const Short t = hn::Xor(hn::ShiftLeft<16 - ResidualTable::kCellBits>(place), hn::Set(d, std::int16_t{-0x8000}));
    const Short steep = hn::Add(pick(slope, cell), hn::MulFixedPoint15(t, pick(curve, cell)));
    const Short fine = hn::Add(hn::Add(pick(start, cell), hn::MulFixedPoint15(t, steep)),
                               hn::Set(d, std::int16_t{1 << (ResidualTable::kFineBits - 1)}));
    const Short size = hn::BitCast(d, hn::ShiftRight<ResidualTable::kFineBits>(hn::BitCast(du, fine)));
    // x + size in the upper half, else x - size: -size = ~size + 1.
    const Short flip = hn::Not(sign);
    const Short residual = hn::Sub(hn::Xor(size, flip), flip);
    hn::StoreU(hn::Add(hn::LoadU(d, scores), residual), d, scores);
    std::uint32_t bits = 0;
    hn::StoreMaskBits(d, hn::Lt(h, hn::Set(d, std::int16_t{ResidualTable::kTailShares})),
                      reinterpret_cast<std::uint8_t*>(&bits));
    return bits;
  }
};
#endif

std::size_t AddResiduals(std::uint64_t seed, std::uint64_t trial, const ResidualTable& table, std::size_t blocks,
                         std::int16_t* scores, RareShare* rare) {
  const WordTag d;
  const std::size_t lanes = hn::Lanes(d);
  const std::uint32_t purpose_index = static_cast<std::uint32_t>(Purpose::delay) << 24;
  constexpr std::size_t kSideBySide = 2;
  HWY_ALIGN std::uint16_t shares[kSideBySide * HWY_MAX_BYTES];
  std::size_t found = 0;
  const auto note = [&](std::size_t first, std::size_t k) {
    rare[found++] = {static_cast<std::uint32_t>(first + k), shares[k]};
  };
#if HWY_TARGET == HWY_AVX3
  const Residuals residuals(table);
#else
  const std::uint16_t* sizes = table.sizes();
#endif
  for (std::size_t block = 0; block < blocks; block += kSideBySide * lanes) {
    PhiloxState states[kSideBySide];
    for (std::size_t i = 0; i < kSideBySide; ++i) {
      const Word64 entity = hn::Add(hn::Set(d, std::uint64_t{block + i * lanes}), hn::Iota(d, 0));
      states[i] = {low_half(entity), hn::Set(d, std::uint64_t{purpose_index}), hn::Set(d, trial & 0xFFFFFFFFu),
                   hn::Set(d, trial >> 32)};
    }
    philox_rounds(states, seed);
    for (std::size_t i = 0; i < kSideBySide; ++i) {
      const PhiloxState& s = states[i];
      hn::StoreInterleaved2(hn::Or(low_half(s.c0), hn::ShiftLeft<32>(s.c1)),
                            hn::Or(low_half(s.c2), hn::ShiftLeft<32>(s.c3)), d,
                            reinterpret_cast<std::uint64_t*>(shares + 8 * i * lanes));
    }
    const std::size_t first = 8 * block;
#if HWY_TARGET == HWY_AVX3
    std::uint32_t bits[4];
    for (std::size_t i = 0; i < 4; ++i) bits[i] = residuals.add(shares + 32 * i, scores + first + 32 * i);
    for (std::size_t i = 0; i < 4; ++i)
      for (; bits[i] != 0; bits[i] &= bits[i] - 1)
        note(first, 32 * i + static_cast<std::size_t>(std::countr_zero(bits[i])));
#else
    for (std::size_t k = 0; k < 8 * kSideBySide * lanes; ++k) {
      const std::uint32_t h = ResidualTable::fold(shares[k]);
      const int size = sizes[h], residual = ResidualTable::upper(shares[k]) ? size : -size;
      scores[first + k] = static_cast<std::int16_t>(scores[first + k] + residual);
      if (h < ResidualTable::kTailShares) note(first, k);
    }
#endif
  }
  return found;
}

void Spread(const std::int32_t* values, const std::uint32_t* first, std::size_t count, std::int16_t* to) {
  const hn::ScalableTag<std::int16_t> d;
  const std::size_t lanes = hn::Lanes(d);
  for (std::size_t i = 0; i < count; ++i) {
    const auto value = hn::Set(d, static_cast<std::int16_t>(values[i]));
    const std::size_t end = first[i + 1];
    for (std::size_t k = first[i]; k < end; k += 2 * lanes) {  // overruns are overwritten by the next buyer
      hn::StoreU(value, d, to + k);
      hn::StoreU(value, d, to + k + lanes);
    }
  }
}

void ShortenDelays(const std::int16_t* delays, std::size_t count, std::int16_t from, std::uint16_t less,
                   std::int16_t longest, const std::int16_t* table, std::int16_t* shortened) {
  const hn::ScalableTag<std::int16_t> d;
  const hn::ScalableTag<std::uint16_t> du;
  const std::size_t lanes = hn::Lanes(d);
  const auto start = hn::Set(d, from), most = hn::Set(d, longest);
  const auto share = hn::Set(du, less);
  HWY_ALIGN std::int16_t looked_up[HWY_MAX_BYTES / 2];
  std::size_t k = 0;
  for (; k + lanes <= count; k += lanes) {
    const auto delay = hn::LoadU(d, delays + k);
    const auto beyond = hn::Max(hn::SaturatedSub(delay, start), hn::Zero(d));
    hn::StoreU(hn::Sub(delay, hn::BitCast(d, hn::MulHigh(hn::BitCast(du, beyond), share))), d, shortened + k);
    if (hn::AllFalse(d, hn::Gt(delay, most))) continue;
    hn::Store(delay, d, looked_up);
    for (std::size_t i = 0; i < lanes; ++i) shortened[k + i] = table[looked_up[i]];
  }
  for (; k < count; ++k) shortened[k] = table[delays[k]];
}

std::size_t ShockDelays(const std::int16_t* delays, const ShockColumns& columns, std::size_t count,
                        std::int16_t* shocked, std::uint32_t* beyond) {
  const hn::ScalableTag<std::int16_t> d;
  const hn::ScalableTag<std::uint16_t> du;
  const std::size_t lanes = hn::Lanes(d);
  const auto one = hn::Set(du, std::uint16_t{1});
  std::size_t found = 0, k = 0;
  for (; k + lanes <= count; k += lanes) {
    const auto delay = hn::LoadU(d, delays + k);
    const auto size = hn::BitCast(du, delay);
    const auto product = hn::Add(hn::Mul(size, hn::LoadU(du, columns.whole.data() + k)),
                                 hn::Add(hn::MulHigh(size, hn::LoadU(du, columns.part.data() + k)), one));
    const auto late = hn::Gt(delay, hn::Zero(d));
    hn::StoreU(hn::Add(hn::IfThenElse(late, hn::BitCast(d, product), delay), hn::LoadU(d, columns.extra.data() + k)), d,
               shocked + k);
    if (hn::AllFalse(d, hn::Gt(delay, hn::LoadU(d, columns.exact.data() + k)))) continue;
    for (std::size_t i = k; i < k + lanes; ++i)
      if (delays[i] > columns.exact[i]) beyond[found++] = static_cast<std::uint32_t>(i);
  }
  for (; k < count; ++k) beyond[found++] = static_cast<std::uint32_t>(k);  // less than a vector is left
  return found;
}

std::size_t PayDays(const std::int16_t* delays, const std::int32_t* due, const std::int16_t* late_after,
                    std::size_t count, std::int32_t beyond, std::int32_t* days, std::uint32_t base,
                    std::uint32_t* late) {
  const hn::ScalableTag<std::int32_t> d;
  const hn::ScalableTag<std::uint32_t> du;
  const hn::Rebind<std::int16_t, decltype(d)> half;
  const std::size_t lanes = hn::Lanes(d);
  const auto last = hn::Set(d, beyond);
  std::size_t found = 0, k = 0;
  for (; k + lanes <= count; k += lanes) {
    const auto delay = hn::LoadU(half, delays + k);
    const auto days_late = hn::PromoteTo(d, delay);
    hn::StoreU(hn::Min(hn::Add(hn::LoadU(d, due + k), days_late), last), d, days + k);
    const auto is_late = hn::Gt(days_late, hn::PromoteTo(d, hn::LoadU(half, late_after + k)));
    if (hn::AllFalse(d, is_late)) continue;
    const auto number = hn::Add(hn::Set(du, base + static_cast<std::uint32_t>(k)), hn::Iota(du, 0));
    hn::StoreU(hn::Compress(number, hn::RebindMask(du, is_late)), du, late + found);
    found += hn::CountTrue(d, is_late);
  }
  for (; k < count; ++k) {
    days[k] = std::min(due[k] + delays[k], beyond);
    late[found] = base + static_cast<std::uint32_t>(k);
    found += delays[k] > late_after[k];
  }
  return found;
}

}  // namespace delcredere::fast::HWY_NAMESPACE

HWY_AFTER_NAMESPACE();

#if HWY_ONCE

namespace delcredere::fast {

HWY_EXPORT(AddResiduals);
HWY_EXPORT(Spread);
HWY_EXPORT(ShortenDelays);
HWY_EXPORT(ShockDelays);
HWY_EXPORT(PayDays);

std::size_t add_residuals(std::uint64_t seed, std::uint64_t trial, const ResidualTable& table, std::size_t blocks,
                          std::int16_t* scores, RareShare* rare) {
  static_assert(std::endian::native == std::endian::little, "the low half of a word is its first share in memory");
  return HWY_DYNAMIC_DISPATCH(AddResiduals)(seed, trial, table, blocks, scores, rare);
}

void spread(const std::int32_t* values, const std::uint32_t* first, std::size_t count, std::int16_t* to) {
  HWY_DYNAMIC_DISPATCH(Spread)(values, first, count, to);
}

void shorten_delays(const std::int16_t* delays, std::size_t count, std::int16_t from, std::uint16_t less,
                    std::int16_t longest, const std::int16_t* table, std::int16_t* shortened) {
  HWY_DYNAMIC_DISPATCH(ShortenDelays)(delays, count, from, less, longest, table, shortened);
}

std::size_t shock_delays(const std::int16_t* delays, const ShockColumns& columns, std::size_t count,
                         std::int16_t* shocked, std::uint32_t* beyond) {
  return HWY_DYNAMIC_DISPATCH(ShockDelays)(delays, columns, count, shocked, beyond);
}

std::size_t pay_days(const std::int16_t* delays, const std::int32_t* due, const std::int16_t* late_after,
                     std::size_t count, std::int32_t beyond, std::int32_t* days, std::uint32_t base,
                     std::uint32_t* late) {
  return HWY_DYNAMIC_DISPATCH(PayDays)(delays, due, late_after, count, beyond, days, base, late);
}

}  // namespace delcredere::fast

#endif
