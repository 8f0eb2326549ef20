#pragma once
// Payment effects B of all buyers: the prior's quantile, or the posterior's given what is known of a buyer and the
// trial's Z'. The draws of all buyers at once, and the sums over a posterior's cells, are vector kernels.

#include <algorithm>
#include <cstdint>
#include <vector>

#include "sim/fast/kernels.h"
#include "sim/plan/plan.h"

namespace delcredere::fast {

/// Payment effects of all buyers for one factor model.
class FastEffects {
 public:
  explicit FastEffects(const Plan& plan) : plan_(plan), words_((plan.buyers + 3) / 4 * 4) {}

  void run(std::uint64_t trial, const FactorModel& factors, const std::vector<double>& delay_scores,
           std::vector<double>& effects) {
    effects.resize(words_.size());
    draw_words(plan_.seed, Purpose::buyer_effect, 0, words_.size() / 4, trial, words_.data());
    normal_from_words(words_.data(), plan_.buyers, effects.data());
    if (plan_.evidence.empty()) return;
    // Buyers of a group share a prior; where there are many groups, those of one slot take turns.
    prior_level_.resize(std::clamp(factors.groups().size(), prior_level_.size(), kMostPriors));
    for (auto& levels : prior_level_) {
      levels.resize(kFinestLevel + 1);
      for (Prior& prior : levels) prior.group = kNoGroup;
    }
    const EffectRoots& roots = plan_.payment_plans.front().roots;
    for (std::size_t b = 0; b < plan_.buyers; ++b) {
      const EffectEvidence& evidence = plan_.evidence[b];
      if (evidence.empty()) continue;
      const std::uint32_t group = factors.group_of(b);
      Prior& prior = prior_level_[group % prior_level_.size()][static_cast<std::size_t>(evidence.level)];
      if (prior.group != group) prior.table.set(roots, evidence.level, delay_scores[group]);
      prior.group = group;
      const double m = score(evidence, prior.table, roots, open_uniform(words_[b]));
      effects[b] = (m - roots.sector * delay_scores[group]) / roots.buyer;
    }
  }

 private:
  /// informed_score() with the vector kernel.
  double score(const EffectEvidence& evidence, const EffectPrior& prior, const EffectRoots& roots, double u) {
    const std::size_t chunks = evidence.chunks();
    sums_.resize(std::max(chunks * kEffectBlock, sums_.size()));
    effect_block_sums(evidence.weights, prior.block(evidence.first_block), prior.stride(), chunks, sums_.data());
    double total = 0.0;
    for (std::size_t g = 0; g < evidence.blocks; ++g) sums_[g] = total += sums_[g];
    return score_at(evidence, prior, roots, sums_.data(), u * total);
  }

  static constexpr std::size_t kMostPriors = 1024;
  struct Prior {
    EffectPrior table;
    std::uint32_t group = kNoGroup;  ///< whose it is in this trial
  };
  const Plan& plan_;
  std::vector<std::uint32_t> words_;
  std::vector<double> sums_;
  std::vector<std::vector<Prior>> prior_level_;  ///< by slot of dependence groups, and level
};

}  // namespace delcredere::fast
