#pragma once
// The statistics of an empirical loss that premium principles are made of, each with its influence function.
//
//   m + a s + b s^2        IF(x) = (x - m) + (a / (2 s) + b) ((x - m)^2 - s^2)
//   m + w (ES_p - m)       IF(x) = (1 - w) x + w (x - v)+ / (1 - p),  v the order statistic of rank ceil(p N)
//   int g(S(x)) dx         IF(x) = int up to x of g'(S(t)) dt   (Jones & Zitikis 2003, N. American Actuarial J. 7(4))
//   E[X w] / E[w]          IF(x) = w(x) (x - H) / E[w],  w(x) = e^(x / amount)
//
// Each is up to a constant. Plug-in estimates of concave distortions and of the Esscher premium lie below the truth by
// a bias of order 1 / N, small against the error where the mean of the weighted tail rests on many trials.

#include "models/core/decimal.h"
#include "models/core/math/elementary.h"
#include "models/pricing/empirical_loss.h"

namespace delcredere {

/// m + per_deviation s + per_variance s^2.
PriceEstimate mean_deviation(const EmpiricalLoss& loss, double per_deviation, double per_variance);

/// m + weight (ES_p - m). The error is NaN where the VaR is the largest value and fewer than 30 trials have it: then
/// nothing is known of what lies beyond. Where more have it (a policy at its maximum liability) it is an atom.
PriceEstimate tail_mixture(const EmpiricalLoss& loss, const Decimal& probability, double weight);

PriceEstimate esscher_mean(const EmpiricalLoss& loss, double amount);

/// g(S) = Phi(Phi^-1(S) + lambda).
struct WangDistortion {
  double lambda = 0;
  double operator()(double s) const { return normal_cdf(normal_quantile(s) + lambda); }
  /// g'(S) = phi(z + lambda) / phi(z) = exp(-lambda z - lambda^2 / 2), z = Phi^-1(S)
  double slope(double s) const { return portable_exp(-lambda * (normal_quantile(s) + 0.5 * lambda)); }
};

/// g(S) = S^exponent.
struct PowerDistortion {
  double exponent = 1;
  double operator()(double s) const { return s > 0 ? portable_exp(exponent * portable_log(s)) : 0.0; }
  double slope(double s) const { return exponent * portable_exp((exponent - 1.0) * portable_log(s)); }
};

PriceEstimate distorted(const EmpiricalLoss& loss, const WangDistortion& distortion);
PriceEstimate distorted(const EmpiricalLoss& loss, const PowerDistortion& distortion);

}  // namespace delcredere
