#include "sim/fast/fast_laws.h"

#include <algorithm>

#include "sim/fast/default_kernels.h"

namespace delcredere::fast {
namespace {

/// Scores m + r e lie within twice the limit.
constexpr Score kPaddedLimit = 2 * kScoreLimit;

std::vector<std::int16_t> padded(const DelayTable& table) {
  std::vector<std::int16_t> days(2 * kPaddedLimit + 1);
  for (Score x = -kPaddedLimit; x <= kPaddedLimit; ++x)
    days[static_cast<std::size_t>(x + kPaddedLimit)] =
        static_cast<std::int16_t>(table.delay(std::clamp(x, -kScoreLimit, kScoreLimit)));
  return days;
}

}  // namespace

LawDraws::LawDraws(const Plan& plan, std::uint32_t payments, std::uint32_t factors)
    : plan_(plan),
      payments_(plan.payment_plans[payments]),
      payments_number_(payments),
      factors_(factors),
      scores_((plan.live.size() + 8 * kBlockStep - 1) / (8 * kBlockStep) * (8 * kBlockStep) + kSpreadPadding),
      rare_(scores_.size()),
      score_(plan.buyers),
      laws_(plan.live.size()) {
  for (const DelayTable& table : payments_.tables) padded_tables_.push_back(padded(table));
  for (std::size_t b = 0; b < plan.buyers; ++b) {
    due_first_.push_back(static_cast<std::uint32_t>(due_item_.size()));
    for (std::size_t j = plan.live_first[b]; j < plan.live_first[b + 1]; ++j) {
      const std::uint16_t table = payments_.table[j];
      if (runs_.empty() || runs_.back().table != table) runs_.push_back({0, table});
      runs_.back().end = static_cast<std::uint32_t>(j) + 1;
      const Day first = plan.live.issue[j] - plan.live.due[j];
      // What is open is paid after as_of, but with payment runs that is all that is known of it.
      const bool free = !plan.live.open[j] || payments_.runs[table] != nullptr;
      if (free && payments_.tables[table].earliest() < first)
        floors_.push_back({static_cast<std::uint32_t>(j), static_cast<LawDelay>(first)});
      if (payments_.edge[j] == kNotTruncated) continue;
      due_item_.push_back(static_cast<std::uint32_t>(j));
      due_buyer_.push_back(static_cast<std::uint32_t>(b));
      due_table_.push_back(table_of(static_cast<std::uint32_t>(j)));
      if (payments_.edge[j] >= kScoreLimit) older_items_.push_back(static_cast<std::uint32_t>(j));
      // Items older than the law allows are drawn at a harmless edge and marked afterwards.
      due_edge_.push_back(std::min(payments_.edge[j], kScoreLimit - 1));
    }
  }
  due_first_.push_back(static_cast<std::uint32_t>(due_item_.size()));
  due_mean_.resize(due_item_.size());
  due_score_.resize(due_item_.size());
}

void LawDraws::draw_scores(std::uint64_t trial, const double* effects, const std::vector<double>& delay_scores) {
  const EffectRoots& roots = payments_.roots;
  const std::vector<std::uint32_t>& groups = plan_.factor_models[factors_].buyer_groups();
  for (std::size_t b = 0; b < plan_.buyers; ++b)
    score_[b] = to_score(roots.sector * delay_scores[groups[b]] + roots.buyer * effects[b]);
  for (std::size_t k = 0; k < due_item_.size(); ++k) due_mean_[k] = score_[due_buyer_[k]];
  spread(score_.data(), plan_.live_first.data(), plan_.buyers, scores_.data());
  rare_count_ = add_residuals(plan_.seed, trial, *payments_.residual, (scores_.size() - kSpreadPadding) / 8,
                              scores_.data(), rare_.data());
  if (roots.residual > 0.0) {
    open_item_scores(plan_.seed, trial, roots.residual, due_item_.size(), due_item_.data(), due_edge_.data(),
                     due_mean_.data(), due_score_.data());
  } else {
    for (std::size_t k = 0; k < due_item_.size(); ++k)
      due_score_[k] = truncated_score(0.0, due_mean_[k], due_edge_[k], 0.5);
  }
}

const std::int16_t* LawDraws::table_of(std::uint32_t j) const {
  return padded_tables_[payments_.table[j]].data() + kPaddedLimit;
}

void LawDraws::look_up() {
  const std::int16_t* scores = scores_.data();
  LawDelay* laws = laws_.data();
  std::uint32_t j = 0;
  for (const Run& run : runs_) {
    const std::int16_t* table = padded_tables_[run.table].data() + kPaddedLimit;
#pragma GCC unroll 8
    for (; j < run.end; ++j) laws[j] = table[scores[j]];
  }
}

void LawDraws::mend_rare(std::uint64_t trial) {
  rare_items_.clear();
  for (std::size_t k = 0; k < rare_count_ && rare_[k].invoice < laws_.size(); ++k)
    rare_items_.push_back(rare_[k].invoice);
  rare_words_.resize(rare_items_.size());
  entity_words(plan_.seed, Purpose::delay_tail, trial, rare_items_.data(), rare_items_.size(), rare_words_.data());
  for (std::size_t k = 0; k < rare_items_.size(); ++k) {
    const std::uint32_t j = rare_items_[k], buyer = plan_.live.buyer[j];
    laws_[j] = table_of(j)[score_[buyer] + payments_.residual->tail_residual(rare_[k].share, rare_words_[k])];
  }
  for (std::size_t k = 0; k < due_item_.size(); ++k) laws_[due_item_[k]] = due_table_[k][due_score_[k]];
  for (const std::uint32_t j : older_items_) laws_[j] = kOlderThanLaw;
}

void LawDraws::run(std::uint64_t trial, const double* effects, const std::vector<double>& delay_scores) {
  draw_scores(trial, effects, delay_scores);
  look_up();
  mend_rare(trial);
  for (const Floor& floor : floors_) laws_[floor.invoice] = std::max(laws_[floor.invoice], floor.least);
}

}  // namespace delcredere::fast
