// Cover and debts: limits, eligibility, the open invoices of a day, the date of loss, the walk through the limits.
#include <algorithm>
#include <tuple>

#include "models/core/random/draw.h"
#include "tests/insurance/plain_evaluation.h"

namespace delcredere::testing {

namespace {

/// Share of a limit that the insurer's actions leave for shipments of a day.
Rational share_left(const PolicyTerms& terms, const std::vector<GradeFrom>& grades, Day day, bool no_notice) {
  Rational left = 1;
  for (const LimitAction& action : terms.limit_actions)
    for (std::size_t k = 0; k + 1 < grades.size(); ++k) {
      const bool falls = grades[k].grade <= action.grade && grades[k + 1].grade > action.grade;
      if (!falls || day < grades[k + 1].day + (no_notice ? 0 : action.notice)) continue;
      Integer hundred = 1;
      for (int i = 0; i < action.cut.scale; ++i) hundred *= 10;
      left = std::min<Rational>(left, 1 - Rational(Integer(action.cut.mantissa), hundred));
    }
  return left;
}

}  // namespace

Limit Evaluation::limit_of(const PolicyTerms& terms, const Book& book, std::uint32_t buyer, Day day) const {
  if (!terms.limits.present) return {true, 0, false};
  const Rational left = share_left(terms, book.trial[buyer].grades, day, mistake_ == Mistake::no_notice);
  const auto cut = [&](Money amount) {
    const Rational exact = left * amount;
    Integer whole = numerator(exact) / denominator(exact);
    const Rational rest = exact - Rational(whole);
    if (rest > Rational(1, 2) || (rest == Rational(1, 2) && whole % 2 != 0)) ++whole;
    return static_cast<Money>(whole);
  };
  std::optional<Money> decision;
  if (terms.limits.column) decision = book.portfolio.buyers[buyer].insured_limit;
  for (const DatedLimit& entry : terms.limits.dated) {
    if (entry.buyer == buyer && entry.from <= day) decision = entry.amount;
  }
  if (decision) return {false, cut(*decision), false};
  if (terms.limits.discretionary) return {false, cut(terms.limits.discretionary->amount), true};
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

bool Evaluation::eligible(std::uint32_t buyer, std::size_t j, bool as_undisputed) const {
  const TrialBuyer& trial = book_.trial[buyer];
  const LedgerInvoice& invoice = trial.invoices[j];
  const Buyer& facts = book_.portfolio.buyers[buyer];
  const auto has = [](const auto& list, const auto& value) {
    return std::find(list.begin(), list.end(), value) != list.end();
  };
  if (has(terms_.excluded_buyers, buyer) || has(terms_.excluded_countries, facts.country)) return false;
  if (terms_.insured_buyers && !has(*terms_.insured_buyers, buyer)) return false;
  if (invoice.disputed && !as_undisputed) return false;
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

// An invoice that fell due by the end of a stop and is still unpaid the waiting period after both have begun.
bool Evaluation::political_on(std::uint32_t buyer, Day day, const std::vector<bool>& covered) const {
  if (!terms_.political || book_.portfolio.exposure_book) return false;
  const TrialBuyer& trial = book_.trial[buyer];
  for (const CountryStop& stop : trial.stops)
    for (std::size_t j = 0; j < covered.size(); ++j) {
      const Day due = trial.invoices[j].due;
      if (!covered[j] || std::max(due, stop.first) + terms_.political->wait != day) continue;
      if (due > stop.last && mistake_ != Mistake::political_after_the_stop) continue;
      if (open_amounts(buyer, day)[j] > 0) return true;
    }
  return false;
}

std::optional<std::pair<Day, DefaultCause>> Evaluation::crystallises(std::uint32_t buyer) const {
  const TrialBuyer& trial = book_.trial[buyer];
  std::vector<bool> covered;
  Day first = 1;
  for (std::size_t j = 0; j < trial.invoices.size(); ++j) {
    covered.push_back(eligible(buyer, j));
    first = std::min(first, trial.invoices[j].issue);
  }
  for (Day day = first; day <= horizon_; ++day) {
    if (terms_.insolvency && trial.cause == DefaultCause::insolvency && trial.default_day != kNever &&
        day == trial.default_day + terms_.insolvency->wait)
      return std::pair(day, DefaultCause::insolvency);
    const bool political = political_on(buyer, day, covered);
    if (political && mistake_ != Mistake::political_last) return std::pair(day, DefaultCause::political);
    for (std::size_t j = 0; j < covered.size(); ++j) {
      if (!covered[j] || !terms_.protracted_default || book_.portfolio.exposure_book) continue;
      const LedgerInvoice& invoice = trial.invoices[j];
      if (invoice.due + terms_.protracted_default->wait != day) continue;
      // Up to as_of payments count as made, later ones against the oldest debt.
      if (invoice.paid <= 0 ? invoice.paid > day : open_amounts(buyer, day)[j] > 0)
        return std::pair(day, DefaultCause::protracted_default);
    }
    if (political) return std::pair(day, DefaultCause::political);
  }
  return std::nullopt;
}

bool Evaluation::date_of_loss(std::uint32_t buyer, PlainEvent& event) const {
  const auto loss = crystallises(buyer);
  if (!loss || loss->first < 1) return false;
  const Day day = loss->first;
  event.buyer = buyer;
  event.cause = loss->second;
  if (terms_.cover.basis == CoverBasis::losses_occurring && year_of(day - 1) < 0) return false;
  const std::vector<Money> open = open_amounts(buyer, day);
  Integer total = 0;
  bool any = false;
  for (std::size_t j = 0; j < open.size(); ++j) {
    total += open[j];
    any = any || (eligible(buyer, j) && open[j] > 0);
  }
  for (const Order& order : orders(buyer, event.cause)) {
    total += order.cost;
    any = true;
  }
  event.date_of_loss = day;
  event.ascertained = static_cast<Money>(total);
  event.cash_day = cash_day(buyer, day);
  return any;
}

// Laws of days by search: the first day whose share reaches the uniform; linear between points, from (0, 0) on.
Day Evaluation::first_day_reaching(const ClaimDelay& law, std::uint32_t word) {
  const Rational u = (Rational(word) + Rational(1, 2)) / Rational(Integer(1) << 32);
  for (Day day = 0;; ++day) {
    Rational from_share = 0, reached = 0;
    Day from_day = 0;
    for (const DelayPoint& point : law.points) {
      Integer denominator = 1;
      for (int i = 0; i < point.share.scale; ++i) denominator *= 10;
      const Rational share(Integer(point.share.mantissa), denominator);
      if (day >= point.days)
        reached = share;
      else if (day > from_day)
        reached = from_share + (share - from_share) * (day - from_day) / (point.days - from_day);
      if (day <= point.days) break;
      from_share = share;
      from_day = point.days;
    }
    if (reached >= u) return day;
  }
}

Day Evaluation::cash_day(std::uint32_t buyer, Day day_of_loss) const {
  const PhiloxBlock words = draw(0, Purpose::claim_handling, 0, buyer, 0);
  const Day filed = terms_.filing_law ? first_day_reaching(*terms_.filing_law, words[0]) : terms_.filing_lag;
  const Day settled = terms_.settlement_law ? first_day_reaching(*terms_.settlement_law, words[1]) : terms_.settlement;
  if (mistake_ != Mistake::deadline_ignored && terms_.filing_deadline && filed > *terms_.filing_deadline) return kNever;
  return day_of_loss + filed + settled;
}

// Orders in production on the day of the insolvency, at what they have cost by then; in order of shipment.
std::vector<Evaluation::Order> Evaluation::orders(std::uint32_t buyer, DefaultCause cause) const {
  std::vector<Order> found;
  const TrialBuyer& trial = book_.trial[buyer];
  const Buyer& facts = book_.portfolio.buyers[buyer];
  const auto has = [](const auto& list, const auto& value) {
    return std::find(list.begin(), list.end(), value) != list.end();
  };
  if (!terms_.pre_shipment || cause != DefaultCause::insolvency) return found;
  if (has(terms_.excluded_buyers, buyer) || has(terms_.excluded_countries, facts.country)) return found;
  if (terms_.insured_buyers && !has(*terms_.insured_buyers, buyer)) return found;
  for (const UnshippedOrder& order : trial.orders) {
    const Day started = order.issue - terms_.pre_shipment->production;
    if (trial.default_day <= started || !limited_above_zero(buyer, started)) continue;
    if (terms_.max_terms && order.due - order.issue > *terms_.max_terms) continue;
    if (terms_.cover.basis == CoverBasis::risk_attaching && year_of(started) < 0) continue;
    bool overextended = false;
    for (const LedgerInvoice& other : trial.invoices)
      overextended = overextended || (terms_.max_extension && !other.disputed &&
                                      started > other.due + *terms_.max_extension && other.paid > started - 1);
    if (overextended) continue;
    Integer hundred = 1;
    for (int i = 0; i < terms_.pre_shipment->cost_share.scale; ++i) hundred *= 10;
    const Day spent =
        mistake_ == Mistake::orders_at_full_cost ? terms_.pre_shipment->production : trial.default_day - started;
    const Rational exact = Rational(Integer(order.amount) * terms_.pre_shipment->cost_share.mantissa * spent,
                                    hundred * terms_.pre_shipment->production);
    Integer cost = numerator(exact) / denominator(exact);
    const Rational rest = exact - Rational(cost);
    if (rest > Rational(1, 2) || (rest == Rational(1, 2) && cost % 2 != 0)) ++cost;
    if (cost > 0) found.push_back({started, cost});
  }
  return found;
}

std::vector<Evaluation::Part> Evaluation::walk(std::uint32_t buyer, const std::vector<Money>& open,
                                               const std::vector<Order>& orders) const {
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
  const auto add = [&](Day attached, Integer debt) {
    const Limit own = limit_of(terms_, book_, buyer, attached);
    const bool top_up = !terms_.limits.excess_of.empty();
    const Limit primary = top_up ? limit_of(*primary_, book_, buyer, attached) : Limit{};
    if (mistake_ == Mistake::deductible_before_limit && parts.empty()) {
      debt = debt > terms_.each_first_loss.amount ? debt - terms_.each_first_loss.amount : Integer(0);
    }
    with += insured(debt, own, primary, with);
    if (top_up) below += insured(debt, Limit{}, primary, below);
    parts.push_back({attached, 0});
    sums.push_back(with - below);
  };
  for (std::size_t j = 0; j < invoices.size(); ++j)
    if (open[j] != 0 && eligible(buyer, j)) add(invoices[j].issue, open[j]);
  for (const Order& order : orders) add(order.started, order.cost);
  // A part that a later invoice takes back was never insured: each part reaches only to the lowest later sum.
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const Integer here = *std::min_element(sums.begin() + static_cast<std::ptrdiff_t>(i), sums.end());
    const Integer before =
        i == 0 ? Integer(0) : *std::min_element(sums.begin() + static_cast<std::ptrdiff_t>(i) - 1, sums.end());
    parts[i].amount = static_cast<Money>(here - before);
  }
  return parts;
}

}  // namespace delcredere::testing
