#pragma once
// Everything that the trials of a run add up to, and the estimates of what is tallied rather than kept trial by trial.
//
// Where trials are weighted or come in replicates, the spread of a tally is that of units: consecutive trials, whole
// blocks and whole replicates, independent of each other. A unit's sum is exact; with U whole units of n trials
//   mean = sum over all trials / N,   standard error = sd(unit sums) / n / sqrt(N / n).

#include <cstdint>
#include <map>
#include <memory>
#include <vector>

#include "models/core/statistics/designed.h"
#include "sim/blocks/columns.h"
#include "sim/blocks/fans.h"
#include "sim/blocks/tally.h"
#include "sim/blocks/worst_trials.h"
#include "sim/plan/plan.h"
#include "sim/run.h"

namespace delcredere {

/// Sums of units, folded as they become complete.
class UnitFold {
 public:
  UnitFold(const Plan& plan, const TallyShape& shape);

  /// Not for two threads at once. Blocks in any order.
  void merge(const TallyShape& shape, const BlockTally& block, std::uint64_t number, std::uint64_t trials);
  /// When all trials are in.
  TallyEstimates estimates(const TallyShape& shape, std::uint64_t trials) const;

 private:
  struct Open {
    explicit Open(const TallyShape& shape) : tally(shape) {}
    RunTally tally;
    std::uint64_t trials = 0;
  };

  std::uint64_t block_trials_, unit_trials_;
  std::map<std::uint64_t, std::unique_ptr<Open>> open_;
  Tallies<ExactSums, ExactSums> units_;
};

/// Level of the tail whose contributions are told.
inline constexpr Probability kTailLevel{99, 100};
/// A run looks at the trials within this share around VaR, too.
inline constexpr double kAroundTail = 0.005;

/// Trials of a cell that its tail contributions ask for.
std::uint64_t tail_trials(std::uint64_t trials);

struct RunTotals {
  RunTotals(const Plan& plan, const TallyShape& axes, const RunSettings& settings);

  /// Adds a block's tallies. Not for two threads at once.
  void merge(const BlockTally& block, std::uint64_t number, std::uint64_t trials);
  /// When the first `count` trials are in and no more will come.
  void finish(std::uint64_t count);

  /// Weights of the first trials, by scenario; only where trials have weights.
  std::vector<std::vector<std::int64_t>> read_weights(std::uint64_t count) const;

  /// How the trials behind a column were drawn.
  SampleDesign design(std::size_t column) const {
    return {replicate_size,
            weights.empty() ? std::span<const std::int64_t>{} : weights[shape.layout.scenario_of(column)]};
  }

  TallyShape shape;
  ColumnStore columns;
  FanStore fans;
  WorstTrials worst;  ///< by (scenario, detailed policy); none with weights
  RunTally tally;     ///< of plain trials
  bool designed = false;
  std::uint64_t trials = 0;
  std::uint64_t replicate_size = 1;
  std::vector<std::vector<std::int64_t>> weights;  ///< by scenario; empty where all are 1
  TallyEstimates estimates;

 private:
  std::unique_ptr<UnitFold> fold_;
};

}  // namespace delcredere
