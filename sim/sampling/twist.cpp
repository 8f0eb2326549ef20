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

/// p and q of every buyer given its payment effect.
void Twist::link(const double* effects) {
  const ScenarioPlan& scenario = plan_->scenarios[scenario_];
  const PaymentPlan& payments = plan_->payment_plans[scenario.payments];
  std::vector<double> limits;  // by bucket: e below it fails
  for (const double p : p_) limits.push_back(p > 0.0 && p < 1.0 ? normal_quantile(p) : 0.0);
  own_p_.resize(plan_->buyers);
  own_q_.resize(plan_->buyers);
  for (std::size_t b = 0; b < plan_->buyers; ++b) {
    const std::uint32_t bucket = scenario.buyer_bucket[b];
    double p = p_[bucket];
    if (p > 0.0 && p < 1.0) {
      const double distance = limits[bucket] + payments.default_link * effects[b];
      p = payments.own_link > 0.0 ? normal_cdf(distance / payments.own_link) : distance > 0.0 ? 1.0 : 0.0;
    }
    own_p_[b] = p;
    own_q_[b] = theta_ > 0.0 ? twisted(p, growth_[losses_->cell_of(b)]) : p;
  }
}

void Twist::sum_psi() {
  double product = 1.0;
  const auto add = [&](double p, double growth, double count) {
    const double factor = (1.0 - p) + p * growth;
    if (count == 1.0) {
      product *= factor;
    } else {
      psi_ += count * portable_log(factor);
    }
    if (product > 1e200) {
      psi_ += portable_log(product);
      product = 1.0;
    }
  };
  const std::vector<ConditionalLoss::Cell>& cells = losses_->cells();
  if (linked_)
    for (std::size_t b = 0; b < own_p_.size(); ++b) add(own_p_[b], growth_[losses_->cell_of(b)], 1.0);
  else
    for (std::size_t c = 0; c < cells.size(); ++c) add(p_[cells[c].bucket], growth_[c], cells[c].count);
  psi_ += portable_log(product);
}

void Twist::set(const TrialState& state, const double* effects) {
  const ScenarioPlan& scenario = plan_->scenarios[scenario_];
  conditional_probabilities(*plan_, scenario, state, p_);
  const std::vector<ConditionalLoss::Cell>& cells = losses_->cells();
  q_.resize(cells.size());
  theta_ = psi_ = 0.0;
  const double mean = losses_->moments(p_).mean;
  if (mean < target_ && mean > 0.0) solve();
  acts_ = theta_ > 0.0 && !drawn_plainly(plan_->seed, state.trial);
  linked_ = effects != nullptr && plan_->payment_plans[scenario.payments].default_link > 0.0;
  if (!(theta_ > 0.0)) {
    theta_ = 0.0;
    for (std::size_t c = 0; c < cells.size(); ++c) q_[c] = p_[cells[c].bucket];
    if (linked_) link(effects);
    return;
  }
  growth_.clear();
  for (const ConditionalLoss::Cell& cell : cells) growth_.push_back(portable_exp(theta_ * (cell.loss / target_)));
  if (linked_) link(effects);
  sum_psi();
}

}  // namespace delcredere
