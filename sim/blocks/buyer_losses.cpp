// Whose losses they are in one trial: failed buyers, then those that reject goods, then late payers with a claim.

#include "sim/blocks/settlement.h"

namespace delcredere {

/// What getting `recovered` from an estate costs under policy p, rounded half to even.
Money Settlement::recovery_cost(std::size_t s, std::size_t p, Money recovered) const {
  if (!recoveries_cost(s, p)) return 0;
  const Decimal& cost = plan_.scenarios[s].scenario->policies[p - 1].recovery_cost;
  return static_cast<Money>(divide_half_even(scaled_product(recovered, cost), cost.denominator()));
}

void Settlement::collect_uninsured(const ScenarioFlows& flows) {
  uninsured_.clear();
  for (const FailedBuyer& failed : flows.failed) {
    places_.put(failed.buyer, uninsured_.size());
    uninsured_.push_back({failed.buyer, failed.exposure - failed.recovered, 0, failed.recovered});
  }
  for (const RejectedGoods& rejection : flows.rejections) {
    const std::uint32_t place = places_.find(rejection.buyer, uninsured_, uninsured_.size());
    const bool known = place != BuyerPlaces::kNone;
    if (!known) places_.put(rejection.buyer, uninsured_.size());
    BuyerLoss& loss = known ? uninsured_[place] : uninsured_.emplace_back(BuyerLoss{rejection.buyer});
    loss.gross += rejection.loss;
    loss.rejected += rejection.loss;
  }
}

void Settlement::collect_losses(std::size_t s, std::size_t p, const ScenarioFlows& flows) {
  losses_ = uninsured_;
  for (std::size_t i = 0; recoveries_cost(s, p) && i < flows.failed.size(); ++i) {
    const Money cost = recovery_cost(s, p, flows.failed[i].recovered);
    losses_[i].gross += cost;
    losses_[i].recovered -= cost;
  }
  for (const PolicyEvent& event : outcome_.events) {
    const Money insured = event.paid - event.insurer_recovered;
    const std::uint32_t place = places_.find(event.buyer, losses_, uninsured_.size());
    BuyerLoss& loss = place != BuyerPlaces::kNone ? losses_[place] : losses_.emplace_back(BuyerLoss{event.buyer});
    loss.insured += insured;
    if (event.rejection) loss.rejection_claims += insured;
    loss.gross += event.in_production;  // only a buyer that fails leaves orders
  }
}

const std::vector<Settlement::BuyerLoss>& Settlement::buyer_losses(std::size_t s, std::size_t p,
                                                                   const ScenarioFlows& flows, std::uint64_t trial) {
  workspace_.begin(plan_.seed, trial);
  outcome_.clear();
  collect_uninsured(flows);
  if (p > 0) plan_.scenarios[s].policies[p - 1].policy.evaluate(flows.ledgers.ledgers(), workspace_, outcome_);
  collect_losses(s, p, flows);
  return losses_;
}

}  // namespace delcredere
