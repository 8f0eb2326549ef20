#pragma once
// Default times under shocks, brought back to those without (shock_kernels.cpp): scalar, AVX2 and AVX-512 with the same
// bits, as kernels.h.
//
// A shock multiplies the increments of the hazard H(t | state) of a bucket by m_k over its segment k. Who fails when
// the multiplied hazard L(t) passes -ln(1 - Phi(e)) fails on the same day by the plain law with e' instead of e:
//
//   -ln(1 - Phi(e')) = H(t_k) + (-ln(1 - Phi(e)) - L(t_k)) / m_k,     k the segment in which L reaches it, from t_k on

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "models/credit/default_curve.h"

namespace delcredere::fast {

/// Segments of a trial by bucket. Unused ones begin at L = infinity.
struct SegmentColumns {
  struct Segment {
    std::vector<double> multiplied, plain;  ///< L and H at its start
    std::vector<double> slope;              ///< 1 / m, infinity where m = 0
  };
  std::vector<Segment> segments;
  std::vector<double> total;          ///< L(H); who comes close to it is not sure
  std::vector<std::uint8_t> shocked;  ///< 0: e' is e
  std::size_t used = 0;               ///< segments that some bucket has; 0: nothing is shocked

  /// The most segments that a bucket may have here; others are decided one by one.
  static constexpr std::size_t kMost = 12;

  void resize(std::size_t buckets);
  /// Before a trial: nothing is shocked.
  void clear();
  /// What at most kMost segments do to a bucket in this trial. Returns L(H); the bucket counts as shocked where H is
  /// finite.
  double set(std::size_t bucket, const DefaultCurve& curve, const ConditionalState& state,
             std::span<const HazardSegment> of_bucket);
};

/// Stands for an e' of which rounding might change the day: fails by any threshold, on a day to be asked for.
inline constexpr double kUnsure = -std::numeric_limits<double>::infinity();

/// e' of variables e[k] in bucket[k]; infinity for those that live to the horizon.
void plain_variables(const SegmentColumns& columns, const std::uint32_t* bucket, const double* e, std::size_t count,
                     double* plain);

}  // namespace delcredere::fast
