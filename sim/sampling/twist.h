#pragma once
// The second step of importance sampling (Glasserman & Li 2005, "Importance sampling for portfolio credit risk",
// Management Science 51, section 3.1-3.2): given the systematic state, defaults are independent, and their
// probabilities are twisted exponentially until the mean loss is the target x:
//
//   q_i = p_i e^(theta l_i) / (1 + p_i (e^(theta l_i) - 1)),   sum q_i l_i = x   (theta = 0 where sum p_i l_i >= x)
//   likelihood ratio  exp(-theta sum l_i D_i + psi),   psi = sum ln(1 + p_i (e^(theta l_i) - 1))
//
// theta is solved for to 1e-3 of x only: any theta is unbiased. Defaults stay a function of the buyer's own uniform V:
// V is stretched so that [0, q) lies on [0, p) and the rest on the rest,
//
//   V' = V p / q                               below q: i defaults, on the day that V' gives
//   V' = 1 - (1 - V) (1 - p) / (1 - q)         else.
//
// In a book of invoices l_i only stands for the loss, which the trial finds out; the weight is that of what was drawn
// otherwise than plainly, inputs and V, so it holds for whatever the trial makes of them: payments under moved factors,
// claims, recoveries. With a default link the payment effect B is drawn before V and as ever, and i defaults where V
// lies below
//
//   p_i(B_i) = Phi((Phi^-1(p_i) + l B_i) / sqrt(1 - l^2)),
//
// which then takes the place of p_i in q_i and psi; theta is that of the mean over B.

#include <cstdint>
#include <vector>

#include "sim/sampling/conditional_loss.h"

namespace delcredere {

/// Share of trials that are drawn plainly all the same: the sample is of the mixture of both laws (Hesterberg 1995,
/// "Weighted average importance sampling and defensive mixture distributions", Technometrics 37). So no weight is above
/// 1 / share, and what is not in the tail stays as sure as a tenth of the trials make it.
inline constexpr double kDefensiveShare = 0.1;
/// Is a trial one of them? By a draw of its own.
bool drawn_plainly(std::uint64_t seed, std::uint64_t trial);
/// ln of the likelihood ratio against the mixture, from that against the shifted and twisted law alone:
/// 1 / (share + (1 - share) / ratio).
double mixture_log_weight(double log_ratio);

/// The twist of one scenario in one trial. One per thread and scenario.
class Twist {
 public:
  /// The plan outlives it.
  Twist(const Plan& plan, std::size_t scenario);

  /// For a trial whose state and shocks are drawn. effects: B by buyer; null in a book of exposures.
  void set(const TrialState& state, const double* effects);

  /// Does the twist act on this trial's defaults?
  bool active() const { return acts_; }
  /// q of a buyer.
  double probability(std::size_t buyer) const { return linked_ ? own_q_[buyer] : q_[losses_->cell_of(buyer)]; }
  /// V' of a buyer.
  double uniform(std::size_t buyer, double v) const {
    const std::uint32_t cell = losses_->cell_of(buyer);
    const double p = linked_ ? own_p_[buyer] : p_[losses_->cells()[cell].bucket];
    const double q = probability(buyer);
    return v < q ? v * (p / q) : 1.0 - (1.0 - v) * ((1.0 - p) / (1.0 - q));
  }
  /// ln of the trial's weight where the buyers that default by themselves have `loss` together.
  double log_weight(const FactorModel::State& state, Money loss) const {
    return mixture_log_weight(state.log_weight + psi_ - theta_ * (static_cast<double>(loss) / target_));
  }
  Money loss(std::size_t buyer) const { return losses_->loss(buyer); }

 private:
  void solve();
  double mean_at(double theta, double& slope);
  void link(const double* effects);
  void sum_psi();

  const Plan* plan_;
  std::size_t scenario_;
  const ConditionalLoss* losses_;
  double target_;     ///< x, minor units
  double theta_ = 0;  ///< for losses in units of the target
  double psi_ = 0;
  bool acts_ = false, linked_ = false;
  std::vector<double> p_, q_;          ///< by bucket, by cell
  std::vector<double> own_p_, own_q_;  ///< by buyer, under a default link
  std::vector<double> growth_;         ///< by cell: e^(theta l)
};

}  // namespace delcredere
