#include "sim/fast/fast_effects.h"

#include <algorithm>

namespace delcredere::fast {

FastEffects::FastEffects(const Plan& plan) : plan_(plan), words_((plan.buyers + 3) / 4 * 4) {
  for (std::uint32_t b = 0; b < plan.evidence.size(); ++b)
    if (!plan.evidence[b].empty()) informed_.push_back(b);
  cuts_.resize(informed_.size());
  cut_effects_.resize(informed_.size());
  for (std::size_t n = 0; n < informed_.size(); ++n)
    cuts_.step[n] = step_of(plan.payment_plans.front().roots, plan.evidence[informed_[n]].level);
}

void FastEffects::run(std::uint64_t trial, const FactorModel& factors, const std::vector<double>& delay_scores,
                      std::vector<double>& effects) {
  effects.resize(words_.size());
  draw_words(plan_.seed, Purpose::buyer_effect, 0, words_.size() / 4, trial, words_.data());
  normal_from_words(words_.data(), plan_.buyers, effects.data());
  if (informed_.empty()) return;
  forget_priors(factors);
  const EffectRoots& roots = plan_.payment_plans.front().roots;
  for (std::size_t n = 0; n < informed_.size(); ++n) {
    const std::uint32_t b = informed_[n];
    const EffectEvidence& evidence = plan_.evidence[b];
    const std::uint32_t group = factors.group_of(b);
    Prior& prior = prior_level_[group % prior_level_.size()][static_cast<std::size_t>(evidence.level)];
    if (prior.group != group) prior.table.set(roots, evidence.level, delay_scores[group]);
    prior.group = group;
    find_block(n, evidence, prior.table, open_uniform(words_[b]));
    cuts_.shift[n] = roots.sector * delay_scores[group];
  }
  cut_cells(cuts_, roots.buyer, cut_effects_.data());
  for (std::size_t n = 0; n < informed_.size(); ++n) effects[informed_[n]] = cut_effects_[n];
}

void FastEffects::forget_priors(const FactorModel& factors) {
  constexpr std::size_t kMostPriors = 1024;
  // Buyers of a group share a prior; where there are many groups, those of one slot take turns.
  prior_level_.resize(std::clamp(factors.groups().size(), prior_level_.size(), kMostPriors));
  for (auto& levels : prior_level_) {
    levels.resize(kFinestLevel + 1);
    for (Prior& prior : levels) prior.group = kNoGroup;
  }
}

void FastEffects::find_block(std::size_t n, const EffectEvidence& evidence, const EffectPrior& prior, double u) {
  const std::size_t chunks = evidence.chunks();
  sums_.resize(std::max(chunks * kEffectBlock, sums_.size()));
  effect_block_sums(evidence.weights, prior.block(evidence.first_block), prior.stride(), chunks, sums_.data());
  double total = 0.0;
  for (std::size_t g = 0; g < evidence.blocks; ++g) sums_[g] = total += sums_[g];
  const double target = u * total;
  std::size_t block = 0;  // counted, not searched: where a posterior is cut is not to be predicted
  for (std::size_t g = 0; g + 1 < evidence.blocks; ++g) block += sums_[g] <= target;
  const float* likelihood = evidence.weights + EffectEvidence::place(block * kEffectBlock);
  const double* weight = prior.block(evidence.first_block + static_cast<std::int32_t>(block));
  for (std::size_t k = 0; k < kEffectBlock; ++k)
    cuts_.product[k][n] = static_cast<double>(likelihood[k * kEffectBlock]) * weight[k * prior.stride()];
  cuts_.before[n] = block > 0 ? sums_[block - 1] : 0.0;
  cuts_.target[n] = target;
  cuts_.first_cell[n] = static_cast<double>(evidence.first_cell()) + static_cast<double>(block * kEffectBlock);
}

}  // namespace delcredere::fast
