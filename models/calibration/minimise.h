#pragma once
// Minimum of a smooth function by BFGS with a backtracking line search (Nocedal & Wright, Numerical Optimization, 2006,
// chapters 3 and 6), and the covariance that its curvature gives to a maximum-likelihood estimate.

#include <functional>
#include <vector>

namespace delcredere::calibration {

using Vector = std::vector<double>;
/// Value at x; fills the gradient.
using Objective = std::function<double(const Vector& x, Vector& gradient)>;

struct Minimum {
  Vector x;
  double value = 0;
  bool converged = false;
};

/// From `start`, at most `steps` steps. Deterministic.
Minimum minimise(const Objective& objective, Vector start, int steps = 200);

/// Inverse of the Hessian of a negative log-likelihood at its minimum, by differences of the gradient; row by row.
/// Directions without curvature (eigenvalues below 1e-6) are given none: their variance is that of the least curved
/// one.
std::vector<Vector> covariance_at(const Objective& objective, const Vector& x);

}  // namespace delcredere::calibration
