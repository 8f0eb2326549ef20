// Money: percentages, deductibles, caps, claims and recoveries of the plain evaluator.
#include "tests/insurance/plain_evaluator.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "tests/insurance/plain_evaluation.h"

namespace delcredere::testing {
namespace {

Rational exact(const Decimal& decimal) {
  Integer denominator = 1;
  for (int i = 0; i < decimal.scale; ++i) denominator *= 10;
  return Rational(Integer(decimal.mantissa), denominator);
}

Integer nearest(const Rational& value, Mistake mistake) {  // value >= 0
  const Integer floor = numerator(value) / denominator(value);
  const Rational rest = value - Rational(floor);
  const Rational half(1, 2);
  if (rest > half) return floor + 1;
  if (rest < half) return floor;
  return floor % 2 == 0 && mistake != Mistake::half_up ? floor : floor + 1;
}

}  // namespace

Rational Evaluation::percentage(Day attached, const PlainEvent& event) const {
  const std::uint32_t buyer = event.buyer;
  const DefaultCause cause = event.cause;
  const Limit own = limit_of(terms_, book_, buyer, attached);
  if (own.discretionary && terms_.limits.discretionary->insured_percentage) {
    return exact(*terms_.limits.discretionary->insured_percentage);
  }
  const auto& column = book_.portfolio.buyers[buyer].insured_percentage;
  if (terms_.insured_percentage.column && column) return exact(*column);
  if (event.rejection)
    return exact(terms_.goods_rejection->insured_percentage.value_or(terms_.insured_percentage.policy));
  const auto& by_cause = cause == DefaultCause::insolvency  ? terms_.insured_percentage.insolvency
                         : cause == DefaultCause::political ? terms_.insured_percentage.political
                                                            : terms_.insured_percentage.protracted_default;
  return exact(by_cause ? *by_cause : terms_.insured_percentage.policy);
}

Money Evaluation::pay_year(const PlainEvent& event, std::size_t year, const std::vector<Part>& parts) {
  const Buyer& facts = book_.portfolio.buyers[event.buyer];
  Rational loss = 0;
  Rational weighted = 0;
  for (const Part& part : parts) {
    loss += part.amount;
    weighted += percentage(part.attached, event) * part.amount;
  }
  const Rational franchise = terms_.non_qualifying_loss;
  if (loss == 0 || (mistake_ == Mistake::strict_franchise ? loss < franchise : loss <= franchise)) return 0;
  if (weighted == 0) return 0;
  const Rational pct = weighted / loss;
  const Rational zero = 0;
  const Rational each = mistake_ == Mistake::deductible_before_limit ? 0 : terms_.each_first_loss.amount;
  Rational qualifying;
  Rational indemnity;
  if (terms_.each_first_loss.basis == DeductibleBasis::loss) {
    qualifying = std::max<Rational>(loss - each, zero);
    indemnity = pct * qualifying;
  } else {
    indemnity = std::max<Rational>(pct * loss - each, zero);
    qualifying = indemnity / pct;
  }
  Rational ceiling = std::max<Rational>(loss - terms_.minimum_retention, zero);
  if (const Money cap = cap_of(terms_.buyer_cap, facts.id); cap != kUnlimited) {
    const Integer used = mistake_ == Mistake::rejection_of_own_cap ? Integer(0) : buyer_used_[{year, event.buyer}];
    ceiling = std::min<Rational>(ceiling, std::max<Rational>(0, Rational(Integer(cap) - used)));
  }
  if (const Money cap = cap_of(terms_.country_cap, facts.country); cap != kUnlimited) {
    ceiling = std::min<Rational>(ceiling,
                                 std::max<Rational>(0, Rational(Integer(cap) - country_used_[{year, facts.country}])));
  }
  if (mistake_ == Mistake::ceilings_before_aggregate && indemnity > ceiling) {
    indemnity = ceiling;
    qualifying = indemnity / pct;
  }
  Rational& left = aggregate_left_[year];
  Rational eroded;
  Rational payable;
  if (terms_.aggregate_first_loss.basis == DeductibleBasis::loss) {
    eroded = std::min<Rational>(qualifying, left);
    payable = pct * (qualifying - eroded);
  } else {
    eroded = std::min<Rational>(indemnity, left);
    payable = indemnity - eroded;
  }
  left -= Rational(nearest(eroded * 1'000'000, Mistake::none), 1'000'000);
  payable = std::max<Rational>(std::min<Rational>(payable, ceiling), zero);
  Integer paid = nearest(payable, mistake_);
  if (terms_.maximum_liability) {
    Integer liability = terms_.maximum_liability->amount
                            ? Integer(*terms_.maximum_liability->amount)
                            : nearest(exact(*terms_.maximum_liability->times_premium) * premiums_[year], Mistake::none);
    for (const Back& back : back_) {
      if (back.year == year && back.day <= event.date_of_loss) liability += back.amount;
    }
    const Integer room = liability - liability_used_[year];
    paid = room < 0 ? Integer(0) : std::min<Integer>(paid, room);
    liability_used_[year] += paid;
  }
  country_used_[{year, facts.country}] += paid;
  buyer_used_[{year, event.buyer}] += paid;
  return static_cast<Money>(paid);
}

void Evaluation::recover(PlainEvent& event) const {
  const std::uint32_t buyer = event.buyer;
  const TrialBuyer& trial = book_.trial[buyer];
  Rational ead = 0;
  Rational open_a = 0;
  std::set<Day> days;
  // Money on A after the date of loss; of goods rejected since, what they are resold for.
  std::vector<std::pair<Day, Money>> payments;
  for (std::size_t j = 0; j < trial.invoices.size(); ++j) {
    const LedgerInvoice& invoice = trial.invoices[j];
    const bool of_a = invoice.issue <= event.date_of_loss && invoice.paid > event.date_of_loss;
    if (of_a && invoice.rejected && mistake_ != Mistake::rejection_paid_in_full)
      payments.emplace_back(rejection_of(buyer, j).resold, rejection_of(buyer, j).resale);
    else if (of_a && invoice.paid != kNever)
      payments.emplace_back(invoice.paid, invoice.amount);
  }
  for (const LedgerInvoice& invoice : trial.invoices) {
    const bool of_a = invoice.issue <= event.date_of_loss && invoice.paid > event.date_of_loss;
    if (invoice.paid == kNever) ead += invoice.amount;
    if (of_a && invoice.paid == kNever) open_a += invoice.amount;
  }
  for (const auto& [day, amount] : payments) days.insert(day);
  const bool estate = trial.default_day != kNever && trial.recovered > 0 && open_a > 0;
  if (estate) days.insert(trial.recovery_day);
  Integer before = 0;
  for (const Day day : days) {
    Rational gross = 0;
    for (const auto& [arrives, amount] : payments)
      if (arrives <= day) gross += amount;
    if (estate && trial.recovery_day <= day) gross += trial.recovered * open_a / ead;
    gross = std::min<Rational>(gross, event.ascertained);
    const Rational net = gross * (1 - exact(terms_.recovery_cost));
    const Rational paid = event.paid;
    const Rational debt = event.ascertained;
    const Rational insured = event.insured_loss;
    Rational part;
    switch (terms_.sharing) {
      case RecoverySharing::pro_rata_total:
        part = net * paid / debt;
        break;
      case RecoverySharing::insured_debt_first:
        part = insured == 0 ? Rational(0) : Rational(std::min<Rational>(net, insured) * paid / insured);
        break;
      case RecoverySharing::insurer_first:
        part = std::min<Rational>(net, paid);
        break;
      case RecoverySharing::insured_first:
        part = std::max<Rational>(0, net - (debt - paid));
        break;
    }
    const Integer total = nearest(part, mistake_);
    if (total == before) continue;
    event.recoveries.push_back({day, std::max(day, event.cash_day), static_cast<Money>(total - before)});
    before = total;
  }
}

void Evaluation::pay(PlainEvent& event) {
  const std::uint32_t buyer = event.buyer;
  std::vector<Money> open = open_amounts(buyer, event.date_of_loss);
  if (mistake_ == Mistake::limit_never_revolves) {
    for (std::size_t j = 0; j < open.size(); ++j) {
      if (book_.trial[buyer].invoices[j].issue <= event.date_of_loss) open[j] = book_.trial[buyer].invoices[j].amount;
    }
  }
  if (mistake_ == Mistake::lgd_twice && event.ascertained > 0) {
    const Money recovered = std::min(book_.trial[buyer].recovered, event.ascertained);
    for (Money& amount : open) {
      amount = static_cast<Money>(Integer(amount) * (event.ascertained - recovered) / event.ascertained);
    }
  }
  std::map<std::size_t, std::vector<Part>> by_year;
  const std::vector<Part> insured =
      event.rejection ? std::vector<Part>{{book_.trial[buyer].invoices[event.invoice].issue, insured_of(buyer, event)}}
                      : walk(buyer, open, orders(buyer, event.cause));
  for (const Part& part : insured) {
    event.insured_loss += part.amount;
    const int year =
        terms_.cover.basis == CoverBasis::risk_attaching ? year_of(part.attached) : year_of(event.date_of_loss - 1);
    by_year[static_cast<std::size_t>(year)].push_back(part);
  }
  if (event.cash_day == kNever) return;  // filed too late
  std::map<std::size_t, Money> paid;
  for (const auto& [year, parts] : by_year) {
    paid[year] = pay_year(event, year, parts);
    event.paid += paid[year];
  }
  if (event.paid == 0 || event.rejection) return;
  recover(event);
  if (!terms_.maximum_liability || !terms_.maximum_liability->reinstate) return;
  for (const auto& [year, amount] : paid) {
    Integer so_far = 0;
    Integer back = 0;
    for (const RecoveryPayment& recovery : event.recoveries) {
      so_far += recovery.amount;
      const Integer share = nearest(Rational(so_far) * amount / event.paid, Mistake::none);
      back_.push_back({recovery.received, year, share - back});
      back = share;
    }
  }
}

PlainOutcome Evaluation::run() {
  aggregate_left_.assign(static_cast<std::size_t>(terms_.cover.years), terms_.aggregate_first_loss.amount);
  liability_used_.assign(static_cast<std::size_t>(terms_.cover.years), 0);
  // What was used before as_of is used in the policy year that runs then.
  if (const int running = year_of(0); running >= 0) {
    const auto year = static_cast<std::size_t>(running);
    aggregate_left_[year] = std::max<Rational>(0, aggregate_left_[year] - terms_.state.aggregate_first_loss_used);
    liability_used_[year] = terms_.state.liability_used;
    for (const auto& [country, used] : terms_.state.country_cap_used) country_used_[{year, country}] = used;
  }
  PlainOutcome outcome;
  for (std::uint32_t buyer = 0; buyer < book_.trial.size(); ++buyer) {
    add_rejections(buyer, outcome.events);
    PlainEvent event;
    if (date_of_loss(buyer, event)) outcome.events.push_back(event);
  }
  const auto place = [&](const PlainEvent& event) {
    const bool last = mistake_ == Mistake::rejection_later ? event.rejection : !event.rejection;
    return std::tuple(event.date_of_loss, book_.portfolio.buyers[event.buyer].id, last, event.invoice);
  };
  std::sort(outcome.events.begin(), outcome.events.end(),
            [&](const PlainEvent& a, const PlainEvent& b) { return place(a) < place(b); });
  for (PlainEvent& event : outcome.events) {
    pay(event);
    outcome.claims += event.paid;
  }
  return outcome;
}

PlainOutcome evaluate_plainly(const PolicyTerms& terms, const Book& book, Day horizon,
                              const std::vector<Money>& premiums, const PolicyTerms* primary, Mistake mistake) {
  return Evaluation(terms, book, horizon, premiums, primary, mistake).run();
}

}  // namespace delcredere::testing
