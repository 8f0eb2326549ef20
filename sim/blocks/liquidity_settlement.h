#pragma once
// What the liquidity section asks of a trial beside the account: payments by a share of turnover, collection cost,
// relief of tax, factoring, borrowing base, covenants, the bad-debt reserve, provisions. One per thread.

#include <span>
#include <vector>

#include "sim/blocks/tally.h"
#include "sim/plan/plan.h"
#include "sim/trial/flows.h"

namespace delcredere {

/// A failed buyer's retained loss under a policy, on its default day.
struct DatedLoss {
  Day day = 0;
  Money loss = 0;
};

class LiquiditySettlement {
 public:
  LiquiditySettlement(const Plan& plan, const TallyShape& shape);

  /// What no policy changes; once for each scenario of a trial, before the others.
  void begin(std::size_t s, const ScenarioFlows& flows, BlockTally& block);
  /// By day 0..H, to be added to the account's flows; empty where there are none.
  std::span<const Money> flows() const { return flows_; }
  /// Most that the line gives, by day 0..H; empty without a borrowing base.
  std::span<const Money> borrowing_base() const { return base_; }
  /// Fee and covenants of detailed policy d, whose account is not plain.
  void look_at_account(std::size_t s, std::size_t d, const CashAccount::Path& path, BlockTally& block);
  /// The reserve under detailed policy d, where the scenario has one. losses: by buyer.
  void walk_reserve(std::size_t s, std::size_t d, std::span<const DatedLoss> losses, BlockTally& block);

 private:
  void add_provisions(std::size_t s, const ScenarioFlows& flows, BlockTally& block) const;
  void add_flows(std::size_t s, const ScenarioFlows& flows, BlockTally& block);
  void add_factoring(const ScenarioPlan& scenario, const ScenarioFlows& flows);
  Money add_relief(const BadDebtRelief& terms, const ScenarioFlows& flows);
  void follow_receivables(const ScenarioFlows& flows);
  void test_covenants(std::size_t s, std::size_t d, const CashAccount::Path& path, BlockTally& block);

  const Plan& plan_;
  const TallyShape& shape_;
  FactoringFlows factoring_;
  std::vector<Money> flows_, base_;                                                  ///< by day 0..H, or empty
  std::vector<Money> share_, collection_, relief_, cost_, interest_, factor_share_;  ///< scratch by day
  std::vector<Int128> receivables_, sales_;    ///< closes; sales of the last 90 days
  std::vector<Money> feeds_, reserve_by_day_;  ///< of the reserve
};

/// Sum of the buyer's open debt at as_of that its failure caught, by age at as_of, and what of it is lost: each age's
/// share of the loss, rounded half to even.
void provisions_of(const BuyerLedger& ledger, Money exposure, Money recovered, std::span<Money> by_bucket);

}  // namespace delcredere
