// The insurer's side of one trial: what pricing notes, what treaties carry, what the year's premium comes to.

#include "sim/blocks/settlement.h"

namespace delcredere {

void Settlement::note_price(std::size_t s, std::size_t p, PriceTally& price) const {
  if (outcome_.liability_exhausted) ++price.exhausted[s * shape_.policies + p];
  if (shape_.detail_of[p] < 1) return;
  const std::size_t cell = s * (shape_.details() - 1) + static_cast<std::size_t>(shape_.detail_of[p]) - 1;
  for (const BuyerLoss& loss : losses_)
    if (loss.insured != 0) price.insured.push_back({static_cast<std::uint32_t>(cell), loss.buyer, loss.insured});
}

void Settlement::settle_treaties(std::size_t s, std::size_t p, const ScenarioFlows& flows, std::uint64_t in_block,
                                 BlockTally& block) {
  const TreatyProgramme& programme = plan_.scenarios[s].policies[p - 1].treaties;
  risks_.clear();
  for (std::size_t i = 0; i < flows.failed.size(); ++i)  // losses_ begins with the failed buyers
    risks_.push_back({flows.failed[i].buyer, 0, flows.failed[i].day, 0, losses_[i].gross - losses_[i].rejected});
  for (const PolicyEvent& event : outcome_.events) {
    const Money claim = event.paid - event.insurer_recovered;
    const std::uint32_t place = places_.find(event.buyer, risks_, flows.failed.size());
    if (!event.rejection && place != BuyerPlaces::kNone) {
      risks_[place].claim_day = event.date_of_loss;
      risks_[place].claim = claim;
    } else {
      risks_.push_back({event.buyer, event.date_of_loss, 0, claim, 0});
    }
  }
  programme.evaluate(risks_, treaty_scratch_, treaties_);
  for (std::size_t k = 0; k < shape_.treaties.size(); ++k) {
    if (shape_.treaties[k].policy != p) continue;
    const std::size_t t = shape_.treaties[k].treaty;
    block.column(shape_.layout.ceded(s, p, t), in_block) = treaties_[t].ceded;
    block.column(shape_.layout.reinstated(s, p, t), in_block) = treaties_[t].reinstated;
    block.treaty_exhausted[s * shape_.treaties.size() + k] += treaties_[t].exhausted;
  }
}

/// What is settled 30 days after a policy year: the premium on the trial's own turnover against the provisional one,
/// bonus or malus on the year's claims less what came back of them by then, and what the running year still owes.
Money Settlement::premium_adjustment(const PolicyPlan& policy, std::size_t year, Money turnover) const {
  const PremiumPlan& plan = policy.premium;
  Money amount = plan.adjustment(year, turnover);
  const bool running = static_cast<int>(year) == policy.running_year;
  if (running) amount += policy.premium_missing;
  if (!plan.terms.bonus && !plan.terms.malus) return amount;
  Money claims = running ? policy.claims_before : 0;
  for (const PolicyEvent& event : outcome_.events) {
    if (event.date_of_loss <= plan.years[year].first || event.date_of_loss > plan.years[year].end) continue;
    claims += event.paid;
    for (const RecoveryPayment& payment : outcome_.recoveries_of(event))
      if (payment.passed_on <= plan.adjustment_day(year)) claims -= payment.amount;
  }
  return amount + plan.clause(plan.premium(year, turnover), claims);
}

}  // namespace delcredere
