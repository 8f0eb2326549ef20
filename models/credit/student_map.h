#pragma once
// Student's t against the normal law: G^-1(Phi(y)) and its inverse Phi^-1(G(x)), G the distribution function of t with
// nu degrees of freedom. Both rise and are odd, and nearly straight after the stretching
//
//   r(x) = sqrt(nu) asinh(x / sqrt(nu)),
//
// which takes t's power tails to straight lines and is x itself for nu = infinity. So they are tables of r against y
// and of y against r, from Boost.Math, 4,096 cells for |y| <= 12 (probabilities down to 2e-33; straight lines beyond).
// The tables are the model; measured error in y of either: below 1e-8 for nu from 1/2 to 1e6 (tested).

#include <cmath>

#include "models/core/math/elementary.h"
#include "models/credit/smooth_table.h"

namespace delcredere {

inline constexpr double kFewestDegrees = 0.5, kMostDegrees = 1e6;

class StudentMap {
 public:
  /// nu in [kFewestDegrees, kMostDegrees].
  explicit StudentMap(double degrees_of_freedom);

  /// G^-1(Phi(y)); infinities stay.
  double from_normal(double y) const {
    if (std::isinf(y)) return y;
    const double half = stretched_(y) / root_;
    return 0.5 * root_ * (portable_exp(half) - portable_exp(-half));
  }
  /// Phi^-1(G(x)); infinities stay.
  double to_normal(double x) const {
    if (std::isinf(x)) return x;
    const double a = std::abs(x) / root_;
    const double r = root_ * portable_log(a + std::sqrt(a * a + 1.0));
    return x < 0.0 ? -score_(r) : score_(r);
  }

  /// sqrt(nu), and y against r >= 0, for kernels that read several at once.
  double root() const { return root_; }
  const SmoothTable& score() const { return score_; }

 private:
  double root_;            ///< sqrt(nu)
  SmoothTable stretched_;  ///< r of y
  SmoothTable score_;      ///< y of r, r >= 0
};

}  // namespace delcredere
