#include "sim/reference/detail.h"

#include <algorithm>

namespace delcredere {

std::size_t ageing_bucket(Day days_past_due) {
  if (days_past_due <= 0) return 0;
  return std::min<std::size_t>(4, 1 + static_cast<std::size_t>((days_past_due - 1) / 30));
}

DetailSink::DetailSink(std::size_t buyers, std::size_t periods)
    : outstanding_now_(periods * ageing_bucket_names().size()),
      outstanding_(outstanding_now_.size()),
      overdue_(periods),
      buyer_days_(buyers) {}

const ExactSums& DetailSink::outstanding(std::size_t period, std::size_t bucket) const {
  return outstanding_[period * ageing_bucket_names().size() + bucket];
}

void DetailSink::begin() {
  std::fill(outstanding_now_.begin(), outstanding_now_.end(), 0);
  paid_now_ = 0;
  amount_days_now_ = 0;
}

void DetailSink::note_outstanding(const Plan& plan, Day issue, Day due, Day gone, Money amount,
                                  const std::vector<PartsPerBillion>* rates) {
  const std::vector<Day>& ends = plan.study->period_ends;
  const Day from = std::max<Day>(1, issue);
  for (std::size_t t = plan.period_of_day[static_cast<std::size_t>(from)]; t < ends.size() && ends[t] < gone; ++t)
    outstanding_now_[t * ageing_bucket_names().size() + ageing_bucket(ends[t] - due)] +=
        at_rate(rates, amount, ends[t]);
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
    note_outstanding(plan, plan.live.issue[j], plan.live.due[j], std::min(invoice.paid, default_day), invoice.amount);
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
    if (part.kind != PartKind::payment || part.paid >= default_day || part.paid > plan.horizon) continue;
    days += part.paid - part.due;
    ++paid_count;
    note_paid(part.amount, part.paid - part.due);
  }
  buyer_days_[buyer].add(days, paid_count);
}

void DetailSink::end() {
  ++trials_;
  const std::size_t buckets = ageing_bucket_names().size();
  for (std::size_t t = 0; t < overdue_.size(); ++t) {
    Money overdue = 0;
    for (std::size_t a = 0; a < buckets; ++a) {
      const Money amount = outstanding_now_[t * buckets + a];
      outstanding_[t * buckets + a].add(amount);
      if (a > 0) overdue += amount;
    }
    overdue_[t].add(overdue);
  }
  constexpr std::int64_t micro = 1'000'000;
  if (paid_now_ > 0)
    average_days_.add(static_cast<std::int64_t>(divide_half_even(amount_days_now_ * micro, paid_now_)));
}

void DetailSink::merge(const DetailSink& other) {
  trials_ += other.trials_;
  for (std::size_t i = 0; i < outstanding_.size(); ++i) outstanding_[i].merge(other.outstanding_[i]);
  for (std::size_t i = 0; i < overdue_.size(); ++i) overdue_[i].merge(other.overdue_[i]);
  for (std::size_t i = 0; i < buyer_days_.size(); ++i) buyer_days_[i].merge(other.buyer_days_[i]);
  average_days_.merge(other.average_days_);
}

}  // namespace delcredere
