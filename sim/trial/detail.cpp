#include "sim/trial/detail.h"

#include <algorithm>
#include <array>

namespace delcredere {

namespace {

constexpr std::int64_t kMicro = 1'000'000;

}  // namespace

DetailSink::DetailSink(std::size_t buyers, std::size_t periods)
    : outstanding_now_(periods * ageing_bucket_names().size()),
      changes_(outstanding_now_.size() + ageing_bucket_names().size()),
      outstanding_(outstanding_now_.size()),
      overdue_(periods),
      buyer_days_(buyers),
      collection_(periods),
      unsettled_now_(ageing_bucket_names().size()),
      unsettled_(ageing_bucket_names().size()) {}

const ExactSums& DetailSink::outstanding(std::size_t period, std::size_t bucket) const {
  return outstanding_[period * ageing_bucket_names().size() + bucket];
}

void DetailSink::begin() {
  std::fill(outstanding_now_.begin(), outstanding_now_.end(), 0);
  std::fill(changes_.begin(), changes_.end(), 0);
  std::fill(unsettled_now_.begin(), unsettled_now_.end(), 0);
  paid_now_ = 0;
  amount_days_now_ = 0;
}

void DetailSink::note_outstanding(const Plan& plan, Day issue, Day due, Day gone, Money amount,
                                  const std::vector<PartsPerBillion>* rates) {
  const std::vector<Day>& ends = plan.study->period_ends;
  const std::size_t buckets = unsettled_now_.size();
  // The first period that ends on a day or later.
  const auto period_of = [&](Day day) -> std::size_t {
    return day > plan.horizon ? ends.size() : plan.period_of_day[static_cast<std::size_t>(std::max<Day>(1, day))];
  };
  std::size_t t = period_of(issue);
  if (rates == nullptr) {
    const std::size_t last = period_of(gone);
    for (std::size_t bucket = 0; t < last; ++bucket) {
      const bool oldest = bucket == kAgeingStarts.size();
      const std::size_t end = oldest ? last : std::min(last, period_of(due + kAgeingStarts[bucket]));
      if (t >= end) continue;
      changes_[t * buckets + bucket] += amount;
      changes_[end * buckets + bucket] -= amount;
      t = end;
    }
    return;
  }
  for (; t < ends.size() && ends[t] < gone; ++t)
    outstanding_now_[t * buckets + ageing_bucket(ends[t] - due)] += at_rate(rates, amount, ends[t]);
}

void DetailSink::note_paid(Money amount, Day late) {
  paid_now_ += amount;
  amount_days_now_ += static_cast<Int128>(amount) * late;
}

void DetailSink::add(const Plan& plan, std::uint32_t buyer, Day default_day, const std::vector<InvoiceTrial>& traced) {
  std::int64_t days = 0, paid_count = 0;
  for (std::size_t k = 0; k < traced.size(); ++k) {
    const InvoiceTrial& invoice = traced[k];
    if (invoice.amount == 0) continue;
    const std::size_t j = plan.live_first[buyer] + k;
    // The first day on which it is no receivable.
    const Day gone = std::min(invoice.paid, default_day);
    note_outstanding(plan, plan.live.issue[j], plan.live.due[j], gone, invoice.amount);
    if (plan.live.open[j] && gone > plan.horizon) unsettled_now_[ageing_bucket(-plan.live.due[j])] += invoice.amount;
    if (invoice.paid < default_day && invoice.paid <= plan.horizon) {
      const Day late = invoice.paid - plan.live.due[j];
      days += late;
      ++paid_count;
      note_paid(invoice.amount, late);
    }
  }
  buyer_days_[buyer].add(days, paid_count);
}

void DetailSink::add(const Plan& plan, std::uint32_t buyer, Day default_day, const CarefulTrace& trace) {
  std::int64_t days = 0, paid_count = 0;
  for (const InvoicePart& part : trace.parts) {
    if (part.kind == PartKind::prepayment) continue;
    const std::size_t j = plan.live_first[buyer] + part.invoice;
    note_outstanding(plan, plan.live.issue[j], part.due, std::min(part.paid, default_day), part.amount,
                     trace.rates[part.invoice]);
    if (plan.live.open[j] && std::min(part.paid, default_day) > plan.horizon)
      unsettled_now_[ageing_bucket(-plan.live.due[j])] += part.amount;
    if (part.kind != PartKind::payment || part.paid >= default_day || part.paid > plan.horizon) continue;
    days += part.paid - part.due;
    ++paid_count;
    note_paid(part.amount, part.paid - part.due);
  }
  buyer_days_[buyer].add(days, paid_count);
}

void DetailSink::end(const Plan& plan, const ScenarioFlows& flows) {
  ++trials_;
  const std::size_t buckets = ageing_bucket_names().size();
  std::array<Money, kMostAgeingBuckets> at_fixed_rates{};
  for (std::size_t t = 0; t < overdue_.size(); ++t) {
    Money overdue = 0;
    for (std::size_t a = 0; a < buckets; ++a) {
      at_fixed_rates[a] += changes_[t * buckets + a];
      const Money amount = outstanding_now_[t * buckets + a] += at_fixed_rates[a];
      outstanding_[t * buckets + a].add(amount);
      if (a > 0) overdue += amount;
    }
    overdue_[t].add(overdue);
  }
  for (std::size_t a = 0; a < buckets; ++a) unsettled_[a].add(unsettled_now_[a]);
  if (paid_now_ > 0)
    average_days_.add(static_cast<std::int64_t>(divide_half_even(amount_days_now_ * kMicro, paid_now_)));
  const auto issued_on = [&](Day day) {
    return day >= 1 ? flows.shipped[static_cast<std::size_t>(day)] : plan.issued_before[static_cast<std::size_t>(-day)];
  };
  Int128 sales = 0;
  Day day = 1;
  for (std::size_t t = 0; t < collection_.size(); ++t) {
    const Day end = plan.study->period_ends[t];
    for (; day <= end; ++day) sales += flows.shipped[static_cast<std::size_t>(day)];
    Int128 recent = 0, open = 0;
    for (Day d = end; d > end - kDsoDays; --d) recent += issued_on(d);
    for (std::size_t a = 0; a < buckets; ++a) open += outstanding_now_[t * buckets + a];
    const Int128 not_due = outstanding_now_[t * buckets];
    CollectionSums& sums = collection_[t];
    sums.receivables.add(static_cast<std::int64_t>(open));
    if (recent > 0) {
      const auto dso = static_cast<std::int64_t>(divide_half_even(open * kDsoDays * kMicro, recent));
      const auto best = static_cast<std::int64_t>(divide_half_even(not_due * kDsoDays * kMicro, recent));
      sums.dso.add(dso);
      sums.best_dso.add(best);
      sums.delinquent.add(dso - best);
    }
    const Int128 collectable = plan.open_total + sales - not_due;
    for (const FailedBuyer& failed : flows.failed)
      if (failed.day <= end) open += failed.exposure;  // not collected
    if (collectable > 0)
      sums.effectiveness.add(
          static_cast<std::int64_t>(divide_half_even((plan.open_total + sales - open) * kMicro, collectable)));
  }
}

void DetailSink::merge(const DetailSink& other) {
  trials_ += other.trials_;
  for (std::size_t i = 0; i < outstanding_.size(); ++i) outstanding_[i].merge(other.outstanding_[i]);
  for (std::size_t i = 0; i < overdue_.size(); ++i) overdue_[i].merge(other.overdue_[i]);
  for (std::size_t i = 0; i < buyer_days_.size(); ++i) buyer_days_[i].merge(other.buyer_days_[i]);
  average_days_.merge(other.average_days_);
  for (std::size_t t = 0; t < collection_.size(); ++t) {
    collection_[t].dso.merge(other.collection_[t].dso);
    collection_[t].best_dso.merge(other.collection_[t].best_dso);
    collection_[t].delinquent.merge(other.collection_[t].delinquent);
    collection_[t].effectiveness.merge(other.collection_[t].effectiveness);
    collection_[t].receivables.merge(other.collection_[t].receivables);
  }
  for (std::size_t a = 0; a < unsettled_.size(); ++a) unsettled_[a].merge(other.unsettled_[a]);
}

}  // namespace delcredere
