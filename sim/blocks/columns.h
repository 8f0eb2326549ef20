#pragma once
// Per-trial scalars as int64 columns, one entry per trial, written at the trial's own place by whichever thread ran it.

#include <cstdint>
#include <vector>

namespace delcredere {

using Column = std::vector<std::int64_t>;

/// One scenario.
struct ScenarioColumns {
  Column gross, recovered, defaults, largest_gross, largest_recovered;
};

/// One scenario under one policy (0 is `none`). Cash columns stay empty in an exposure book.
struct PolicyColumns {
  Column claims, insured, retained;
  Column gross, recovered, largest_gross,
      largest_recovered;  ///< only where recoveries cost something; else the scenario's
  Column largest_claims, largest_insured, largest_retained;  ///< largest single buyer's of the trial, at least 0
  Column minimum_balance, worst_gap, first_breach;           ///< first breach: day, H + 1 = none
};

struct TrialColumnStore {
  TrialColumnStore() = default;
  /// costly: by (scenario, policy), whether recoveries cost something there.
  TrialColumnStore(std::size_t scenarios, std::size_t policies, std::uint64_t trials, bool cash,
                   const std::vector<bool>& costly);

  PolicyColumns& policy(std::size_t s, std::size_t p) { return by_policy[s * policies + p]; }
  const PolicyColumns& policy(std::size_t s, std::size_t p) const { return by_policy[s * policies + p]; }

  /// Bytes of one trial.
  static std::uint64_t bytes_per_trial(std::size_t scenarios, std::size_t policies, bool cash);

  std::size_t policies = 0;
  std::vector<ScenarioColumns> by_scenario;
  std::vector<PolicyColumns> by_policy;
};

}  // namespace delcredere
