#include "sim/sampling/twist.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "models/core/math/elementary.h"
#include "sim/plan/plan.h"
#include "sim/trial/buyer_trial.h"

namespace delcredere {
namespace {

constexpr double kCloseEnough = 1e-3;
constexpr int kMostSteps = 60;
/// Largest theta l: e^100 is far from overflow, and a smaller theta is as unbiased.
constexpr double kMostExponent = 100.0;

/// p e / (1 + p (e - 1)), exactly 0 and 1 at p = 0 and 1.
double twisted(double p, double e) { return p * e / ((1.0 - p) + p * e); }

}  // namespace

Twist::Twist(const Plan& plan, std::size_t scenario)
    : plan_(&plan), scenario_(scenario), losses_(&plan.conditional_losses[scenario]), target_(plan.importance_loss) {}

bool drawn_plainly(std::uint64_t seed, std::uint64_t trial) {
  return open_uniform(draw(seed, Purpose::importance_pilot, kMaxDrawIndex, 0, trial)[0]) < kDefensiveShare;
}

double mixture_log_weight(double log_ratio) {
  return -portable_log(kDefensiveShare + (1.0 - kDefensiveShare) * portable_exp(-log_ratio));
}

double Twist::mean_at(double theta, double& slope) {
  double mean = 0.0;
  slope = 0.0;
  const std::vector<ConditionalLoss::Cell>& cells = losses_->cells();
  for (std::size_t c = 0; c < cells.size(); ++c) {
    const double l = cells[c].loss / target_;
    const double q = twisted(p_[cells[c].bucket], portable_exp(theta * l));
    const double part = cells[c].count * l * q;
    q_[c] = q;
    mean += part;
    slope += part * l * (1.0 - q);
  }
  return mean;
}

/// Newton's method on ln(mean), which is nearly straight in theta while the probabilities are small, inside a bracket.
void Twist::solve() {
  double largest = 0.0;
  for (const ConditionalLoss::Cell& cell : losses_->cells()) largest = std::max(largest, cell.loss / target_);
  double low = 0.0, high = kMostExponent / largest, slope = 0.0;
  theta_ = 0.0;
  double mean = mean_at(0.0, slope);
  for (int step = 0; step < kMostSteps && std::abs(mean - 1.0) > kCloseEnough; ++step) {
    if (mean < 1.0)
      low = theta_;
    else
      high = theta_;
    double next = theta_ - mean * portable_log(mean) / slope;
    if (!(next > low && next < high)) next = 0.5 * (low + high);
    if (next == theta_) break;
    theta_ = next;
    mean = mean_at(theta_, slope);
  }
}

void Twist::set(const TrialState& state) {
  conditional_probabilities(*plan_, plan_->scenarios[scenario_], state, p_);
  const std::vector<ConditionalLoss::Cell>& cells = losses_->cells();
  q_.resize(cells.size());
  theta_ = psi_ = 0.0;
  const double mean = losses_->moments(p_).mean;
  if (mean < target_ && mean > 0.0) solve();
  acts_ = theta_ > 0.0 && !drawn_plainly(plan_->seed, state.trial);
  if (!(theta_ > 0.0)) {
    theta_ = 0.0;
    for (std::size_t c = 0; c < cells.size(); ++c) q_[c] = p_[cells[c].bucket];
    return;
  }
  double product = 1.0;
  for (const ConditionalLoss::Cell& cell : cells) {
    const double p = p_[cell.bucket];
    const double factor = (1.0 - p) + p * portable_exp(theta_ * (cell.loss / target_));
    if (cell.count == 1.0) {
      product *= factor;
    } else {
      psi_ += cell.count * portable_log(factor);
    }
    if (product > 1e200) {
      psi_ += portable_log(product);
      product = 1.0;
    }
  }
  psi_ += portable_log(product);
}

}  // namespace delcredere
