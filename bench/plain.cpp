#include "bench/plain.h"

#include <algorithm>
#include <boost/random/lognormal_distribution.hpp>
#include <boost/random/normal_distribution.hpp>
#include <cmath>

namespace delcredere::bench {

PlainDefaults::PlainDefaults(const Plan& plan) {
  const ScenarioPlan& scenario = plan.scenarios[0];
  for (std::size_t i = 0; i < plan.buyers; ++i) {
    const DefaultBucket& bucket = scenario.buckets[scenario.buyer_bucket[i]];
    const DependenceGroup& group = plan.factor_models[0].groups()[bucket.group];
    loading_.push_back(std::sqrt(group.systematic_variance));
    own_.push_back(group.idiosyncratic);
    threshold_.push_back(bucket.threshold);
    exposure_.push_back(plan.open_debt[i]);
  }
}

Money PlainDefaults::run() {
  boost::random::normal_distribution<double> normal;
  const double z = normal(bits_);
  Money loss = 0;
  for (std::size_t i = 0; i < own_.size(); ++i)
    if (loading_[i] * z + own_[i] * normal(bits_) < threshold_[i]) loss += exposure_[i];
  return loss;
}

PlainPayments::PlainPayments(const Plan& plan)
    : due_(plan.live.due), amount_(plan.live.amount), receipts_(static_cast<std::size_t>(plan.horizon) + 2) {}

Money PlainPayments::run() {
  // Mean 18, standard deviation 22.
  const double variance = std::log(1.0 + 22.0 * 22.0 / (18.0 * 18.0));
  boost::random::lognormal_distribution<double> days(std::log(18.0) - variance / 2.0, std::sqrt(variance));
  const double beyond = static_cast<double>(receipts_.size() - 1);
  std::fill(receipts_.begin(), receipts_.end(), 0);
  for (std::size_t j = 0; j < due_.size(); ++j)
    receipts_[static_cast<std::size_t>(std::min(due_[j] + std::ceil(days(bits_)), beyond))] += amount_[j];
  return receipts_.front();
}

}  // namespace delcredere::bench
