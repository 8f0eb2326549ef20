#pragma once
// What a block of trials adds up to, and the whole run after it: integers only, merged in any order.

#include <array>
#include <cstdint>
#include <vector>

#include "models/core/days.h"
#include "models/core/statistics/block_sums.h"
#include "sim/blocks/columns.h"
#include "sim/blocks/fans.h"
#include "sim/blocks/price_tally.h"
#include "sim/plan/plan.h"

namespace delcredere {

/// Of one period, scenario and detailed policy. Sums is BlockSums in a block, ExactSums in a run.
template <class Sums>
struct PeriodTally {
  Sums balance, claims, premium, recoveries, interest, drawn;
  std::uint64_t breaches = 0, breaches_so_far = 0;
};

/// Of one scenario and detailed policy over the horizon.
template <class Sums>
struct PolicyTally {
  Sums claims_receivable, recoveries_receivable, premium;
};

/// Of one scenario.
template <class Sums>
struct ScenarioTally {
  Sums lost_sales;
  Sums credit_notes, discounts, fx_revaluation;  ///< where careful rules act
  Sums dso;                                      ///< in units of 1e-6 days
  std::uint64_t dso_trials = 0;                  ///< trials with sales in the last 90 days
};

/// Of one buyer and scenario; trials without an event are added as zeros when the run is summed up.
struct BuyerTally {
  std::uint64_t defaults = 0;
  ExactSums gross;
};

/// Of one scenario and sector.
struct SectorTally {
  ExactSums defaults, gross;
};

/// Sparse results of a block by buyer.
struct BuyerEvent {
  std::uint32_t scenario, buyer;
  Money gross;
};
/// `detail` counts the detailed policies; not for `none` (0), whose retained loss is the gross one.
struct RetainedEvent {
  std::uint32_t scenario, detail, buyer;
  Money retained;
};

/// Numbers of the axes, and where a series of the fans lies. p counts all policies; d those with cash and results by
/// buyer and sector, which the others do without.
struct TallyShape {
  std::size_t scenarios = 0, policies = 0, periods = 0, buyers = 0, sectors = 0;
  std::vector<std::uint32_t> detailed;  ///< p of each d, ascending; 0 is `none`
  std::vector<std::int32_t> detail_of;  ///< d of each p, -1 = none
  bool cash = false;
  bool rules = false;  ///< careful rules act in some scenario
  bool priced = false;
  std::uint64_t exposure_trials = 0;  ///< first trials whose exposures at default are kept
  ColumnLayout layout;
  struct TreatyPlace {
    std::size_t policy = 0, treaty = 0;  ///< p, number among its treaties
  };
  std::vector<TreatyPlace> treaties;  ///< of all policies

  explicit TallyShape(const Plan& plan);
  std::size_t receipts_series(std::size_t s, std::size_t t) const { return s * periods + t; }
  std::size_t details() const { return detailed.size(); }
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

  std::int64_t& column(std::size_t number, std::uint64_t in_block) { return columns[number * stride + in_block]; }
  std::int64_t& series(std::size_t number, std::uint64_t in_block) { return fan[number * stride + in_block]; }

  std::uint64_t stride = 0;           ///< from one series or column to the next: no power of two, which caches fear
  std::vector<std::int64_t> fan;      ///< (series, trial in block)
  std::vector<std::int64_t> columns;  ///< (column, trial in block)
  std::vector<PeriodTally<BlockSums>> periods;
  std::vector<BlockSums> receipts;                  ///< (scenario, period)
  std::vector<BlockSums> late_interest, rule_cost;  ///< (scenario, period); empty without careful rules
  std::vector<PolicyTally<BlockSums>> policies;
  std::vector<ScenarioTally<BlockSums>> scenarios;
  std::vector<BuyerEvent> buyer_events;
  std::vector<RetainedEvent> retained_events;
  std::vector<SectorTally> sectors;        ///< (scenario, sector)
  std::vector<ExactSums> sector_retained;  ///< (scenario, detailed policy, sector)
  PriceTally price;
  std::vector<std::uint64_t> treaty_exhausted;  ///< (scenario, treaty): trials
};

/// The run's totals.
struct RunTally {
  explicit RunTally(const TallyShape& shape);
  /// Adds a block of `trials` trials. Not for two threads at once.
  void merge(const TallyShape& shape, const BlockTally& block, std::uint64_t trials);

  std::vector<PeriodTally<ExactSums>> periods;
  std::vector<ExactSums> receipts, late_interest, rule_cost;
  std::vector<PolicyTally<ExactSums>> policies;
  std::vector<ScenarioTally<ExactSums>> scenarios;
  std::vector<BuyerTally> buyers;          ///< (scenario, buyer)
  std::vector<ExactSums> retained;         ///< (scenario, detailed policy but none, buyer)
  std::vector<SectorTally> sectors;        ///< (scenario, sector)
  std::vector<ExactSums> sector_retained;  ///< (scenario, detailed policy, sector)
  PriceTotals price;
  std::vector<std::uint64_t> treaty_exhausted;  ///< (scenario, treaty)
};

}  // namespace delcredere
