#pragma once
// Payment effects B of all buyers: the prior's quantile, or the posterior's given what is known of a buyer and the
// trial's Z'. The draws of all buyers at once, the priors of several groups side by side, and the cuts of several
// posteriors side by side are vector kernels (effect_kernels.h).
//
// Which buyer reads which prior never changes with the trial: buyers of one dependence group and level share one. The
// tables reach over the blocks that their buyers' evidence has, and lie one behind the other. Where there are more than
// fit the cache, buyers are done batch by batch, and each batch makes its own tables in the same place.

#include <cstdint>
#include <vector>

#include "sim/fast/effect_kernels.h"
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
  /// Tables that are filled together: of one level, over the same blocks.
  struct PriorSet {
    int level = 0;
    std::int32_t first_block = 0, end_block = 0;
    std::vector<std::uint32_t> groups;
    std::size_t place = 0;  ///< of the first table in priors_

    std::size_t table_size() const { return kEffectBlock * static_cast<std::size_t>(end_block - first_block); }
  };
  struct Batch {
    std::vector<PriorSet> sets;
    std::size_t end = 0;  ///< of its informed buyers
  };
  /// What a factor model's groups make of the informed buyers.
  struct Schedule {
    std::vector<Batch> batches;
    std::vector<InformedBuyer> buyers;
  };
  void make_schedule(const FactorModel& factors, Schedule& schedule);
  /// Adds the next of the informed to `buyers`, as many as share few enough priors.
  Batch make_batch(const FactorModel& factors, const std::vector<std::uint32_t>& informed,
                   std::vector<InformedBuyer>& buyers);

  const Plan& plan_;
  std::vector<std::uint32_t> words_;
  std::vector<std::uint32_t> informed_;  ///< buyers of whom something is known
  std::vector<std::uint32_t> unknown_, unknown_words_;
  std::vector<double> unknown_effects_;
  std::vector<Schedule> schedules_;  ///< by factor model, made when it is first asked for
  std::vector<double> priors_, scratch_;
  std::vector<double> shifts_;  ///< b Z' by dependence group
};

}  // namespace delcredere::fast
