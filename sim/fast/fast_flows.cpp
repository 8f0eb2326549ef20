#include "sim/fast/fast_flows.h"

#include <algorithm>
#include <cstring>
#include <limits>

#include "models/core/fetch.h"
#include "models/insurance/settled_in_time.h"
#include "sim/fast/settled_kernel.h"

namespace delcredere::fast {
namespace {

/// Invoices added up at once: their days stay in the first-level cache.
constexpr std::size_t kChunk = 1024;

}  // namespace

FlowPass::FlowPass(const Plan& plan, const ScenarioPlan& rules, std::span<const std::uint32_t> scenarios)
    : plan_(plan),
      dunning_(rules.dunning),
      supply_stop_(rules.supply_stop),
      dunned_(rules.dunning),
      plan_shipped_(static_cast<std::size_t>(plan.horizon) + 1, 0),
      shocked_(plan, rules.buyer_class),
      lost_(plan.live.size(), 0),
      candidates_(plan.live.size() + 16),
      paid_days_(kChunk),
      odd_receipts_(static_cast<std::size_t>(plan.horizon) + 2),
      receipts_(static_cast<std::size_t>(plan.horizon) + 2),
      shipped_(static_cast<std::size_t>(plan.horizon) + 1) {
  for (const std::uint32_t s : scenarios) shortest_wait_ = std::min(shortest_wait_, plan.scenarios[s].shortest_wait);
  const PaymentPlan& payments = plan.payment_plans[rules.payments];
  for (std::uint32_t j = 0; payments.has_runs && j < plan.live.size(); ++j)
    if (payments.runs[payments.table[j]] != nullptr) run_items_.push_back(j);
  for (std::size_t j = 0; j < plan.live.size(); ++j)
    if (!plan.live.open[j]) plan_shipped_[static_cast<std::size_t>(plan.live.issue[j])] += plan.live.amount[j];
  keep_ancient_items_unpaid(plan.payment_plans[rules.payments]);
  find_lateness();
}

void FlowPass::find_lateness() {
  constexpr Day none = std::numeric_limits<LawDelay>::max();
  late_after_.assign(plan_.live.size(), none);
  if (supply_stop_.active) stop_from_.resize(plan_.live.size());
  for (std::size_t j = 0; j < plan_.live.size(); ++j) {
    const std::uint32_t buyer = plan_.live.buyer[j], end = plan_.live_first[buyer + 1];
    const Day due = plan_.live.due[j];
    if (supply_stop_.active) stop_from_[j] = end;
    if (plan_.live.disputed[j]) continue;
    Day after = due + shortest_wait_ <= plan_.horizon ? shortest_wait_ : none;
    if (supply_stop_.active) {
      const auto issue = plan_.live.issue.begin();
      auto stopped = static_cast<std::uint32_t>(
          std::lower_bound(issue + plan_.live_first[buyer], issue + end, due + supply_stop_.overdue + 1) - issue);
      while (stopped < end && plan_.live.open[stopped]) ++stopped;
      stop_from_[j] = stopped;
      if (stopped < end) after = std::min(after, plan_.live.issue[stopped] - due - 1);
    }
    // What is older than its law is late in any case.
    if (after != none) late_after_[j] = static_cast<LawDelay>(std::min(after, kMaxDelay));
  }
}

void FlowPass::keep_ancient_items_unpaid(const PaymentPlan& payments) {
  for (std::size_t j = 0; j < plan_.live.size(); ++j) {
    if (payments.edge[j] < kScoreLimit || plan_.live.due[j] + kOlderThanLaw > plan_.horizon) continue;
    if (due_.empty()) due_ = plan_.live.due;
    due_[j] = plan_.horizon + 1;
  }
}

void FlowPass::act(const LawDraws& laws, const ShockCalendar* days) {
  const LawDelay* law = laws.data();
  acted_.resize(plan_.live.size());
  if (days != nullptr) {
    shocked_.act(law, acted_.data());
    law = acted_.data();
  }
  if (dunning_.active) {
    dunned_.apply(law, acted_.size(), acted_.data());
    for (const std::uint32_t j : laws.due_items())  // their own age counts, and no shock does
      if (const LawDelay drawn = laws.data()[j]; drawn != kOlderThanLaw && plan_.live.age(j) >= 0)
        acted_[j] = static_cast<LawDelay>(dunning_.apply(drawn, plan_.live.age(j)));
  } else if (days == nullptr) {
    std::copy_n(law, acted_.size(), acted_.begin());
  }
  move_to_runs(laws);
}

void FlowPass::move_to_runs(const LawDraws& laws) {
  const PaymentPlan& payments = plan_.payment_plans[laws.payments()];
  for (const std::uint32_t j : run_items_)
    if (acted_[j] != kOlderThanLaw)
      acted_[j] = static_cast<LawDelay>(on_run_day(*payments.runs[payments.table[j]], plan_.live.due[j], acted_[j]));
}

std::size_t FlowPass::add_up() {
  std::fill(receipts_.begin(), receipts_.end(), 0);
  std::fill(odd_receipts_.begin(), odd_receipts_.end(), 0);
  Money *even = receipts_.data(), *odd = odd_receipts_.data();
  const Day* due = due_.empty() ? plan_.live.due.data() : due_.data();
  std::size_t late = 0;
  for (std::size_t first = 0; first < plan_.live.size(); first += kChunk) {
    const std::size_t count = std::min(kChunk, plan_.live.size() - first);
    late += pay_days(delays_ + first, due + first, late_after_.data() + first, count, plan_.horizon + 1,
                     paid_days_.data(), static_cast<std::uint32_t>(first), candidates_.data() + late);
    const Day* day = paid_days_.data();
    const Money* amount = amounts_ + first;
    std::size_t k = 0;
#pragma GCC unroll 4
    for (; k + 2 <= count; k += 2) {
      std::uint64_t days;  // two in one load: loads are what limits this loop
      std::memcpy(&days, day + k, sizeof days);
      even[days & 0xFFFFFFFFu] += amount[k];
      odd[days >> 32] += amount[k + 1];
    }
    if (k < count) even[day[k]] += amount[k];
  }
  for (std::size_t day = 0; day < receipts_.size(); ++day) receipts_[day] += odd_receipts_[day];
  return late;
}

void FlowPass::look_at_late(std::size_t candidates) {
  for (std::size_t c = 0; c < candidates; ++c) {
    const std::uint32_t j = candidates_[c];
    if (lost_[j] || amounts_[j] == 0) continue;
    const std::uint32_t buyer = plan_.live.buyer[j], end = plan_.live_first[buyer + 1];
    const Day due = plan_.live.due[j], paid = paid_day(j);
    for (std::uint32_t k = supply_stop_.active ? stop_from_[j] : end; k < end && plan_.live.issue[k] <= paid; ++k) {
      if (lost_[k]) continue;
      lost_[k] = 1;
      lost_list_.push_back(k);
      receipts_[static_cast<std::size_t>(std::min(paid_day(k), plan_.horizon + 1))] -= amounts_[k];
      shipped_[static_cast<std::size_t>(plan_.live.issue[k])] -= amounts_[k];
      lost_sales_ += amounts_[k];
    }
    if (paid - due > shortest_wait_ && due + shortest_wait_ <= plan_.horizon) late_.push_back({buyer, due, paid - due});
  }
}

void FlowPass::run(const LawDraws& laws, const ShockCalendar* days) {
  for (const std::uint32_t j : lost_list_) lost_[j] = 0;
  lost_list_.clear();
  late_.clear();
  lost_sales_ = 0;
  if (days != nullptr) shocked_.set(*days, plan_shipped_);
  const bool acting = dunning_.active || days != nullptr || !run_items_.empty();
  if (acting) act(laws, days);
  delays_ = acting ? acted_.data() : laws.data();
  amounts_ = days != nullptr ? shocked_.amounts().data() : plan_.live.amount.data();
  shipped_ = days != nullptr ? shocked_.shipped() : plan_shipped_;
  lost_sales_ = days != nullptr ? shocked_.lost_sales() : 0;
  look_at_late(add_up());
}

void FlowPass::remove(std::uint32_t buyer, ScenarioFlows& flows) const {
  for (std::size_t j = plan_.live_first[buyer]; j < plan_.live_first[buyer + 1]; ++j) {
    const Money amount = amounts_[j];
    if (!plan_.live.open[j]) {
      flows.lost_sales -= plan_.live.amount[j] - (lost_[j] ? 0 : amount);
      if (!lost_[j]) flows.shipped[static_cast<std::size_t>(plan_.live.issue[j])] -= amount;
    }
    if (lost_[j]) continue;
    if (const Day paid = paid_day(j); paid <= plan_.horizon) flows.receipts[static_cast<std::size_t>(paid)] -= amount;
  }
}

void FlowPass::fetch_buyer(std::uint32_t buyer) const {
  const std::size_t first = plan_.live_first[buyer], end = plan_.live_first[buyer + 1];
  const auto ask_for = [&](const auto* column) { fetch(column + first, column + end); };
  ask_for(amounts_);
  ask_for(delays_);
  ask_for(plan_.live.due.data());
  ask_for(plan_.live.issue.data());
  ask_for(plan_.live.row.data());
  ask_for(plan_.live.open.data());
  ask_for(plan_.live.disputed.data());
  ask_for(lost_.data());
}

Money FlowPass::fail(std::uint32_t buyer, Day default_day, ScenarioFlows& flows,
                     std::vector<InvoiceTrial>& traced) const {
  const std::size_t first = plan_.live_first[buyer], end = plan_.live_first[buyer + 1];
  traced.resize(end - first);
  Money exposure = 0;
  Money nowhere[8] = {};  // what nothing is taken from: several, as a sum waits for the one before it
  for (std::size_t j = first; j < end; ++j) {  // without branches: what became of an invoice is not to be predicted
    const Money amount = amounts_[j];
    const Day paid = paid_day(j), issue = plan_.live.issue[j];
    const bool there = (lost_[j] == 0) & (amount != 0);
    const bool ships = (plan_.live.open[j] != 0) | (issue < default_day), unpaid = paid >= default_day;
    const bool missing = there & unpaid & (paid <= plan_.horizon), unshipped = there & !ships, shown = there & ships;
    *(missing ? &flows.receipts[static_cast<std::size_t>(paid)] : &nowhere[j % 4]) -= amount;
    *(unshipped ? &flows.shipped[static_cast<std::size_t>(issue)] : &nowhere[4 + j % 4]) -= amount;
    flows.lost_sales += unshipped ? amount : 0;
    exposure += shown & unpaid ? amount : 0;
    InvoiceTrial& invoice = traced[j - first];
    invoice.amount = shown ? amount : 0;
    invoice.delay = !shown ? 0 : paid < kNever ? paid - plan_.live.due[j] : kNever;
    invoice.paid = shown ? paid : kNever;
    invoice.ordered = ships ? 0 : amount;
  }
  return exposure;
}

bool FlowPass::stays_unsettled(std::uint32_t buyer, Day wait) const {
  const std::size_t first = plan_.live_first[buyer], end = plan_.live_first[buyer + 1];
  const std::size_t count = end - first;
  if (count <= BuyerColumns::kMost && end + BuyerColumns::kOverrun <= plan_.live.size())
    return stays_open({amounts_ + first, plan_.live.due.data() + first, delays_ + first, lost_.data() + first,
                       plan_.live.disputed.data() + first, count},
                      wait, plan_.horizon);
  if (count > DebtColumns::kMost) return true;
  DebtColumns debts;
  for (std::size_t j = first; j < end; ++j) {
    const Money amount = lost_[j] ? 0 : amounts_[j];
    debts.add(amount, plan_.live.due[j], paid_day(j), (plan_.live.disputed[j] == 0) & (amount != 0));
  }
  return stays_open(debts, wait, plan_.horizon);
}

void FlowPass::revive(std::uint32_t buyer, Day default_day, ScenarioFlows& flows) const {
  for (std::size_t j = plan_.live_first[buyer]; j < plan_.live_first[buyer + 1]; ++j) {
    const Money amount = amounts_[j];
    const Day paid = paid_day(j), issue = plan_.live.issue[j];
    if (lost_[j]) continue;
    if (paid >= default_day && paid <= plan_.horizon) flows.receipts[static_cast<std::size_t>(paid)] += amount;
    if (plan_.live.open[j] || issue < default_day) continue;
    flows.shipped[static_cast<std::size_t>(issue)] += amount;
    flows.lost_sales -= amount;
  }
}

void FlowPass::trace(std::uint32_t buyer, std::vector<InvoiceTrial>& traced) const {
  traced.clear();
  for (std::size_t j = plan_.live_first[buyer]; j < plan_.live_first[buyer + 1]; ++j) {
    const Day paid = paid_day(j);
    const Day delay = paid < kNever ? paid - plan_.live.due[j] : kNever;
    traced.push_back(lost_[j] || amounts_[j] == 0 ? InvoiceTrial{} : InvoiceTrial{amounts_[j], delay, paid});
  }
}

void FlowPass::tell_fates(bool wanted, std::vector<InvoiceFate>& fates) const {
  fates.resize(wanted ? plan_.live.size() : 0);
  for (std::size_t j = 0; j < fates.size(); ++j) {
    const bool shipped = !lost_[j] && amounts_[j] != 0;
    fates[j] = shipped ? InvoiceFate{amounts_[j], paid_day(j), kNever} : InvoiceFate{};
  }
}

Money FlowPass::turnover(const PremiumPlan& premium, std::size_t year) const {
  Money sum = 0;
  for (std::size_t j = 0; j < plan_.live.size(); ++j)
    if (!plan_.live.open[j] && !lost_[j] &&
        premium.invoice_year[plan_.live.number[j]] == static_cast<std::int16_t>(year))
      sum += amounts_[j];
  return sum;
}

}  // namespace delcredere::fast
