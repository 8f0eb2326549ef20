#include "sim/fast/fast_effects.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace delcredere::fast {
namespace {

/// Tables of a batch; those of usual levels fit the second cache.
constexpr std::size_t kMostPriors = 1024;

}  // namespace

FastEffects::FastEffects(const Plan& plan)
    : plan_(plan), words_((plan.buyers + 3) / 4 * 4), schedules_(plan.factor_models.size()) {
  std::size_t most = 0;
  for (std::uint32_t b = 0; b < plan.evidence.size(); ++b) {
    (plan.evidence[b].empty() ? unknown_ : informed_).push_back(b);
    most = std::max(most, plan.evidence[b].chunks());
  }
  unknown_words_.resize(unknown_.size());
  unknown_effects_.resize(unknown_.size());
  scratch_.resize(cut_scratch(most));
}

FastEffects::Batch FastEffects::make_batch(const FactorModel& factors, const std::vector<std::uint32_t>& informed,
                                           std::vector<InformedBuyer>& buyers) {
  const std::size_t first = buyers.size();
  struct Reach {
    std::int32_t first = 0, end = 0;
    std::uint32_t set = 0, place = 0;
  };
  std::map<std::pair<int, std::uint32_t>, Reach> priors;  // by level and group
  Batch batch;
  for (batch.end = first; batch.end < informed.size(); ++batch.end) {
    const EffectEvidence& evidence = plan_.evidence[informed[batch.end]];
    const std::pair key{evidence.level, factors.group_of(informed[batch.end])};
    if (priors.size() == kMostPriors && !priors.contains(key)) break;
    const std::int32_t end = evidence.first_block + static_cast<std::int32_t>(evidence.chunks() * kEffectBlock);
    const auto [place, fresh] = priors.try_emplace(key, Reach{evidence.first_block, end});
    place->second.first = std::min(place->second.first, evidence.first_block);
    place->second.end = std::max(place->second.end, end);
  }
  for (auto& [key, reach] : priors) {
    const bool joins = !batch.sets.empty() && batch.sets.back().level == key.first &&
                       batch.sets.back().groups.size() < kPriorsTogether;
    if (!joins) batch.sets.push_back({key.first, reach.first, reach.end, {}, 0});
    PriorSet& set = batch.sets.back();
    set.first_block = std::min(set.first_block, reach.first);
    set.end_block = std::max(set.end_block, reach.end);
    reach.set = static_cast<std::uint32_t>(batch.sets.size()) - 1;
    reach.place = static_cast<std::uint32_t>(set.groups.size());
    set.groups.push_back(key.second);
  }
  std::size_t size = 0;
  for (PriorSet& set : batch.sets) {
    set.place = size;
    size += set.groups.size() * set.table_size();
  }
  priors_.resize(std::max(priors_.size(), size));
  for (std::size_t n = first; n < batch.end; ++n) {
    const std::uint32_t b = informed[n], group = factors.group_of(b);
    const EffectEvidence& evidence = plan_.evidence[b];
    const Reach& reach = priors.at({evidence.level, group});
    const PriorSet& set = batch.sets[reach.set];
    InformedBuyer& buyer = buyers.emplace_back();
    buyer.likelihood = evidence.weights;
    buyer.step = step_of(plan_.payment_plans.front().roots, evidence.level);
    buyer.prior = static_cast<std::uint32_t>(set.place + reach.place * set.table_size() +
                                             static_cast<std::size_t>(evidence.first_block - set.first_block));
    buyer.stride = static_cast<std::uint32_t>(set.end_block - set.first_block);
    buyer.blocks = evidence.blocks;
    buyer.first_cell = evidence.first_cell();
    buyer.buyer = b;
    buyer.group = group;
  }
  return batch;
}

void FastEffects::make_schedule(const FactorModel& factors, Schedule& schedule) {
  // Those that are done together read the same prior and have equally much to do.
  std::vector<std::uint32_t> order = informed_;
  const auto kind = [&](std::uint32_t b) {
    return std::tuple(plan_.evidence[b].level, factors.group_of(b), plan_.evidence[b].blocks, b);
  };
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) { return kind(a) < kind(b); });
  schedule.buyers.reserve(order.size());
  while (schedule.buyers.size() < order.size()) schedule.batches.push_back(make_batch(factors, order, schedule.buyers));
}

void FastEffects::run(std::uint64_t trial, const FactorModel& factors, const std::vector<double>& delay_scores,
                      std::vector<double>& effects) {
  effects.resize(words_.size());
  draw_words(plan_.seed, Purpose::buyer_effect, 0, words_.size() / 4, trial, words_.data());
  if (informed_.empty()) {
    normal_from_words(words_.data(), plan_.buyers, effects.data());
    return;
  }
  for (std::size_t n = 0; n < unknown_.size(); ++n) unknown_words_[n] = words_[unknown_[n]];
  normal_from_words(unknown_words_.data(), unknown_.size(), unknown_effects_.data());
  for (std::size_t n = 0; n < unknown_.size(); ++n) effects[unknown_[n]] = unknown_effects_[n];

  Schedule& schedule = schedules_[static_cast<std::size_t>(&factors - plan_.factor_models.data())];
  if (schedule.batches.empty()) make_schedule(factors, schedule);
  const EffectRoots& roots = plan_.payment_plans.front().roots;
  shifts_.resize(delay_scores.size());
  for (std::size_t g = 0; g < delay_scores.size(); ++g) shifts_[g] = roots.sector * delay_scores[g];
  PriorRecurrence runs[kPriorsTogether];
  std::size_t first = 0;
  for (const Batch& batch : schedule.batches) {
    for (const PriorSet& set : batch.sets) {
      for (std::size_t i = 0; i < set.groups.size(); ++i)
        runs[i] = prior_recurrence(roots, set.level, delay_scores[set.groups[i]]);
      fill_priors(runs, set.groups.size(), set.first_block, static_cast<std::uint32_t>(set.end_block - set.first_block),
                  priors_.data() + set.place);
    }
    cut_posteriors(schedule.buyers.data() + first, batch.end - first, priors_.data(), words_.data(), shifts_.data(),
                   roots.buyer, scratch_.data(), effects.data());
    first = batch.end;
  }
}

}  // namespace delcredere::fast
