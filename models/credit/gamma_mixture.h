#pragma once
// The multiplier of a buyer's hazard under gamma sectors (CreditRisk+, Credit Suisse Financial Products 1997, section
// A7-A12, with conditionally Bernoulli or Poisson defaults):
//
//   M = w_0 + sum_k w_k S_k,   S_k ~ Gamma(mean 1, variance v_k) independent,   w_0 = 1 - sum_k w_k >= 0,   E M = 1
//
//   Bernoulli   P(default by t | M) = 1 - exp(-h(t) M),   h(t) solves E exp(-h M) = 1 - F(t):
//               w_0 h + sum_k ln(1 + v_k w_k h) / v_k = -ln(1 - F(t))                       so the marginal is F(t)
//   Poisson     N(t) | M ~ Poisson(F(t) M): the mean is F(t), and a buyer may default more than once

#include <span>
#include <vector>

namespace delcredere {

/// Share of one sector's multiplier in a buyer's.
struct GammaPart {
  double weight = 0;    ///< w_k in (0, 1]
  double variance = 0;  ///< v_k > 0
};

class GammaMixture {
 public:
  GammaMixture() = default;
  /// Weights add up to at most 1 (a rounding error more is taken as 1).
  GammaMixture(std::vector<GammaPart> parts, bool poisson);

  double own_weight() const { return own_; }
  std::span<const GammaPart> parts() const { return parts_; }
  bool poisson() const { return poisson_; }

  /// -ln E exp(-h M), h >= 0.
  double exponent(double h) const;
  /// h(t) from the cumulative hazard lambda = -ln(1 - F(t)): exponent(h) = lambda, or h = F(t) for Poisson counts.
  double hazard(double lambda) const;
  /// The inverse: lambda at which hazard(lambda) is h; infinity where a Poisson mean passes 1.
  double lambda(double h) const;
  /// Correlation of two buyers' hazards given their mixtures share the parts' sectors is the caller's; this is Var M.
  double variance() const;

 private:
  std::vector<GammaPart> parts_;
  double own_ = 1;
  bool poisson_ = false;
};

/// Number of defaults N with P(N >= n) > V >= P(N >= n + 1), N ~ Poisson(mean), V = Phi(e): at least one exactly where
/// -ln(1 - V) < mean. At most a million; above a mean of 600 by
/// the normal law, rounded.
int poisson_count(double mean, double e);

}  // namespace delcredere
