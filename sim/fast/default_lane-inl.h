// What the kernels of default sampling share, once per instruction set: include after <hwy/highway.h> in a file that
// foreach_target.h compiles several times.

#include "sim/fast/vector_lane-inl.h"

#if defined(DELCREDERE_DEFAULT_LANE_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef DELCREDERE_DEFAULT_LANE_INL_H
#undef DELCREDERE_DEFAULT_LANE_INL_H
#else
#define DELCREDERE_DEFAULT_LANE_INL_H
#endif

HWY_BEFORE_NAMESPACE();

namespace delcredere::fast::HWY_NAMESPACE {

/// Calls body(k, n) for groups of a vector's lanes; n < lanes in the last one.
template <class Body>
HWY_INLINE void for_groups(std::size_t count, Body&& body) {
  const std::size_t lanes = hn::Lanes(DoubleTag());
  for (std::size_t k = 0; k < count; k += lanes) body(k, std::min(lanes, count - k));
}
HWY_INLINE Real load_some(const double* from, std::size_t n) {
  const DoubleTag d;
  if (n == hn::Lanes(d)) return {hn::LoadU(d, from)};
  HWY_ALIGN double buffer[HWY_MAX_BYTES / 8] = {};
  std::copy_n(from, n, buffer);
  return {hn::Load(d, buffer)};
}

/// -ln(1 - p).
HWY_INLINE Real hazard_of(Real p) {
  const auto one = VectorLane::real(1.0);
  const Real series =
      p * (one + p * (VectorLane::real(0.5) + p * (VectorLane::real(1.0 / 3.0) + p * VectorLane::real(0.25))));
  return VectorLane::select(p < VectorLane::real(1e-4), series,
                            VectorLane::real(0.0) - kernels::log<VectorLane>(one - p));
}

/// Phi^-1(1 - e^-h).
HWY_INLINE Real hazard_score(Real h) {
  const auto one = VectorLane::real(1.0);
  const Real series =
      h * (one - h * (VectorLane::real(0.5) - h * (VectorLane::real(1.0 / 6.0) - h * VectorLane::real(1.0 / 24.0))));
  const Real p =
      VectorLane::select(h < VectorLane::real(1e-4), series, one - kernels::exp<VectorLane>(VectorLane::real(0.0) - h));
  return kernels::normal_quantile<VectorLane>(p);
}

}  // namespace delcredere::fast::HWY_NAMESPACE

HWY_AFTER_NAMESPACE();

#endif
