// Whose losses they are in one trial: failed buyers, then those that reject goods, then late payers with a claim.

#include <algorithm>

#include "sim/blocks/settlement.h"

namespace delcredere {

/// What getting `recovered` from an estate costs under policy p, rounded half to even.
Money Settlement::recovery_cost(std::size_t s, std::size_t p, Money recovered) const {
  if (!recoveries_cost(s, p)) return 0;
  const Decimal& cost = plan_.scenarios[s].scenario->policies[p - 1].recovery_cost;
  return static_cast<Money>(divide_half_even(scaled_product(recovered, cost), cost.denominator()));
}

void Settlement::collect_losses(std::size_t s, std::size_t p, const ScenarioFlows& flows) {
  losses_.clear();
  for (const FailedBuyer& failed : flows.failed) {
    const Money recovered = failed.recovered - recovery_cost(s, p, failed.recovered);
    losses_.push_back({failed.buyer, failed.exposure - recovered, 0, recovered});
  }
  const auto failed_end = static_cast<std::ptrdiff_t>(losses_.size());
  // Then those that do not fail but reject goods.
  const auto by_buyer = [](const BuyerLoss& loss, std::uint32_t buyer) { return loss.buyer < buyer; };
  const auto find = [&](std::ptrdiff_t first, std::ptrdiff_t end, std::uint32_t buyer) -> BuyerLoss* {
    const auto place = std::lower_bound(losses_.begin() + first, losses_.begin() + end, buyer, by_buyer);
    return place != losses_.begin() + end && place->buyer == buyer ? &*place : nullptr;
  };
  for (const RejectedGoods& rejection : flows.rejections) {
    BuyerLoss* loss = find(0, failed_end, rejection.buyer);
    if (loss == nullptr && static_cast<std::ptrdiff_t>(losses_.size()) > failed_end &&
        losses_.back().buyer == rejection.buyer)
      loss = &losses_.back();
    if (loss == nullptr) loss = &losses_.emplace_back(BuyerLoss{rejection.buyer});
    loss->gross += rejection.loss;
    loss->rejected += rejection.loss;
  }
  const auto known_end = static_cast<std::ptrdiff_t>(losses_.size());
  for (const PolicyEvent& event : outcome_.events) {
    const Money insured = event.paid - event.insurer_recovered;
    BuyerLoss* loss = find(0, failed_end, event.buyer);
    if (loss == nullptr && known_end > failed_end) loss = find(failed_end, known_end, event.buyer);
    if (loss == nullptr) loss = &losses_.emplace_back(BuyerLoss{event.buyer});
    loss->insured += insured;
    if (event.rejection) loss->rejection_claims += insured;
    loss->gross += event.in_production;  // only a buyer that fails leaves orders
  }
}

const std::vector<Settlement::BuyerLoss>& Settlement::buyer_losses(std::size_t s, std::size_t p,
                                                                   const ScenarioFlows& flows, std::uint64_t trial) {
  workspace_.begin(plan_.seed, trial);
  outcome_.clear();
  if (p > 0) plan_.scenarios[s].policies[p - 1].policy.evaluate(flows.ledgers.ledgers(), workspace_, outcome_);
  collect_losses(s, p, flows);
  return losses_;
}

}  // namespace delcredere
