// What FastDefaults keeps of buckets under gamma sectors: their mixtures, made once, and their hazards in a trial.

#include <algorithm>

#include "sim/fast/fast_defaults.h"

namespace delcredere::fast {

void FastDefaults::make_mixtures(const FactorModel& factors, const ScenarioPlan& scenario, Buckets& buckets) {
  std::size_t most = 0;
  for (const DependenceGroup& group : factors.groups()) most = std::max(most, group.mixture.parts().size());
  buckets.scale.resize(most);
  buckets.inverse_variance.resize(most);
  for (const DefaultBucket& bucket : scenario.buckets) {
    const GammaMixture& mixture = factors.groups()[bucket.group].mixture;
    buckets.own_weight.push_back(mixture.own_weight());
    for (std::size_t k = 0; k < most; ++k) {
      const bool present = k < mixture.parts().size();  // else adds ln(1 + 0)
      const GammaPart part = present ? mixture.parts()[k] : GammaPart{0.0, 1.0};
      buckets.scale[k].push_back(part.variance * part.weight);
      buckets.inverse_variance[k].push_back(1.0 / part.variance);
    }
  }
  for (std::size_t k = 0; k < most; ++k) {
    buckets.mixtures.scale.push_back(buckets.scale[k].data());
    buckets.mixtures.inverse_variance.push_back(buckets.inverse_variance[k].data());
  }
  buckets.mixtures.own_weight = buckets.own_weight.data();
  buckets.mixtures.hazard = buckets.hazard.data();
  buckets.mixtures.multiplier = buckets.multiplier.data();
}

void FastDefaults::set_hazards(Buckets& buckets, const Input& input) {
  const std::vector<DefaultBucket>& all = input.scenario->buckets;
  for (std::size_t k = 0; k < all.size(); ++k) {
    if (buckets.multiplied[k] == 0) continue;
    buckets.multiplier[k] = input.state->factors->multiplier[all[k].group];
    buckets.hazard[k] = gamma_hazard(buckets.threshold[k], buckets.multiplier[k]);
  }
  hazard_scores(buckets.hazard.data(), all.size(), buckets.bound.data());
}

}  // namespace delcredere::fast
