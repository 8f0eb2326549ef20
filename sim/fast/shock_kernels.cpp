#include "sim/fast/shock_kernels.h"

#include <algorithm>
#include <cmath>

#include "sim/fast/simd_targets.h"
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "sim/fast/shock_kernels.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "sim/fast/default_lane-inl.h"

HWY_BEFORE_NAMESPACE();

namespace delcredere::fast::HWY_NAMESPACE {

void PlainVariables(const SegmentColumns& columns, const std::uint32_t* bucket, const double* e, std::size_t count,
                    double* plain) {
  constexpr double room = 1e-9;
  constexpr std::size_t most = HWY_MAX_BYTES / 8;
  const DoubleTag d;
  HWY_ALIGN double start[most] = {}, hazard[most] = {}, slope[most] = {}, total[most] = {};
  for_groups(count, [&](std::size_t k, std::size_t n) {
    bool shocked = false;
    for (std::size_t i = 0; i < n; ++i) shocked = shocked || columns.shocked[bucket[k + i]] != 0;
    const Real own = load_some(e + k, n);
    if (!shocked) {
      store_some(own, plain + k, n);
      return;
    }
    const Real target = hazard_of(kernels::normal_cdf<VectorLane>(own));
    const Real near = target * VectorLane::real(room);
    const auto close = [&](Real boundary) { return kernels::absolute<VectorLane>(target - boundary) <= near; };
    for (std::size_t i = 0; i < n; ++i) total[i] = columns.total[bucket[k + i]];
    auto unsure = close(Real{hn::Load(d, total)}).mask;
    Real back = target;
    for (std::size_t s = 0; s < columns.used; ++s) {
      const SegmentColumns::Segment& segment = columns.segments[s];
      for (std::size_t i = 0; i < n; ++i) {
        const std::uint32_t b = bucket[k + i];
        start[i] = segment.multiplied[b];
        hazard[i] = segment.plain[b];
        slope[i] = segment.slope[b];
      }
      const Real from{hn::Load(d, start)};
      const Real here = Real{hn::Load(d, hazard)} + (target - from) * Real{hn::Load(d, slope)};
      back = VectorLane::select(from <= target, here, back);
      if (s > 0) unsure = hn::Or(unsure, close(from).mask);
    }
    // 1 - e^-h loses its digits near certainty.
    Real score = VectorLane::select(VectorLane::real(7.0) < back, VectorLane::real(kUnsure), hazard_score(back));
    score = VectorLane::select(Real{hn::Load(d, total)} < target, VectorLane::real(-kUnsure), score);  // lives
    score = VectorLane::select({unsure}, VectorLane::real(kUnsure), score);
    HWY_ALIGN double scores[most];
    hn::Store(score.v, d, scores);
    for (std::size_t i = 0; i < n; ++i) plain[k + i] = columns.shocked[bucket[k + i]] != 0 ? scores[i] : e[k + i];
  });
}

}  // namespace delcredere::fast::HWY_NAMESPACE

HWY_AFTER_NAMESPACE();

#if HWY_ONCE

namespace delcredere::fast {

HWY_EXPORT(PlainVariables);

void plain_variables(const SegmentColumns& columns, const std::uint32_t* bucket, const double* e, std::size_t count,
                     double* plain) {
  HWY_DYNAMIC_DISPATCH(PlainVariables)(columns, bucket, e, count, plain);
}

void SegmentColumns::clear() {
  used = 0;
  std::fill(shocked.begin(), shocked.end(), 0);
}

double SegmentColumns::set(std::size_t bucket, const DefaultCurve& curve, const ConditionalState& state,
                           std::span<const HazardSegment> of_bucket) {
  double multiplied = 0.0, plain = 0.0;
  for (std::size_t s = 0; s < kMost; ++s) {
    Segment& segment = segments[s];
    segment.multiplied[bucket] = std::numeric_limits<double>::infinity();
    if (s >= of_bucket.size()) continue;
    const double m = of_bucket[s].multiplier;
    segment.multiplied[bucket] = multiplied;
    segment.plain[bucket] = plain;
    segment.slope[bucket] = 1.0 / m;
    const double end = conditional_hazard(curve, state, of_bucket[s].end);
    if (m > 0.0 && end > plain) multiplied += m * (end - plain);
    plain = end;
  }
  total[bucket] = multiplied;
  shocked[bucket] = std::isfinite(plain) ? 1 : 0;
  used = std::max(used, of_bucket.size());
  return multiplied;
}

void SegmentColumns::resize(std::size_t buckets) {
  segments.resize(kMost);
  for (Segment& segment : segments)
    for (std::vector<double>* column : {&segment.multiplied, &segment.plain, &segment.slope}) column->resize(buckets);
  total.resize(buckets);
  shocked.resize(buckets);
}

}  // namespace delcredere::fast

#endif
