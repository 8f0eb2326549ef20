#include "tests/insurance/plain_evaluator.h"

#include <algorithm>
#include <boost/multiprecision/cpp_int.hpp>
#include <set>
#include <tuple>

namespace delcredere::testing {
namespace {

using Rational = boost::multiprecision::cpp_rational;
using Integer = boost::multiprecision::cpp_int;

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

struct Limit {
  bool unlimited = false;
  Money amount = 0;
  bool discretionary = false;
};

class Evaluation {
 public:
  Evaluation(const PolicyTerms& terms, const Book& book, Day horizon, const std::vector<Money>& premiums,
             const PolicyTerms* primary, Mistake mistake)
      : terms_(terms), book_(book), horizon_(horizon), premiums_(premiums), primary_(primary), mistake_(mistake) {}

  PlainOutcome run();

 private:
  struct Part {
    std::size_t invoice;
    Money amount;
  };

  static Limit limit_of(const PolicyTerms& terms, const Book& book, std::uint32_t buyer, Day day);
  bool limited_above_zero(std::uint32_t buyer, Day day) const;
  bool eligible(std::uint32_t buyer, std::size_t j) const;
  std::vector<Money> open_amounts(std::uint32_t buyer, Day day) const;
  bool date_of_loss(std::uint32_t buyer, PlainEvent& event) const;
  std::vector<Part> walk(std::uint32_t buyer, const std::vector<Money>& open) const;
  Rational percentage(std::uint32_t buyer, std::size_t j, DefaultCause cause) const;
  int year_of(Day shipment) const;
  void pay(std::uint32_t buyer, PlainEvent& event);
  Money pay_year(std::uint32_t buyer, const PlainEvent& event, std::size_t year, const std::vector<Part>& parts);
  void recover(std::uint32_t buyer, PlainEvent& event) const;
  Money cap_of(const CapTable& table, const std::string& key) const {
    return table.by_key.count(key) != 0 ? table.by_key.at(key) : table.fallback.value_or(kUnlimited);
  }

  const PolicyTerms& terms_;
  const Book& book_;
  Day horizon_;
  const std::vector<Money>& premiums_;
  const PolicyTerms* primary_;
  Mistake mistake_;
  std::vector<Rational> aggregate_left_;
  std::map<std::pair<std::size_t, std::string>, Integer> country_used_;
  std::vector<Integer> liability_used_;
  struct Back {
    Day day;
    std::size_t year;
    Integer amount;
  };
  std::vector<Back> back_;
};

Limit Evaluation::limit_of(const PolicyTerms& terms, const Book& book, std::uint32_t buyer, Day day) {
  if (!terms.limits.present) return {true, 0, false};
  std::optional<Money> decision;
  if (terms.limits.column) decision = book.portfolio.buyers[buyer].insured_limit;
  for (const DatedLimit& entry : terms.limits.dated) {
    if (entry.buyer == buyer && entry.from <= day) decision = entry.amount;
  }
  if (decision) return {false, *decision, false};
  if (terms.limits.discretionary) return {false, terms.limits.discretionary->amount, true};
  return {false, 0, false};
}

bool Evaluation::limited_above_zero(std::uint32_t buyer, Day day) const {
  const Limit own = limit_of(terms_, book_, buyer, day);
  if (own.unlimited || own.amount > 0) return true;
  if (terms_.limits.excess_of.empty()) return false;
  return limit_of(*primary_, book_, buyer, day).amount > 0;
}

int Evaluation::year_of(Day shipment) const {
  for (int year = 0; year < terms_.cover.years; ++year) {
    if (shipment >= terms_.cover.year_starts[year] && shipment < terms_.cover.year_starts[year + 1]) return year;
  }
  return -1;
}

bool Evaluation::eligible(std::uint32_t buyer, std::size_t j) const {
  const TrialBuyer& trial = book_.trial[buyer];
  const LedgerInvoice& invoice = trial.invoices[j];
  const Buyer& facts = book_.portfolio.buyers[buyer];
  const auto has = [](const auto& list, const auto& value) {
    return std::find(list.begin(), list.end(), value) != list.end();
  };
  if (has(terms_.excluded_buyers, buyer) || has(terms_.excluded_countries, facts.country)) return false;
  if (terms_.insured_buyers && !has(*terms_.insured_buyers, buyer)) return false;
  if (invoice.disputed) return false;
  if (invoice.issue >= trial.default_day) return false;
  if (!limited_above_zero(buyer, invoice.issue)) return false;
  if (terms_.cover.basis == CoverBasis::risk_attaching && year_of(invoice.issue) < 0) return false;
  if (book_.portfolio.exposure_book) return true;
  if (terms_.max_terms && invoice.due - invoice.issue > *terms_.max_terms) return false;
  if (terms_.protracted_default && invoice.due + terms_.protracted_default->wait <= terms_.cover.from) return false;
  if (terms_.max_extension) {
    for (const LedgerInvoice& other : trial.invoices) {
      if (other.disputed || other.issue >= invoice.issue) continue;
      const Day slack = mistake_ == Mistake::extension_strict ? 1 : 0;
      const bool overdue = invoice.issue + slack > other.due + *terms_.max_extension;
      const bool paid_by_the_day_before = other.paid <= invoice.issue - 1;
      if (overdue && !paid_by_the_day_before) return false;
    }
  }
  return true;
}

std::vector<Money> Evaluation::open_amounts(std::uint32_t buyer, Day day) const {
  const std::vector<LedgerInvoice>& invoices = book_.trial[buyer].invoices;
  std::vector<Money> open(invoices.size(), 0);
  std::vector<std::size_t> queue;
  Integer receipts = 0;
  for (std::size_t j = 0; j < invoices.size(); ++j) {
    const LedgerInvoice& invoice = invoices[j];
    if (invoice.issue > day || invoice.paid <= 0) continue;
    if (invoice.disputed) {
      if (invoice.paid > day) open[j] = invoice.amount;
      continue;
    }
    queue.push_back(j);
    if (invoice.paid <= day) receipts += invoice.amount;
  }
  std::sort(queue.begin(), queue.end(), [&](std::size_t a, std::size_t b) {
    return std::tie(invoices[a].due, invoices[a].issue, invoices[a].row) <
           std::tie(invoices[b].due, invoices[b].issue, invoices[b].row);
  });
  if (mistake_ == Mistake::latest_due_first) std::reverse(queue.begin(), queue.end());
  for (const std::size_t j : queue) {
    const Integer amount = invoices[j].amount;
    const Integer settled = amount < receipts ? amount : receipts;
    receipts -= settled;
    open[j] = static_cast<Money>(amount - settled);
  }
  return open;
}

bool Evaluation::date_of_loss(std::uint32_t buyer, PlainEvent& event) const {
  const TrialBuyer& trial = book_.trial[buyer];
  std::vector<bool> covered;
  Day first = 1;
  for (std::size_t j = 0; j < trial.invoices.size(); ++j) {
    covered.push_back(eligible(buyer, j));
    first = std::min(first, trial.invoices[j].issue);
  }
  for (Day day = first; day <= horizon_; ++day) {
    bool found = false;
    if (terms_.insolvency && trial.cause == DefaultCause::insolvency && trial.default_day != kNever &&
        day == trial.default_day + terms_.insolvency->wait) {
      event.cause = DefaultCause::insolvency;
      found = true;
    }
    for (std::size_t j = 0; j < covered.size() && !found; ++j) {
      if (!covered[j] || !terms_.protracted_default || book_.portfolio.exposure_book) continue;
      const LedgerInvoice& invoice = trial.invoices[j];
      if (invoice.due + terms_.protracted_default->wait != day) continue;
      // Up to as_of payments count as made, later ones against the oldest debt.
      found = invoice.paid <= 0 ? invoice.paid > day : open_amounts(buyer, day)[j] > 0;
      event.cause = DefaultCause::protracted_default;
    }
    if (!found) continue;
    if (day < 1) return false;
    if (terms_.cover.basis == CoverBasis::losses_occurring && year_of(day - 1) < 0) return false;
    const std::vector<Money> open = open_amounts(buyer, day);
    Integer total = 0;
    bool any = false;
    for (std::size_t j = 0; j < open.size(); ++j) {
      total += open[j];
      any = any || (covered[j] && open[j] > 0);
    }
    event.date_of_loss = day;
    event.ascertained = static_cast<Money>(total);
    event.cash_day = day + terms_.filing_lag + terms_.settlement;
    return any;
  }
  return false;
}

std::vector<Evaluation::Part> Evaluation::walk(std::uint32_t buyer, const std::vector<Money>& open) const {
  const std::vector<LedgerInvoice>& invoices = book_.trial[buyer].invoices;
  std::vector<Part> parts;
  std::vector<Integer> sums;  // insured up to and including each invoice
  Integer with = 0;
  Integer below = 0;
  const auto insured = [](Integer debt, const Limit& a, const Limit& b, const Integer& so_far) -> Integer {
    if (a.unlimited || b.unlimited) return debt;
    Integer room = Integer(a.amount) + b.amount - so_far;
    if (room < 0) room = 0;
    return debt < room ? debt : room;
  };
  for (std::size_t j = 0; j < invoices.size(); ++j) {
    if (open[j] == 0 || !eligible(buyer, j)) continue;
    const Limit own = limit_of(terms_, book_, buyer, invoices[j].issue);
    const bool top_up = !terms_.limits.excess_of.empty();
    const Limit primary = top_up ? limit_of(*primary_, book_, buyer, invoices[j].issue) : Limit{};
    Integer debt = open[j];
    if (mistake_ == Mistake::deductible_before_limit && parts.empty()) {
      debt = debt > terms_.each_first_loss.amount ? debt - terms_.each_first_loss.amount : Integer(0);
    }
    with += insured(debt, own, primary, with);
    if (top_up) below += insured(debt, Limit{}, primary, below);
    parts.push_back({j, 0});
    sums.push_back(with - below);
  }
  // A part that a later invoice takes back was never insured: each part reaches only to the lowest later sum.
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const Integer here = *std::min_element(sums.begin() + static_cast<std::ptrdiff_t>(i), sums.end());
    const Integer before =
        i == 0 ? Integer(0) : *std::min_element(sums.begin() + static_cast<std::ptrdiff_t>(i) - 1, sums.end());
    parts[i].amount = static_cast<Money>(here - before);
  }
  return parts;
}

Rational Evaluation::percentage(std::uint32_t buyer, std::size_t j, DefaultCause cause) const {
  const Limit own = limit_of(terms_, book_, buyer, book_.trial[buyer].invoices[j].issue);
  if (own.discretionary && terms_.limits.discretionary->insured_percentage) {
    return exact(*terms_.limits.discretionary->insured_percentage);
  }
  const auto& column = book_.portfolio.buyers[buyer].insured_percentage;
  if (terms_.insured_percentage.column && column) return exact(*column);
  const auto& by_cause = cause == DefaultCause::insolvency ? terms_.insured_percentage.insolvency
                                                           : terms_.insured_percentage.protracted_default;
  return exact(by_cause ? *by_cause : terms_.insured_percentage.policy);
}

Money Evaluation::pay_year(std::uint32_t buyer, const PlainEvent& event, std::size_t year,
                           const std::vector<Part>& parts) {
  const Buyer& facts = book_.portfolio.buyers[buyer];
  Rational loss = 0;
  Rational weighted = 0;
  for (const Part& part : parts) {
    loss += part.amount;
    weighted += percentage(buyer, part.invoice, event.cause) * part.amount;
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
    ceiling = std::min<Rational>(ceiling, cap);
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
  return static_cast<Money>(paid);
}

void Evaluation::recover(std::uint32_t buyer, PlainEvent& event) const {
  const TrialBuyer& trial = book_.trial[buyer];
  Rational ead = 0;
  Rational open_a = 0;
  std::set<Day> days;
  for (const LedgerInvoice& invoice : trial.invoices) {
    const bool of_a = invoice.issue <= event.date_of_loss && invoice.paid > event.date_of_loss;
    if (invoice.paid == kNever) ead += invoice.amount;
    if (of_a && invoice.paid == kNever) open_a += invoice.amount;
    if (of_a && invoice.paid != kNever) days.insert(invoice.paid);
  }
  const bool estate = trial.default_day != kNever && trial.recovered > 0 && open_a > 0;
  if (estate) days.insert(trial.recovery_day);
  Integer before = 0;
  for (const Day day : days) {
    Rational gross = 0;
    for (const LedgerInvoice& invoice : trial.invoices) {
      const bool of_a = invoice.issue <= event.date_of_loss && invoice.paid > event.date_of_loss;
      if (of_a && invoice.paid <= day) gross += invoice.amount;
    }
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

void Evaluation::pay(std::uint32_t buyer, PlainEvent& event) {
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
  for (const Part& part : walk(buyer, open)) {
    event.insured_loss += part.amount;
    const int year = terms_.cover.basis == CoverBasis::risk_attaching
                         ? year_of(book_.trial[buyer].invoices[part.invoice].issue)
                         : year_of(event.date_of_loss - 1);
    by_year[static_cast<std::size_t>(year)].push_back(part);
  }
  std::map<std::size_t, Money> paid;
  for (const auto& [year, parts] : by_year) {
    paid[year] = pay_year(buyer, event, year, parts);
    event.paid += paid[year];
  }
  if (event.paid == 0) return;
  recover(buyer, event);
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
  std::vector<std::tuple<Day, std::string, std::uint32_t>> order;
  for (std::uint32_t buyer = 0; buyer < book_.trial.size(); ++buyer) {
    PlainEvent event;
    if (!date_of_loss(buyer, event)) continue;
    outcome.events[buyer] = event;
    order.emplace_back(event.date_of_loss, book_.portfolio.buyers[buyer].id, buyer);
  }
  std::sort(order.begin(), order.end());
  for (const auto& [day, id, buyer] : order) {
    pay(buyer, outcome.events[buyer]);
    outcome.claims += outcome.events[buyer].paid;
  }
  return outcome;
}

}  // namespace

PlainOutcome evaluate_plainly(const PolicyTerms& terms, const Book& book, Day horizon,
                              const std::vector<Money>& premiums, const PolicyTerms* primary, Mistake mistake) {
  return Evaluation(terms, book, horizon, premiums, primary, mistake).run();
}

}  // namespace delcredere::testing
