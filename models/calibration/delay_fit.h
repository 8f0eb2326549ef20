#pragma once
// Delays from a ledger: an ordered probit with a random effect of the buyer.
//
//   item j of buyer i, group g (segment), with covariates w (0 or 1) known at issue:
//     P(D <= d | B_i) = Phi((h_g(d) - beta'w - c B_i) / r),   B_i ~ N(0, 1),   c^2 + r^2 = 1
//   h_g: straight lines between knots on whole days, rising; beyond the last knots it goes on with their slope
//   likelihood of a buyer = E_B prod_j [P(D <= upto_j | B) - P(D <= after_j | B)]: paid items by their interval (from
//   one payment run to the next, one day else), open ones by upto = infinity (right-censored)
//
// So the marginal law of a group is Phi(h_g(d)), any law at all where the knots are dense, c^2 is the engine's
// buyer_effect, and the engine's tables are exactly this model. E_B over 121 equal steps on [-6, 6]. The gradient is
// Fisher's identity: posterior mean of the complete one. Standard errors from the curvature at the maximum.
//
// Maximum likelihood takes the buyers' spread about their own mean and so finds it too small; the restricted one does
// not. With theta = c^2 / r^2 and n_ig items of buyer i in group g, the location of group g is known up to 1 / S_g,
// S_g = sum_i n_ig / (1 + theta n_ig); the objective is the log-likelihood - 1/2 sum_g ln S_g (Patterson & Thompson
// 1971). The interval of c^2 is taken of its logit, on which the likelihood is nearly a parabola. Knots lie
// at quantiles of the data, and at -1 and 0 so that a point mass on the due date is a step. Where a weak penalty on the
// change of slope is needed for data with gaps, it is a thousandth of an item's information.
//
// (McKelvey & Zavoina 1975; Cox 1972 for the censoring; Louis 1982 for the identity.)
// Assumes: buyers independent, one effect per buyer for good, the same c in every group. Breaks where a buyer changes.

#include <cstdint>
#include <string>
#include <vector>

#include "models/calibration/minimise.h"
#include "models/core/days.h"

namespace delcredere::calibration {

/// One invoice: after < D <= upto; upto = kNever: open.
struct DelayItem {
  std::uint32_t buyer = 0;
  std::uint32_t group = 0;
  std::uint32_t covariates = 0;  ///< bit k: w_k
  Day after = 0, upto = 0;
};
/// `after` of an item of which only an upper bound is known.
inline constexpr Day kFromTheStart = -kNever;

struct DelaySample {
  std::size_t buyers = 0, groups = 1, covariates = 0;
  std::vector<DelayItem> items;
};

struct Estimate {
  double value = 0, standard_error = 0;
};

class DelayFit {
 public:
  /// h of a group at day d: the latent score at which D leaves d.
  double score(std::size_t group, Day d) const { return score_at(group, static_cast<double>(d)); }
  double score_at(std::size_t group, double d) const;
  /// P(D <= d) of the group with these covariates, over all buyers.
  double cdf(std::size_t group, std::uint32_t covariates, Day d) const;
  /// beta'w.
  double shift(std::uint32_t covariates) const;
  Estimate buyer_effect() const;
  struct Ends {
    double lower = 0, upper = 1;
  };
  /// 95 % interval of c^2; a point where no errors were asked for.
  Ends buyer_effect_interval() const;
  Estimate covariate(std::size_t k) const;
  /// P(D <= d) with its standard error.
  Estimate probability(std::size_t group, std::uint32_t covariates, Day d) const;
  /// First and last day that items of the group tell of.
  Day first_day(std::size_t group) const { return knots_[group].front(); }
  Day last_day(std::size_t group) const { return knots_[group].back(); }
  double log_likelihood() const { return log_likelihood_; }
  bool converged() const { return converged_; }
  /// Posterior of B by buyer on the grid effect_grid().
  const std::vector<Vector>& posterior() const { return posterior_; }
  static const Vector& effect_grid();

 private:
  friend class DelayFitter;
  std::vector<std::vector<Day>> knots_;       ///< by group
  std::vector<std::vector<double>> heights_;  ///< h at the knots
  std::vector<std::size_t> first_parameter_;  ///< by group
  Vector parameters_;
  std::size_t covariate_at_ = 0, effect_at_ = 0;
  std::vector<Vector> covariance_;
  std::vector<Vector> posterior_;
  double log_likelihood_ = 0;
  bool converged_ = false;
};

/// Throws Error (5) where a group has no paid item.
DelayFit fit_delays(const DelaySample& sample, bool with_errors = true);

/// b^2: the part of the latent score that moves with the state of the world, from the shifts of the items issued in
/// each window (one Newton step each) less what chance explains (DerSimonian & Laird 1986). `window` by item.
Estimate common_effect(const DelaySample& sample, const DelayFit& fit, const std::vector<std::uint32_t>& window,
                       std::size_t windows);

}  // namespace delcredere::calibration
