#pragma once
// The kernels on one double: inline functions for hot loops. elementary.h has the same functions behind a call, with
// their errors; use these only where the call shows in a profile.

#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "models/core/math/coefficients.h"

#define DELCREDERE_KERNELS delcredere::scalar_kernels
#include "models/core/math/kernels.h"

namespace delcredere {

/// Lane policy of one double (kernels.h).
struct ScalarLane {
  using Real = double;
  using Word = std::uint64_t;
  using Mask = bool;
  static Real real(double x) { return x; }
  static Word word(std::uint64_t w) { return w; }
  static Real sqrt(Real x) { return std::sqrt(x); }
  static Real select(Mask mask, Real a, Real b) { return mask ? a : b; }
  static bool any(Mask mask) { return mask; }
  static Word bits(Real x) { return std::bit_cast<Word>(x); }
  static Real from_bits(Word w) { return std::bit_cast<Real>(w); }
  template <int n>
  static Word left(Word w) {
    return w << n;
  }
  template <int n>
  static Word right(Word w) {
    return w >> n;
  }
};

namespace inlined {

inline double portable_exp(double x) { return scalar_kernels::exp<ScalarLane>(x); }
inline double portable_log(double x) { return scalar_kernels::log<ScalarLane>(x); }
inline double normal_cdf(double x) { return scalar_kernels::normal_cdf<ScalarLane>(x); }
inline double normal_survival(double x) { return scalar_kernels::normal_survival<ScalarLane>(x); }
inline double normal_quantile(double p) { return scalar_kernels::normal_quantile<ScalarLane>(p); }
inline double normal_density(double x) { return scalar_kernels::normal_density<ScalarLane>(x); }

}  // namespace inlined
}  // namespace delcredere
