#include "sim/trial/careful_trial.h"

#include <algorithm>
#include <functional>

#include "models/payment/sales_volume.h"
#include "sim/trial/grade_path.h"

namespace delcredere {
namespace {

constexpr auto kLater = std::greater<std::pair<Day, Money>>{};

}  // namespace

const CarefulTrace& CarefulTracer::trace(const ScenarioPlan& scenario, const TrialState& state, std::uint32_t buyer,
                                         std::span<const LawDelay> laws, Score m, Day default_day) {
  scenario_ = &scenario;
  state_ = &state;
  payments_ = &plan_.payment_plans[scenario.payments];
  shock_ = &state.days.classes[scenario.buyer_class[buyer]];
  country_stop_ = country_stop_of(scenario, state, buyer);
  buyer_ = buyer;
  default_day_ = default_day;
  m_ = m;
  path_.clear();
  grades_.clear();
  if (scenario.careful.follows_grades() || scenario.premium_follows_grades)
    grade_path(plan_, scenario, state, buyer, path_);
  if (scenario.premium_follows_grades) append_grades(scenario, path_, grades_);
  stops_.clear();
  outstanding_.clear();
  owed_ = 0;
  volume_ =
      scenario.careful.uncertain_volume()
          ? volume_parts(scenario.careful.common_volume, scenario.careful.buyer_volume, plan_.seed, state.trial, buyer)
          : kOnePart;
  const std::uint32_t first = plan_.live_first[buyer], end = plan_.live_first[buyer + 1];
  trace_.invoices.assign(end - first, {});
  trace_.parts.clear();
  trace_.first.clear();
  trace_.money.clear();
  trace_.rates.assign(end - first, nullptr);
  if (!scenario.careful.fx.lines.empty())
    for (std::uint32_t j = first; j < end; ++j)
      if (const std::uint8_t currency = plan_.live.currency[j]; currency > 0)
        trace_.rates[j - first] = &state.rates[currency - 1u];
  for (std::uint32_t j = first; j < end; ++j) {
    trace_.first.push_back(static_cast<std::uint32_t>(trace_.parts.size()));
    Shipped invoice;
    LawDelay law = laws[j - first];
    if (!ship(j, invoice, law)) continue;
    settle(invoice, law);
    if (scenario.careful.rejections.probability > 0) reject(invoice);
    follow_owed(invoice);
  }
  trace_.first.push_back(static_cast<std::uint32_t>(trace_.parts.size()));
  return trace_;
}

/// Place of the buyer's entry in the rules that may follow its grade.
std::size_t CarefulTracer::rule_of(Day issue) const {
  const std::size_t columns = scenario_->careful.columns;
  return buyer_ * columns + (columns > 1 && !path_.empty() ? grade_on(*scenario_, path_, issue) : 0);
}

/// The segment that its grade on the issue day leads to; by the same draw, so that only the law changes.
void CarefulTracer::choose_segment(Shipped& invoice, LawDelay& law) const {
  const CarefulPlan& rules = scenario_->careful;
  invoice.payments = payments_;
  std::uint16_t schedule = rules.schedule.empty() ? CarefulPlan::kNoSchedule : rules.schedule[buyer_];
  if (invoice.planned && !rules.segment_of_grade.empty() && !path_.empty()) {
    const std::uint16_t place = rules.segment_of_grade[grade_on(*scenario_, path_, invoice.issue)];
    if (place != CarefulPlan::kOwnSegment) {
      invoice.payments = &scenario_->graded_payments[place];
      law = law_delay(plan_, *invoice.payments, state_->trial, invoice.j, m_);
      schedule = rules.schedules.empty() ? CarefulPlan::kNoSchedule : rules.graded_schedule[place];
    }
  }
  if (invoice.planned && schedule != CarefulPlan::kNoSchedule) invoice.schedule = &rules.schedules[schedule];
}

/// Is it shipped, and for how much? Amounts: volume, then shocks; then prepayment and limit.
bool CarefulTracer::ship(std::uint32_t j, Shipped& invoice, LawDelay& law) {
  const LiveInvoices& live = plan_.live;
  const CarefulPlan& rules = scenario_->careful;
  invoice = {j, j - plan_.live_first[buyer_], live.issue[j], live.due[j], live.amount[j], !live.open[j]};
  const Day issue = invoice.issue;
  Money amount = invoice.credit;
  if (invoice.planned) {
    if (issue >= default_day_) {
      if (volume_ != kOnePart) amount = times_parts(amount, volume_);
      trace_.invoices[invoice.k].ordered = shocked_amount(*shock_, issue, amount);
      return false;
    }
    const auto stopped = [issue](const auto& stop) { return issue >= stop.first && issue <= stop.second; };
    if (std::any_of(stops_.begin(), stops_.end(), stopped)) return false;
    if (volume_ != kOnePart) amount = times_parts(amount, volume_);
    amount = shocked_amount(*shock_, issue, amount);
    if (!rules.longest_terms.empty() && rules.longest_terms[rule_of(issue)] != kNever)
      invoice.due = std::min(invoice.due, issue + rules.longest_terms[rule_of(issue)]);
  }
  if (amount == 0) return false;
  const Money prepaid =
      invoice.planned && !rules.prepaid.empty() ? times_parts(amount, rules.prepaid[rule_of(issue)]) : 0;
  invoice.credit = amount - prepaid;
  if (invoice.planned && !rules.limit.empty()) {
    const Money limit = rules.limit[rule_of(issue)];
    if (limit != kUnlimited && owed_before(issue) + invoice.credit > limit) return false;
  }
  choose_segment(invoice, law);
  trace_.invoices[invoice.k].amount = amount;
  if (prepaid > 0) {
    trace_.invoices[invoice.k].paid = issue;
    trace_.parts.push_back({invoice.k, PartKind::prepayment, false, false, prepaid, issue, issue});
  }
  return true;
}

/// What the buyer owes at the end of the day before, and of shipments of the day itself.
Money CarefulTracer::owed_before(Day day) {
  while (!outstanding_.empty() && outstanding_.front().first < day) {
    owed_ -= outstanding_.front().second;
    std::pop_heap(outstanding_.begin(), outstanding_.end(), kLater);
    outstanding_.pop_back();
  }
  return owed_;
}

/// The day on which a payment arrives that is made `delay` days after `due`.
Day CarefulTracer::arrival(const Shipped& invoice, Day due, Day delay) const {
  if (const RunCalendar* runs = invoice.payments->runs[invoice.payments->table[invoice.j]].get())
    delay = on_run_day(*runs, due, delay);
  const Day paid = due + delay;
  return country_stop_ != nullptr && active(*country_stop_, paid) ? released(*country_stop_, paid) : paid;
}

void CarefulTracer::add_part(const Shipped& invoice, PartKind kind, Money amount, Day due, Day paid, bool disputed) {
  if (amount == 0) return;
  const SecurityPlan& security = scenario_->careful.security;
  const bool secured = security.share > 0 && invoice.planned && invoice.due - invoice.issue > security.terms_above;
  trace_.parts.push_back({invoice.k, kind, disputed, secured, amount, due, paid});
  InvoiceTrial& whole = trace_.invoices[invoice.k];
  whole.paid = trace_.parts.size() - 1 == trace_.first[invoice.k] ? paid : std::max(whole.paid, paid);
}

/// What the parts of an invoice mean for later shipments: limit checks, supply stops.
void CarefulTracer::follow_owed(const Shipped& invoice) {
  for (std::size_t i = trace_.first[invoice.k]; i < trace_.parts.size(); ++i) {
    const InvoicePart& part = trace_.parts[i];
    if (part.kind == PartKind::prepayment) continue;
    if (!scenario_->careful.limit.empty()) {
      owed_ += part.amount;
      outstanding_.emplace_back(part.paid, part.amount);
      std::push_heap(outstanding_.begin(), outstanding_.end(), kLater);
    }
    // Unpaid at the end of day s - 1 >= due + overdue: s from due + overdue + 1 to the day of payment.
    const Day stop = part.due + scenario_->supply_stop.overdue + 1;
    if (scenario_->supply_stop.active && !part.disputed && part.paid >= stop) stops_.emplace_back(stop, part.paid);
  }
}

/// The goods come back unless the buyer fails or pays first; then nothing else happens to the invoice.
void CarefulTracer::reject(const Shipped& invoice) {
  const RejectionPlan& rule = scenario_->careful.rejections;
  const Day day = invoice.issue + rule.after;
  if (!invoice.planned || invoice.credit == 0 || day >= default_day_) return;
  std::size_t owed = trace_.first[invoice.k];
  if (trace_.parts[owed].kind == PartKind::prepayment) ++owed;
  for (std::size_t i = owed; i < trace_.parts.size(); ++i)
    if (trace_.parts[i].disputed || trace_.parts[i].paid < day) return;
  const std::uint32_t word = draw(plan_.seed, Purpose::goods_rejection, 0, invoice.j, state_->trial)[0];
  if (open_uniform(word) >= rule.probability) return;
  trace_.parts.resize(owed);
  while (!trace_.money.empty() && trace_.money.back().invoice == invoice.k) trace_.money.pop_back();
  trace_.parts.push_back({invoice.k, PartKind::rejected, false, false, invoice.credit, invoice.due, day});
  trace_.invoices[invoice.k].paid = day;
}

Rejection CarefulTracer::rejection_of(Money amount, Day day) const {
  const RejectionPlan& rule = scenario_->careful.rejections;
  const Money resale = times_parts(amount, rule.resale);
  return {day + rule.resale_after, amount - resale, resale};
}

void CarefulTracer::settle(const Shipped& invoice, LawDelay law) {
  const CarefulPlan& rules = scenario_->careful;
  const std::uint32_t j = invoice.j;
  const PhiloxBlock words =
      rules.draws() ? draw(plan_.seed, Purpose::invoice_events, 0, j, state_->trial) : PhiloxBlock{};
  // An item that is due at as_of without a dispute has none.
  const bool open_to_dispute = invoice.planned || plan_.live.due[j] > 0;
  const bool disputed =
      plan_.live.disputed[j] || (open_to_dispute && open_uniform(words[0]) < rules.disputes.probability);
  if (law == kOlderThanLaw) {
    add_part(invoice, PartKind::payment, invoice.credit, invoice.due, kNever, disputed);
    return;
  }
  const Day from = std::max<Day>(law, invoice.issue - invoice.due);  // terms may be shorter than the plan's
  Day delay = shocked_delay(from, delay_shock(*shock_, *payments_, invoice.due, default_day_));
  const Day age = plan_.live.age(j);
  if (disputed && rules.disputes.active) {
    settle_dispute(invoice, delay);
    return;
  }
  delay = scenario_->dunning.apply(delay, age);
  Money fee = 0;
  if (const Day handed = std::max({rules.agency.after, age, Day{0}});
      !disputed && delay > handed && open_uniform(words[3]) < rules.agency.success) {
    const Day brought = std::max(handed + rules.agency.takes, age + 1);
    if (brought < delay) {
      delay = brought;
      fee = times_parts(invoice.credit, rules.agency.fee);
    }
  }
  if (!disputed && take_discount(invoice, delay, open_uniform(words[2]))) return;
  if (invoice.schedule != nullptr && !disputed) {
    pay_instalments(invoice, delay);
  } else if (!disputed && fee == 0 && open_uniform(words[1]) < rules.partial.probability) {
    const Money now = times_parts(invoice.credit, rules.partial.first);
    add_part(invoice, PartKind::payment, now, invoice.due, arrival(invoice, invoice.due, delay), false);
    add_part(invoice, PartKind::payment, invoice.credit - now, invoice.due,
             arrival(invoice, invoice.due, delay + rules.partial.rest_after), false);
  } else {
    add_part(invoice, PartKind::payment, invoice.credit, invoice.due, arrival(invoice, invoice.due, delay), disputed);
  }
  if (fee > 0) trace_.money.push_back({invoice.k, trace_.invoices[invoice.k].paid, 0, fee});
  if (!disputed) charge_interest(invoice);
}

void CarefulTracer::settle_dispute(const Shipped& invoice, Day delay) {
  const DisputePlan& rule = scenario_->careful.disputes;
  const Money note = times_parts(invoice.credit, rule.note);
  const Day settled = std::max<Day>(invoice.due + rule.days, 1);
  const Day paid = arrival(invoice, invoice.due, std::max<Day>(delay, 0) + rule.days);
  add_part(invoice, PartKind::credit_note, note, invoice.due, std::max(settled, invoice.issue), true);
  add_part(invoice, PartKind::payment, invoice.credit - note, invoice.due, paid, true);
}

bool CarefulTracer::take_discount(const Shipped& invoice, Day delay, double u) {
  const DiscountPlan& rule = scenario_->careful.discount;
  const Day on = invoice.issue + rule.within;
  if (u >= rule.take_up || invoice.schedule != nullptr || on < 1 || invoice.due + delay <= on) return false;
  const Money cut = times_parts(invoice.credit, rule.discount);
  const Day paid = arrival(invoice, on, 0);
  add_part(invoice, PartKind::payment, invoice.credit - cut, invoice.due, paid, false);
  add_part(invoice, PartKind::discount, cut, invoice.due, paid, false);
  return true;
}

void CarefulTracer::pay_instalments(const Shipped& invoice, Day delay) {
  Money before = 0;
  for (const InstalmentPlan& part : *invoice.schedule) {
    const Money up_to = times_parts(invoice.credit, part.up_to);
    const Day due = invoice.due + part.after;
    add_part(invoice, PartKind::payment, up_to - before, due, arrival(invoice, due, delay), false);
    before = up_to;
  }
}

void CarefulTracer::charge_interest(const Shipped& invoice) {
  const InterestPlan& rule = scenario_->careful.interest;
  if (rule.yearly == 0) return;
  for (std::size_t i = trace_.first[invoice.k]; i < trace_.parts.size(); ++i) {
    const InvoicePart& part = trace_.parts[i];
    const Day late = part.paid - part.due - rule.after;
    if (part.kind != PartKind::payment || late <= 0) continue;
    const Int128 yearly = static_cast<Int128>(part.amount) * rule.yearly;
    const auto interest = static_cast<Money>(divide_half_even(yearly * late, Int128{365} * kOnePart));
    if (interest > 0) trace_.money.push_back({invoice.k, part.paid, interest, 0});
  }
}

}  // namespace delcredere
