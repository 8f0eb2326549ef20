#pragma once
// Probabilities and cumulative hazards, accurate where they are small. Add, multiply, divide and the portable exp, log
// and Phi only.

#include <cmath>
#include <limits>

#include "models/core/math/elementary.h"

namespace delcredere {

/// ln(1 - p), p <= 1.
inline double log_complement(double p) {
  if (p >= 1.0) return -std::numeric_limits<double>::infinity();
  if (p < 1e-4) return -p * (1.0 + p * (0.5 + p * (1.0 / 3.0 + p * 0.25)));
  return portable_log(1.0 - p);
}

/// 1 - e^x, x <= 0.
inline double complement_exp(double x) {
  if (x > -1e-4) return -x * (1.0 + x * (0.5 + x * (1.0 / 6.0 + x / 24.0)));
  return 1.0 - portable_exp(x);
}

/// ln(1 + x), x >= 0.
inline double log_one_plus(double x) {
  if (x < 1e-4) return x * (1.0 - x * (0.5 - x * (1.0 / 3.0 - x * 0.25)));
  return portable_log(1.0 + x);
}

/// e^x - 1, x >= 0.
inline double exp_minus_one(double x) {
  if (x < 1e-4) return x * (1.0 + x * (0.5 + x * (1.0 / 6.0 + x / 24.0)));
  return portable_exp(x) - 1.0;
}

/// H = -ln(1 - Phi(x)).
inline double cumulative_hazard(double x) {
  if (x < -5.0) return -log_complement(normal_cdf(x));
  return -portable_log(normal_survival(x));
}

}  // namespace delcredere
