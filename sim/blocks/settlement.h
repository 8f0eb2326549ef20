#pragma once
// From the flows of one trial to its results: every policy reads the ledgers, every policy's cash account runs, columns
// and tallies are filled. One per thread.

#include <cstdint>
#include <vector>

#include "models/insurance/insured_events.h"
#include "models/insurance/policy.h"
#include "models/liquidity/account_periods.h"
#include "sim/blocks/buyer_places.h"
#include "sim/blocks/liquidity_settlement.h"
#include "sim/blocks/plain_settlement.h"
#include "sim/blocks/tally.h"
#include "sim/blocks/worst_trials.h"
#include "sim/plan/plan.h"
#include "sim/trial/flows.h"

namespace delcredere {

class Settlement {
 public:
  /// one_by_one: every policy by Policy::evaluate (the reference), not in groups. The integers are the same.
  Settlement(const Plan& plan, const TallyShape& shape, bool one_by_one);

  /// From now on settle() tells `worst` of losses by buyer.
  void keep_worst(WorstTrials& worst) { worst_ = &worst; }
  /// `in_block`: the trial's index in the block.
  void settle(std::size_t s, const ScenarioFlows& flows, std::uint64_t trial, std::uint64_t in_block,
              BlockTally& block);

  /// Retained loss by buyer of one scenario and policy (0 = none) in the trial of `flows`, sparse; for replays.
  struct BuyerLoss {
    std::uint32_t buyer = 0;
    Money gross = 0, insured = 0;  ///< gross: with what the policy's recoveries and orders cost
    Money recovered = 0;
    Money rejected = 0, rejection_claims = 0;  ///< parts of gross and insured: goods that it rejected
    Money retained() const { return gross - insured; }
    Money retained_of_failure() const { return retained() - (rejected - rejection_claims); }
  };
  const std::vector<BuyerLoss>& buyer_losses(std::size_t s, std::size_t p, const ScenarioFlows& flows,
                                             std::uint64_t trial);

 private:
  void add(std::int64_t x, ExactSums& sums) const {
    if (shape_.weighted)
      sums.add_weighted(x, weight_);
    else
      sums.add(x);
  }
  void add_product(Int128 product, ExactSums& sums) const {
    if (shape_.weighted)
      sums.add_weighted_wide(product, weight_);
    else
      sums.add_unit(product);
  }
  /// By buyer.
  const std::vector<std::uint32_t>& groups_of(std::size_t grouping) const {
    return (grouping == kBySector ? plan_.sectors : plan_.countries).of_buyer;
  }
  /// Whether getting anything from an estate costs something under policy p.
  bool recoveries_cost(std::size_t s, std::size_t p) const {
    return p > 0 && plan_.scenarios[s].scenario->policies[p - 1].recovery_cost.mantissa != 0;
  }
  Money recovery_cost(std::size_t s, std::size_t p, Money recovered) const;
  /// Losses without any policy; before those of policies.
  void collect_uninsured(const ScenarioFlows& flows);
  /// Losses of a policy whose outcome is at hand.
  void collect_losses(std::size_t s, std::size_t p, const ScenarioFlows& flows);
  void settle_groups(std::size_t s, const ScenarioFlows& flows, std::uint64_t trial, std::uint64_t in_block,
                     BlockTally& block);
  /// Those that differ from the twin's.
  std::span<const BuyerLedger> changed_ledgers(std::size_t s, const ScenarioFlows& flows);
  void settle_batch(std::size_t s, const PlainBatch& batch, std::uint64_t in_block, BlockTally& block);
  /// A policy whose outcome is at hand.
  void settle_policy(std::size_t s, std::size_t p, const ScenarioFlows& flows, std::uint64_t trial,
                     std::uint64_t in_block, BlockTally& block);
  void settle_detail(std::size_t s, std::size_t p, const ScenarioFlows& flows, std::uint64_t trial,
                     std::uint64_t in_block, BlockTally& block);
  // Losses by buyer: buyer_losses.cpp. The insurer's side: insurer_side.cpp.
  void settle_treaties(std::size_t s, std::size_t p, const ScenarioFlows& flows, std::uint64_t in_block,
                       BlockTally& block);
  Money premium_adjustment(const PolicyPlan& policy, std::size_t year, Money turnover) const;
  void note_price(std::size_t s, std::size_t p, PriceTally& price) const;
  /// What careful rules bring and cost, by period.
  void note_rules(std::size_t s, const RuleFlows& rules, BlockTally& block) const;
  // The cash account: cash_side.cpp.
  void begin_cash(std::size_t s, const ScenarioFlows& flows);
  void settle_cash(std::size_t s, std::size_t p, const ScenarioFlows& flows, std::uint64_t in_block, BlockTally& block);
  /// After all policies of a scenario: their accounts, if they are walked side by side.
  void finish_cash(std::size_t s, std::uint64_t in_block, BlockTally& block);
  /// Of detailed policy d, from periods_.
  void note_account(std::size_t s, std::size_t d, std::uint64_t in_block, BlockTally& block) const;
  /// Where the flows of so many accounts side by side begin in own_flows_.
  std::size_t own_flows_of(std::size_t accounts) const {
    return accounts * kAccountsTogether * (static_cast<std::size_t>(plan_.horizon) + 1);
  }

  const Plan& plan_;
  TallyShape shape_;
  std::int64_t weight_ = 0;                                 ///< of the trial, where trials have weights
  std::array<std::vector<Money>, kGroupings> group_money_;  ///< scratch by sector and country
  std::array<std::vector<std::int64_t>, kGroupings> group_count_;
  PolicyWorkspace workspace_;
  PolicyOutcome outcome_;
  DebtOrders orders_;
  EventList events_, fresh_;
  /// Events of a scenario that is another one's twin, by group, in the trial where they were found.
  struct KeptEvents {
    bool wanted = false;
    std::uint64_t trial = ~std::uint64_t{0};
    std::vector<EventList> by_group;
    std::vector<BuyerLedger> changed;  ///< those that differ from the twin's, if it has one
  };
  std::vector<KeptEvents> kept_;  ///< by scenario
  WorstTrials* worst_ = nullptr;
  PlainSettlement plain_;
  bool one_by_one_;
  std::vector<BuyerLoss> losses_, uninsured_;
  BuyerPlaces places_;               ///< in uninsured_
  std::vector<Money> common_, net_;  ///< flows by day 0..H: of every policy, of one
  std::vector<Money> own_flows_;     ///< by kAccountsTogether policies, day 0..H, policy: what it has beside common_
  bool side_by_side_ = false;        ///< the scenario's accounts
  std::vector<Money> common_recoveries_, recoveries_, claims_, premium_;  ///< by period
  Money common_recoveries_later_ = 0;                                     ///< after H, where getting them costs nothing
  CashAccount::Path path_;
  AccountPeriods periods_;
  LiquiditySettlement liquidity_;
  std::vector<DatedLoss> dated_losses_;  ///< of a policy, by buyer
  std::vector<RiskLoss> risks_;
  TreatyProgramme::Scratch treaty_scratch_;
  std::vector<TreatyOutcome> treaties_;
};

}  // namespace delcredere
