#include "sim/fast/fast_payments.h"

#include <algorithm>

#include "sim/fast/kernels.h"

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

PaymentGroup::PaymentGroup(const Plan& plan, const ScenarioPlan& representative, std::vector<std::uint32_t> scenarios)
    : plan_(plan),
      payments_(plan.payment_plans[representative.payments]),
      dunning_(representative.dunning),
      supply_stop_(representative.supply_stop),
      scenarios_(std::move(scenarios)),
      plan_shipped_(static_cast<std::size_t>(plan.horizon) + 1, 0),
      score_(plan.buyers),
      laws_(plan.live.size()),
      lost_(plan.live.size(), 0),
      candidates_(plan.live.size()),
      receipts_(static_cast<std::size_t>(plan.horizon) + 2),
      shipped_(static_cast<std::size_t>(plan.horizon) + 1) {
  for (const std::uint32_t s : scenarios_) shortest_wait_ = std::min(shortest_wait_, plan.scenarios[s].shortest_wait);
  const Day late_after = std::min(supply_stop_.active ? supply_stop_.overdue : kNever, shortest_wait_);
  late_after_ = static_cast<LawDelay>(std::min<Day>(late_after, std::numeric_limits<LawDelay>::max()));
  for (const DelayTable& table : payments_.tables) padded_tables_.push_back(padded(table));
  if (dunning_.active) {
    acted_.resize(plan.live.size());
    for (Day delay = 0; delay <= kMaxDelay; ++delay) dunned_.push_back(static_cast<LawDelay>(dunning_.apply(delay, -1)));
    dunned_.push_back(kOlderThanLaw);
  }
  words_.resize((plan.live.size() + 7) / 8 * 4);
  for (std::size_t b = 0; b < plan.buyers; ++b) {
    due_buyer_first_.push_back(static_cast<std::uint32_t>(due_item_.size()));
    for (std::size_t j = plan.live_first[b]; j < plan.live_first[b + 1]; ++j) {
      if (payments_.edge[j] != kNotTruncated) {
        due_item_.push_back(static_cast<std::uint32_t>(j));
        // Items older than the law allows are drawn at a harmless edge and marked afterwards.
        due_edge_.push_back(std::min(payments_.edge[j], kScoreLimit - 1));
      }
      if (!plan.live.open[j]) plan_shipped_[static_cast<std::size_t>(plan.live.issue[j])] += plan.live.amount[j];
      if (supply_stop_.active) {
        const auto first = plan.live.issue.begin() + static_cast<std::ptrdiff_t>(plan.live_first[b]);
        const auto end = plan.live.issue.begin() + static_cast<std::ptrdiff_t>(plan.live_first[b + 1]);
        const auto from = std::lower_bound(first, end, plan.live.due[j] + supply_stop_.overdue + 1);
        stop_from_.push_back(static_cast<std::uint32_t>(from - plan.live.issue.begin()));
      }
    }
  }
  due_buyer_first_.push_back(static_cast<std::uint32_t>(due_item_.size()));
  due_mean_.resize(due_item_.size());
  due_score_.resize(due_item_.size());
}

void PaymentGroup::draw_scores(std::uint64_t trial, const double* effects, const std::vector<double>& delay_scores) {
  for (std::size_t b = 0; b < plan_.buyers; ++b)
    score_[b] = to_score(payments_.roots.sector * delay_scores[plan_.buyer_group[b]] + payments_.roots.buyer * effects[b]);
  for (std::size_t b = 0; b < plan_.buyers; ++b)
    for (std::size_t k = due_buyer_first_[b]; k < due_buyer_first_[b + 1]; ++k) due_mean_[k] = score_[b];
  draw_words(plan_.seed, Purpose::delay, 0, words_.size() / 4, trial, words_.data());
  if (payments_.roots.residual > 0.0) {
    open_item_scores(plan_.seed, trial, payments_.roots.residual, due_item_.size(), due_item_.data(), due_edge_.data(),
                     due_mean_.data(), due_score_.data());
  } else {
    for (std::size_t k = 0; k < due_item_.size(); ++k)
      due_score_[k] = truncated_score(0.0, due_mean_[k], due_edge_[k], 0.5);
  }
}

void PaymentGroup::read_laws(std::uint64_t trial, std::uint32_t buyer) {
  const std::uint32_t first = plan_.live_first[buyer], end = plan_.live_first[buyer + 1];
  const std::int16_t* residual = payments_.residual->data();
  const std::int16_t* table = padded_tables_[payments_.buyer_table[buyer]].data() + kPaddedLimit;
  const std::int16_t* at_score = table + score_[buyer];
  const std::uint32_t* words = words_.data();
  LawDelay* laws = laws_.data();
  std::uint32_t tails = 0;
  for (std::uint32_t j = first; j < end; ++j) {
    const std::uint32_t share = (words[j >> 1] >> ((j & 1u) << 4)) & 0xFFFFu;
    laws[j] = at_score[residual[share]];
    tails += ResidualTable::is_tail(share);
  }
  if (tails != 0)
    for (std::uint32_t j = first; j < end; ++j) {
      const std::uint32_t share = (words[j >> 1] >> ((j & 1u) << 4)) & 0xFFFFu;
      if (ResidualTable::is_tail(share))
        laws[j] = at_score[payments_.residual->tail_residual(share, draw(plan_.seed, Purpose::delay_tail, 0, j, trial)[0])];
    }
  for (std::uint32_t k = due_buyer_first_[buyer]; k < due_buyer_first_[buyer + 1]; ++k) {
    const std::uint32_t j = due_item_[k];
    laws[j] = payments_.edge[j] >= kScoreLimit ? kOlderThanLaw : table[due_score_[k]];
  }
}

void PaymentGroup::act(std::uint32_t buyer) {
  if (!dunning_.active) return;
  for (std::uint32_t j = plan_.live_first[buyer]; j < plan_.live_first[buyer + 1]; ++j)
    acted_[j] = dunned_[static_cast<std::size_t>(laws_[j])];
  for (std::uint32_t k = due_buyer_first_[buyer]; k < due_buyer_first_[buyer + 1]; ++k) {
    const std::uint32_t j = due_item_[k];
    if (laws_[j] != kOlderThanLaw) acted_[j] = static_cast<LawDelay>(dunning_.apply(laws_[j], plan_.live.age(j)));
  }
}

Day PaymentGroup::paid_day(std::size_t j) const {
  const LawDelay delay = dunning_.active ? acted_[j] : laws_[j];
  return delay == kOlderThanLaw ? kNever : plan_.live.due[j] + delay;
}

void PaymentGroup::add_up(std::uint32_t buyer) {
  const std::uint32_t first = plan_.live_first[buyer], end = plan_.live_first[buyer + 1];
  const LawDelay* delays = dunning_.active ? acted_.data() : laws_.data();
  const Day* due = plan_.live.due.data();
  const Money* amount = plan_.live.amount.data();
  Money* receipts = receipts_.data();
  std::uint32_t* candidates = candidates_.data();
  const Day beyond = plan_.horizon + 1;
  const LawDelay late_after = late_after_;
  std::size_t count = 0;
  for (std::uint32_t j = first; j < end; ++j) {
    const LawDelay delay = delays[j];
    receipts[std::min<Day>(due[j] + delay, beyond)] += amount[j];
    candidates[count] = j;
    count += delay > late_after;
  }
  if (count != 0) stop_supply(buyer, count);
}

void PaymentGroup::stop_supply(std::uint32_t buyer, std::size_t candidates) {
  const std::uint32_t end = plan_.live_first[buyer + 1];
  for (std::size_t c = 0; c < candidates; ++c) {
    const std::uint32_t j = candidates_[c];
    if (plan_.live.disputed[j] || lost_[j]) continue;
    const Day due = plan_.live.due[j], paid = paid_day(j);
    if (supply_stop_.active && paid > due + supply_stop_.overdue)
      for (std::uint32_t k = stop_from_[j]; k < end && plan_.live.issue[k] <= paid; ++k) {
        if (plan_.live.open[k] || lost_[k]) continue;
        lost_[k] = 1;
        lost_list_.push_back(k);
        const Money amount = plan_.live.amount[k];
        receipts_[static_cast<std::size_t>(std::min(paid_day(k), plan_.horizon + 1))] -= amount;
        shipped_[static_cast<std::size_t>(plan_.live.issue[k])] -= amount;
        lost_sales_ += amount;
      }
    if (paid - due > shortest_wait_ && due + shortest_wait_ <= plan_.horizon) late_.push_back({buyer, due, paid - due});
  }
}

void PaymentGroup::run(std::uint64_t trial, const double* effects, const std::vector<double>& delay_scores) {
  for (const std::uint32_t j : lost_list_) lost_[j] = 0;
  lost_list_.clear();
  late_.clear();
  lost_sales_ = 0;
  std::fill(receipts_.begin(), receipts_.end(), 0);
  std::copy(plan_shipped_.begin(), plan_shipped_.end(), shipped_.begin());
  draw_scores(trial, effects, delay_scores);
  for (std::uint32_t buyer = 0; buyer < plan_.buyers; ++buyer) {
    read_laws(trial, buyer);
    act(buyer);
    add_up(buyer);
  }
}

void PaymentGroup::remove(std::uint32_t buyer, ScenarioFlows& flows) const {
  for (std::size_t j = plan_.live_first[buyer]; j < plan_.live_first[buyer + 1]; ++j) {
    const Money amount = plan_.live.amount[j];
    if (lost_[j]) {
      flows.lost_sales -= amount;
      continue;
    }
    if (!plan_.live.open[j]) flows.shipped[static_cast<std::size_t>(plan_.live.issue[j])] -= amount;
    if (const Day paid = paid_day(j); paid <= plan_.horizon) flows.receipts[static_cast<std::size_t>(paid)] -= amount;
  }
}

void PaymentGroup::trace(std::uint32_t buyer, std::vector<InvoiceTrial>& traced) const {
  traced.clear();
  for (std::size_t j = plan_.live_first[buyer]; j < plan_.live_first[buyer + 1]; ++j) {
    const Day paid = paid_day(j);
    const Day delay = paid < kNever ? paid - plan_.live.due[j] : kNever;
    traced.push_back(lost_[j] ? InvoiceTrial{} : InvoiceTrial{plan_.live.amount[j], delay, paid});
  }
}

void PaymentGroup::reduce_turnover(const ScenarioPlan& scenario, std::vector<Money>& turnover) const {
  std::size_t slot = 0;
  for (const PolicyPlan& policy : scenario.policies)
    for (const std::size_t year : policy.adjusted_years) {
      for (const std::uint32_t j : lost_list_)
        if (policy.premium.invoice_year[plan_.live.number[j]] == static_cast<std::int16_t>(year))
          turnover[slot] -= plan_.live.amount[j];
      ++slot;
    }
}

}  // namespace delcredere::fast
