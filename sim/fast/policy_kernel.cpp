#include "sim/fast/policy_kernel.h"

#include "sim/fast/simd_targets.h"
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "sim/fast/policy_kernel.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();

namespace delcredere::fast::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// At most PlainBatch::kPadding lanes.
using Amounts = hn::CappedTag<double, 8>;
using Amount = hn::Vec<Amounts>;
using Whole = hn::RebindToSigned<Amounts>;

/// Moves q, a nearest integer up to a rounding error, to the nearest one, half to even, of a quotient with divisor d
/// and remainder r = numerator - q d.
HWY_INLINE Amount corrected(Amount q, Amount r, Amount d) {
  const Amounts tag;
  const Amount twice = hn::Add(hn::Abs(r), hn::Abs(r));
  const Amount half = hn::Mul(q, hn::Set(tag, 0.5));
  const auto odd = hn::Ne(half, hn::Round(half));  // ends in one half
  const auto wrong = hn::Or(hn::Gt(twice, d), hn::And(hn::Eq(twice, d), odd));
  return hn::Add(q, hn::IfThenElseZero(wrong, hn::CopySign(hn::Set(tag, 1.0), r)));
}

/// round(paid x recovered / ascertained), half to even.
template <bool kWide>
HWY_INLINE Amount insurers_part(Amount paid, const PlainEvent& event) {
  const Amounts tag;
  const Amount q = hn::Round(hn::Mul(paid, hn::Set(tag, event.ratio)));
  if constexpr (!kWide) {
    const Amount divisor = hn::Set(tag, event.ascertained);
    const Amount r = hn::Sub(hn::Mul(paid, hn::Set(tag, event.recovered)), hn::Mul(q, divisor));
    return corrected(q, r, divisor);
  } else {
    // Products modulo 2^64; their difference is small.
    const Whole whole;
    const auto divisor = hn::Set(whole, event.whole_ascertained);
    const auto r = hn::Sub(hn::Mul(hn::ConvertTo(whole, paid), hn::Set(whole, event.whole_recovered)),
                           hn::Mul(hn::ConvertTo(whole, q), divisor));
    const auto twice = hn::Add(hn::Abs(r), hn::Abs(r));
    const auto zero = hn::Zero(whole), one = hn::Set(whole, 1);
    const auto odd = hn::Eq(hn::And(hn::ConvertTo(whole, q), one), one);
    const auto wrong = hn::Or(hn::Gt(twice, divisor), hn::And(hn::Eq(twice, divisor), odd));
    const auto step = hn::IfThenElse(hn::Lt(r, zero), hn::Set(whole, -1), one);
    return hn::Add(q, hn::ConvertTo(tag, hn::IfThenElseZero(wrong, step)));
  }
}

template <bool kWide>
void settle(const PlainBatch& batch, std::span<const PlainEvent> events, double least_retained, PlainSums& sums) {
  const Amounts tag;
  const std::size_t lanes = hn::Lanes(tag);
  const Amount zero = hn::Zero(tag);
  for (std::size_t p = 0; p < batch.width; p += lanes) {
    const Amount limit = hn::LoadU(tag, batch.limit.data() + p);
    const Amount each = hn::LoadU(tag, batch.each_first_loss.data() + p);
    const Amount retention = hn::LoadU(tag, batch.minimum_retention.data() + p);
    const Amount cap = hn::LoadU(tag, batch.buyer_cap.data() + p);
    const Amount denominator = hn::LoadU(tag, batch.denominator.data() + p);
    Amount claims = zero, recovered = zero, largest_claim = zero, largest_insured = zero;
    Amount largest_retained = hn::Set(tag, least_retained), exhausted = zero;
    for (std::size_t k = 0; k < events.size();) {
      const std::uint32_t year = events[k].year;
      Amount aggregate_left = hn::LoadU(tag, batch.aggregate_left.data() + year * batch.width + p);
      Amount liability_left = hn::LoadU(tag, batch.liability_left.data() + year * batch.width + p);
      for (; k < events.size() && events[k].year == year; ++k) {
        const PlainEvent& event = events[k];
        const std::size_t row = event.row;
        const Amount debt = hn::Min(limit, hn::Set(tag, event.debt));
        const auto qualifies = hn::Gt(debt, hn::LoadU(tag, batch.non_qualifying_loss[row].data() + p));
        const Amount loss = hn::IfThenElseZero(qualifies, hn::Max(hn::Sub(debt, each), zero));
        const Amount erosion = hn::Min(loss, aggregate_left);
        aggregate_left = hn::Sub(aggregate_left, erosion);
        const Amount beyond = hn::Sub(loss, erosion);
        const Amount product = hn::Mul(beyond, hn::LoadU(tag, batch.percentage[row].data() + p));
        const Amount q = hn::Round(hn::Mul(beyond, hn::LoadU(tag, batch.share[row].data() + p)));
        const Amount indemnity = corrected(q, hn::Sub(product, hn::Mul(q, denominator)), denominator);
        const Amount ceiling = hn::Min(hn::Max(hn::Sub(debt, retention), zero), hn::Min(cap, liability_left));
        const Amount paid = hn::Min(indemnity, ceiling);
        liability_left = hn::Sub(liability_left, paid);
        const Amount back = hn::Min(insurers_part<kWide>(paid, event), paid);
        const Amount insured = hn::Sub(paid, back);
        claims = hn::Add(claims, paid);
        recovered = hn::Add(recovered, back);
        largest_claim = hn::Max(largest_claim, paid);
        largest_insured = hn::Max(largest_insured, insured);
        largest_retained = hn::Max(largest_retained, hn::Sub(hn::Set(tag, event.gross), insured));
      }
      exhausted = hn::IfThenElse(hn::Eq(liability_left, zero), hn::Set(tag, 1.0), exhausted);
    }
    hn::StoreU(claims, tag, sums.claims.data() + p);
    hn::StoreU(recovered, tag, sums.recovered.data() + p);
    hn::StoreU(largest_claim, tag, sums.largest_claim.data() + p);
    hn::StoreU(largest_insured, tag, sums.largest_insured.data() + p);
    hn::StoreU(exhausted, tag, sums.exhausted.data() + p);
    hn::StoreU(largest_retained, tag, sums.largest_retained.data() + p);
  }
}

void SettlePlain(const PlainBatch& batch, std::span<const PlainEvent> events, bool wide, double least_retained,
                 PlainSums& sums) {
  if (wide)
    settle<true>(batch, events, least_retained, sums);
  else
    settle<false>(batch, events, least_retained, sums);
}

}  // namespace delcredere::fast::HWY_NAMESPACE

HWY_AFTER_NAMESPACE();

#if HWY_ONCE

namespace delcredere::fast {

HWY_EXPORT(SettlePlain);

void settle_plain(const PlainBatch& batch, std::span<const PlainEvent> events, bool wide, double least_retained,
                  PlainSums& sums) {
  sums.resize(batch.width);
  HWY_DYNAMIC_DISPATCH(SettlePlain)(batch, events, wide, least_retained, sums);
}

}  // namespace delcredere::fast

#endif
