#pragma once
// Per-trial scalars as int64 columns, one entry per trial: which there are, and where they lie. Up to a fixed size they
// are held in memory, beyond it in an unnamed file, so that memory does not grow with the number of trials.

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "models/core/statistics/scan.h"
#include "sim/blocks/scratch_file.h"

namespace delcredere {

/// Of one scenario.
enum class ScenarioValue : std::size_t { gross, recovered, defaults, largest_gross, largest_recovered };
inline constexpr std::size_t kScenarioValues = 5;

/// Of one scenario under one policy (0 is `none`). `largest_...` is the largest single buyer's of the trial, at least
/// 0.
enum class PolicyValue : std::size_t {
  claims,
  insured,
  retained,
  largest_claims,
  largest_insured,
  largest_retained,
  minimum_balance,  ///< this and the next two only where there is cash
  worst_gap,
  first_breach,  ///< day, H + 1 = none
  gross,         ///< this and the next three have a column of their own only where PolicyColumns::costly
  recovered,
  largest_gross,
  largest_recovered
};

/// What one scenario and policy has columns for.
struct PolicyColumns {
  bool cash = false;         ///< minimum_balance, worst_gap, first_breach
  bool costly = false;       ///< recoveries cost something or orders in production are a loss: own gross and recovered
  std::size_t treaties = 0;  ///< two columns each: ceded, reinstated
};

/// The number of every column.
class ColumnLayout {
 public:
  ColumnLayout() = default;
  /// cells: by (scenario, policy).
  ColumnLayout(std::size_t scenarios, std::size_t policies, std::vector<PolicyColumns> cells);

  std::size_t columns() const { return columns_; }
  const PolicyColumns& cell(std::size_t s, std::size_t p) const { return cells_[s * policies_ + p]; }
  std::size_t of(std::size_t s, ScenarioValue value) const {
    return s * kScenarioValues + static_cast<std::size_t>(value);
  }
  /// gross and the like are the scenario's own column where nothing is taken off recoveries. A cash value needs a cell
  /// with cash.
  std::size_t of(std::size_t s, std::size_t p, PolicyValue value) const;
  /// What a treaty of the policy carries.
  std::size_t ceded(std::size_t s, std::size_t p, std::size_t treaty) const;
  std::size_t reinstated(std::size_t s, std::size_t p, std::size_t treaty) const { return ceded(s, p, treaty) + 1; }

 private:
  std::size_t policies_ = 0, columns_ = 0;
  std::vector<PolicyColumns> cells_;
  std::vector<std::size_t> first_;
};

class ColumnStore {
 public:
  /// In memory up to `memory_bytes`, else in a file in `folder`. Throws Error (4) where that cannot be made.
  ColumnStore(std::size_t columns, std::uint64_t trials, std::uint64_t memory_bytes, const std::string& folder);

  /// Values of consecutive trials. Safe from several threads for different trials. Throws Error (4).
  void write(std::size_t column, std::uint64_t first_trial, std::span<const std::int64_t> values);

  /// The first `trials` values of a column. Valid as long as the store; usable from several threads.
  ColumnScan scan(std::size_t column, std::uint64_t trials) const;
  ColumnScan scan(std::size_t column) const { return scan(column, trials_); }
  /// Copies values of consecutive trials. Throws Error (4).
  void read(std::size_t column, std::uint64_t first_trial, std::span<std::int64_t> into) const;
  std::uint64_t trials() const { return trials_; }

 private:
  std::uint64_t offset(std::size_t column, std::uint64_t trial) const { return column * trials_ + trial; }

  std::uint64_t trials_;
  std::vector<std::int64_t> values_;
  std::unique_ptr<ScratchFile> file_;
};

}  // namespace delcredere
