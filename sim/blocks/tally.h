#pragma once
// What a block of trials adds up to, and the whole run after it: integers only, merged in any order.

#include <array>
#include <cstdint>
#include <vector>

#include "models/core/days.h"
#include "models/core/statistics/block_sums.h"
#include "sim/blocks/columns.h"
#include "sim/blocks/fans.h"
#include "sim/blocks/liquidity_tally.h"
#include "sim/blocks/price_tally.h"
#include "sim/plan/plan.h"

namespace delcredere {

/// Of one period, scenario and detailed policy. Sums is BlockSums in a block, ExactSums in a run, MeanEstimate in the
/// end; Count a number of trials, or its estimated share.
template <class Sums, class Count = std::uint64_t>
struct PeriodTally {
  Sums balance, claims, premium, recoveries, interest, drawn;
  Count breaches{}, breaches_so_far{};
};

/// Of one scenario and detailed policy over the horizon.
template <class Sums>
struct PolicyTally {
  Sums claims_receivable, recoveries_receivable, premium;
  Sums interest_accrued;  ///< on the credit line at H, not yet paid
};

/// Of one scenario.
template <class Sums, class Count = std::uint64_t>
struct ScenarioTally {
  Sums lost_sales;
  Sums credit_notes, discounts, fx_revaluation;      ///< where careful rules act
  Sums rejected, rejection_loss, resale_receivable;  ///< where goods are rejected
  Sums dso;                                          ///< in units of 1e-6 days
  Count dso_trials{};                                ///< trials with sales in the last 90 days
};

/// Of one buyer and scenario; trials without an event are added as zeros when the run is summed up.
template <class Sums, class Count = std::uint64_t>
struct BuyerTally {
  Count defaults{};
  Sums gross;
};

/// Of one scenario and sector.
template <class Sums>
struct SectorTally {
  Sums defaults, gross;
};

/// Of sectors or of countries. product: the group's retained loss times what
/// the whole retained loss of the trial differs by from its centre, for
/// contributions to the standard deviation.
template <class Sums>
struct GroupTallies {
  GroupTallies() = default;
  GroupTallies(std::size_t scenarios, std::size_t details, std::size_t groups)
      : own(scenarios * groups), retained(scenarios * details * groups), product(retained.size()) {}
  std::vector<SectorTally<Sums>> own;   ///< (scenario, group)
  std::vector<Sums> retained, product;  ///< (scenario, detailed policy, group)
};
/// The two ways in which buyers are grouped.
inline constexpr std::size_t kBySector = 0, kByCountry = 1, kGroupings = 2;

/// Sparse results of a block by buyer; `total`: of the trial, of the same kind.
struct BuyerEvent {
  std::uint32_t scenario, buyer;
  bool fails;
  Money gross, total;
};
/// `detail` counts the detailed policies; not for `none` (0), whose retained loss is the gross one.
struct RetainedEvent {
  std::uint32_t scenario, detail, buyer;
  Money retained, total;
};

/// Numbers of the axes, and where a series of the fans lies. p counts all policies; d those with cash and results by
/// buyer and sector, which the others do without.
struct TallyShape {
  std::size_t scenarios = 0, policies = 0, periods = 0, buyers = 0;
  std::array<std::size_t, kGroupings> groups{};  ///< sectors, countries
  std::vector<std::uint32_t> detailed;           ///< p of each d, ascending; 0 is `none`
  std::vector<std::int32_t> detail_of;           ///< d of each p, -1 = none
  bool cash = false;                             ///< a book of invoices whose trials are equally likely
  bool rules = false;                            ///< careful rules act in some scenario
  bool rejections = false;                       ///< goods are rejected in some scenario
  bool priced = false;
  bool weighted = false;              ///< trials have weights: sums are of weighted values, in units of 2^-40
  std::uint64_t exposure_trials = 0;  ///< first trials whose exposures at default are kept
  ColumnLayout layout;
  LiquidityShape liquidity;
  struct TreatyPlace {
    std::size_t policy = 0, treaty = 0;  ///< p, number among its treaties
  };
  std::vector<TreatyPlace> treaties;  ///< of all policies

  explicit TallyShape(const Plan& plan);
  std::size_t receipts_series(std::size_t s, std::size_t t) const { return s * periods + t; }
  std::size_t details() const { return detailed.size(); }
  /// About the mean retained loss by (scenario, detailed policy): any number is
  /// right, near ones give small sums.
  std::vector<Money> centres;
  Money centre(std::size_t s, std::size_t d) const { return centres[s * details() + d]; }
  std::size_t balance_series(std::size_t s, std::size_t d, std::size_t t) const {
    return scenarios * periods + ((s * details() + d) * 2) * periods + t;
  }
  std::size_t gap_series(std::size_t s, std::size_t d, std::size_t t) const {
    return scenarios * periods + ((s * details() + d) * 2 + 1) * periods + t;
  }
  std::size_t series() const { return cash ? scenarios * periods * (1 + 2 * details()) : 0; }
  std::size_t cell(std::size_t s, std::size_t d, std::size_t t) const { return (s * details() + d) * periods + t; }
};

/// Ranges that hold every value of every series.
std::vector<FanRange> fan_ranges(const Plan& plan, const TallyShape& shape);

/// One block's results.
struct BlockTally {
  BlockTally(const TallyShape& shape, std::uint64_t block_trials);
  void clear();
  /// Adds up what each of the block's trials has in the series: receipts, balances, breaches. Once, after the last one.
  void add_up_series(const TallyShape& shape, std::uint64_t trials);

  std::int64_t& column(std::size_t number, std::uint64_t in_block) { return columns[number * stride + in_block]; }
  std::int64_t& series(std::size_t number, std::uint64_t in_block) { return fan[number * stride + in_block]; }

  std::uint64_t stride = 0;           ///< from one series or column to the next: no power of two, which caches fear
  std::vector<std::int64_t> fan;      ///< (series, trial in block)
  std::vector<std::int64_t> columns;  ///< (column, trial in block)
  std::vector<PeriodTally<BlockSums>> periods;
  std::vector<BlockSums> receipts;                  ///< (scenario, period)
  std::vector<BlockSums> late_interest, rule_cost;  ///< (scenario, period); empty without careful rules
  std::vector<BlockSums> resale;                    ///< (scenario, period); empty where no goods are rejected
  std::vector<PolicyTally<BlockSums>> policies;
  std::vector<ScenarioTally<BlockSums>> scenarios;
  std::vector<BuyerEvent> buyer_events;
  std::vector<RetainedEvent> retained_events;
  std::vector<std::int64_t> buyer_weights,
      retained_weights;  ///< by event; only where trials have weights
  std::array<GroupTallies<ExactSums>, kGroupings> groups;
  PriceTally price;
  std::vector<std::uint64_t> treaty_exhausted;  ///< (scenario, treaty): trials
  LiquidityTally<BlockSums> liquidity;
};

/// What is told of a run by period, policy, buyer and sector.
template <class Sums, class Count>
struct Tallies {
  Tallies() = default;
  explicit Tallies(const TallyShape& shape)
      : periods(shape.cash ? shape.scenarios * shape.details() * shape.periods : 0),
        receipts(shape.cash ? shape.scenarios * shape.periods : 0),
        late_interest(shape.rules ? receipts.size() : 0),
        rule_cost(late_interest.size()),
        resale(shape.rejections ? receipts.size() : 0),
        policies(shape.scenarios * shape.details()),
        scenarios(shape.scenarios),
        buyers(shape.scenarios * shape.buyers),
        retained(shape.scenarios * (shape.details() - 1) * shape.buyers),
        buyer_product(shape.scenarios * shape.details() * shape.buyers) {
    for (std::size_t g = 0; g < kGroupings; ++g)
      groups[g] = GroupTallies<Sums>(shape.scenarios, shape.details(), shape.groups[g]);
  }

  std::vector<PeriodTally<Sums, Count>> periods;
  std::vector<Sums> receipts, late_interest, rule_cost, resale;
  std::vector<PolicyTally<Sums>> policies;
  std::vector<ScenarioTally<Sums, Count>> scenarios;
  std::vector<BuyerTally<Sums, Count>> buyers;  ///< (scenario, buyer)
  std::vector<Sums> retained;                   ///< (scenario, detailed policy but none, buyer)
  std::vector<Sums> buyer_product;              ///< (scenario, detailed policy, buyer): as
                                                ///< GroupTallies::product
  std::array<GroupTallies<Sums>, kGroupings> groups;
};

/// Shows the same cells of two tallies of one shape, of those that blocks have too: sum(a, b), count(a, b), and dso(a,
/// b) for whole scenarios, whose number of values is their own.
template <class A, class B, class Sum, class Count, class Dso>
void for_each_block_cell(A& a, B& b, Sum&& sum, Count&& count, Dso&& dso) {
  for (std::size_t i = 0; i < a.periods.size(); ++i) {
    auto& x = a.periods[i];
    auto& y = b.periods[i];
    sum(x.balance, y.balance);
    sum(x.claims, y.claims);
    sum(x.premium, y.premium);
    sum(x.recoveries, y.recoveries);
    sum(x.interest, y.interest);
    sum(x.drawn, y.drawn);
    count(x.breaches, y.breaches);
    count(x.breaches_so_far, y.breaches_so_far);
  }
  for (std::size_t i = 0; i < a.receipts.size(); ++i) sum(a.receipts[i], b.receipts[i]);
  for (std::size_t i = 0; i < a.late_interest.size(); ++i) {
    sum(a.late_interest[i], b.late_interest[i]);
    sum(a.rule_cost[i], b.rule_cost[i]);
  }
  for (std::size_t i = 0; i < a.resale.size(); ++i) sum(a.resale[i], b.resale[i]);
  for (std::size_t i = 0; i < a.policies.size(); ++i) {
    sum(a.policies[i].claims_receivable, b.policies[i].claims_receivable);
    sum(a.policies[i].recoveries_receivable, b.policies[i].recoveries_receivable);
    sum(a.policies[i].premium, b.policies[i].premium);
    sum(a.policies[i].interest_accrued, b.policies[i].interest_accrued);
  }
  for (std::size_t i = 0; i < a.scenarios.size(); ++i) {
    sum(a.scenarios[i].lost_sales, b.scenarios[i].lost_sales);
    sum(a.scenarios[i].credit_notes, b.scenarios[i].credit_notes);
    sum(a.scenarios[i].discounts, b.scenarios[i].discounts);
    sum(a.scenarios[i].fx_revaluation, b.scenarios[i].fx_revaluation);
    sum(a.scenarios[i].rejected, b.scenarios[i].rejected);
    sum(a.scenarios[i].rejection_loss, b.scenarios[i].rejection_loss);
    sum(a.scenarios[i].resale_receivable, b.scenarios[i].resale_receivable);
    dso(a.scenarios[i], b.scenarios[i]);
  }
  for (std::size_t g = 0; g < kGroupings; ++g) {
    auto& x = a.groups[g];
    auto& y = b.groups[g];
    for (std::size_t i = 0; i < x.own.size(); ++i) {
      sum(x.own[i].defaults, y.own[i].defaults);
      sum(x.own[i].gross, y.own[i].gross);
    }
    for (std::size_t i = 0; i < x.retained.size(); ++i) sum(x.retained[i], y.retained[i]);
    for (std::size_t i = 0; i < x.product.size(); ++i) sum(x.product[i], y.product[i]);
  }
}

/// All cells, also those by buyer, which blocks have as events.
template <class A, class B, class Sum, class Count, class Dso>
void for_each_cell(A& a, B& b, Sum&& sum, Count&& count, Dso&& dso) {
  for_each_block_cell(a, b, sum, count, dso);
  for (std::size_t i = 0; i < a.buyers.size(); ++i) {
    count(a.buyers[i].defaults, b.buyers[i].defaults);
    sum(a.buyers[i].gross, b.buyers[i].gross);
  }
  for (std::size_t i = 0; i < a.retained.size(); ++i) sum(a.retained[i], b.retained[i]);
  for (std::size_t i = 0; i < a.buyer_product.size(); ++i) sum(a.buyer_product[i], b.buyer_product[i]);
}

/// A mean with its standard error, in the units of what was added up.
struct MeanEstimate {
  double value = 0, standard_error = 0;
  double mean() const { return value; }
};
using TallyEstimates = Tallies<MeanEstimate, MeanEstimate>;

/// The run's totals.
struct RunTally : Tallies<ExactSums, std::uint64_t> {
  explicit RunTally(const TallyShape& shape);
  /// Adds a block of `trials` trials. Not for two threads at once.
  void merge(const TallyShape& shape, const BlockTally& block, std::uint64_t trials);

  PriceTotals price;
  std::vector<std::uint64_t> treaty_exhausted;  ///< (scenario, treaty)
  LiquidityTally<ExactSums> liquidity;
};

}  // namespace delcredere
