#pragma once
// Payment effects B of all buyers: the prior's quantile, or the posterior's given what is known of a buyer and the
// trial's Z'. The draws of all buyers at once, the sums over a posterior's cells, and the cut inside a block, several
// buyers side by side, are vector kernels.

#include <cstdint>
#include <vector>

#include "sim/fast/kernels.h"
#include "sim/plan/plan.h"

namespace delcredere::fast {

/// Payment effects of all buyers for one factor model.
class FastEffects {
 public:
  explicit FastEffects(const Plan& plan);

  void run(std::uint64_t trial, const FactorModel& factors, const std::vector<double>& delay_scores,
           std::vector<double>& effects);

 private:
  struct Prior {
    EffectPrior table;
    std::uint32_t group = kNoGroup;  ///< whose it is in this trial
  };
  void forget_priors(const FactorModel& factors);
  /// informed_score() up to the block in which `u` cuts: column n of cuts_.
  void find_block(std::size_t n, const EffectEvidence& evidence, const EffectPrior& prior, double u);

  const Plan& plan_;
  std::vector<std::uint32_t> words_;
  std::vector<std::uint32_t> informed_;  ///< buyers of whom something is known
  std::vector<double> sums_;
  CutColumns cuts_;  ///< by informed buyer
  std::vector<double> cut_effects_;
  std::vector<std::vector<Prior>> prior_level_;  ///< by slot of dependence groups, and level
};

}  // namespace delcredere::fast
