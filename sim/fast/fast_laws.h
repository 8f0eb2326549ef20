#pragma once
// Delays by the law of every live invoice in one trial, for scenarios that share payment section and factors.
//
// Layout. Everything is by live invoice in the plan's order, so that a buyer's invoices are neighbours:
//   scores   16 bits: the buyer's m spread over its invoices, then m + r e, added by the vector kernel that draws
//   laws     16-bit delays: laws[j] = T[scores[j]], one table look-up and nothing else;
//            T is the invoice's delay table padded to +-16 standard deviations, so that no score needs a clamp
// Loops run over the whole book (the look-up: over runs of invoices with one table), not buyer by buyer: short loops
// cost a mispredicted exit each. They have no branch, no call and no allocation; the rare things (tail shares, open
// items that are due) are mended afterwards.

#include <cstdint>
#include <span>
#include <vector>

#include "sim/fast/kernels.h"
#include "sim/plan/plan.h"
#include "sim/trial/buyer_trial.h"

namespace delcredere::fast {

class LawDraws {
 public:
  LawDraws(const Plan& plan, std::uint32_t payments, std::uint32_t factors);

  std::uint32_t payments() const { return payments_number_; }
  std::uint32_t factors() const { return factors_; }

  /// effects: B by buyer; delay_scores: Z' by dependence group.
  void run(std::uint64_t trial, const double* effects, const std::vector<double>& delay_scores);

  const LawDelay* data() const { return laws_.data(); }
  std::span<const LawDelay> of(std::uint32_t buyer) const {
    return {laws_.data() + plan_.live_first[buyer], plan_.live_first[buyer + 1] - plan_.live_first[buyer]};
  }
  /// m of a buyer in the trial.
  Score mean_score(std::uint32_t buyer) const { return score_[buyer]; }
  /// Open items that could have been paid already, the ones with an age of their own: their live numbers.
  std::span<const std::uint32_t> due_items() const { return due_item_; }

 private:
  void draw_scores(std::uint64_t trial, const double* effects, const std::vector<double>& delay_scores);
  void look_up();
  void mend_rare(std::uint64_t trial);
  /// Entry of score 0 of an invoice's delay table.
  const std::int16_t* table_of(std::uint32_t j) const;

  const Plan& plan_;
  const PaymentPlan& payments_;
  std::uint32_t payments_number_, factors_;
  std::vector<std::vector<std::int16_t>> padded_tables_;
  std::vector<std::uint32_t> due_item_, due_buyer_, due_first_;
  std::vector<const std::int16_t*> due_table_;  ///< entry of score 0
  std::vector<std::uint32_t> older_items_;      ///< of the due items: older than the law allows
  std::vector<Score> due_edge_, due_mean_, due_score_;
  struct Run {
    std::uint32_t end = 0;  ///< first invoice of the next run
    std::uint16_t table = 0;
  };
  std::vector<Run> runs_;  ///< neighbouring invoices with the same delay table
  /// Invoices that the law could pay before their issue day, with the least delay that may be.
  struct Floor {
    std::uint32_t invoice = 0;
    LawDelay least = 0;
  };
  std::vector<Floor> floors_;
  std::vector<std::int16_t> scores_;
  std::vector<RareShare> rare_;
  std::vector<std::uint32_t> rare_items_, rare_words_;
  std::size_t rare_count_ = 0;
  std::vector<Score> score_;  ///< m by buyer
  std::vector<LawDelay> laws_;
};

}  // namespace delcredere::fast
