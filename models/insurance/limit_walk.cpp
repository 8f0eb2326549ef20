#include "models/insurance/limit_walk.h"

#include <algorithm>

namespace delcredere {
namespace {

Money insured_of(Money open, Money limit, Money insured_so_far) {
  return std::min(open, std::max<Money>(0, limit - insured_so_far));
}

/// PolicyTables::limit_on() for days that mostly ascend: the step in force is kept.
class LimitsInOrder {
 public:
  LimitsInOrder(const PolicyTables& tables, const BuyerLedger& ledger)
      : tables_(tables), ledger_(ledger), acted_on_(!ledger.grades.empty() && tables.has_limit_actions()) {
    const BuyerTerms& own = tables.buyers[ledger.buyer];
    first_ = step_ = tables.limit_steps.data() + own.first_step;
    last_ = first_ + own.step_count - 1;
  }
  const LimitStep& on(Day shipment) {
    if (acted_on_) return acted_ = tables_.limit_on(ledger_, shipment);
    while (step_ != last_ && step_[1].from <= shipment) ++step_;
    while (step_ != first_ && step_->from > shipment) --step_;
    return *step_;
  }
  /// First day from which on() may answer otherwise than on `shipment`, the last one asked for.
  Day until(Day shipment) const {
    if (acted_on_) return shipment + 1;
    return step_ != last_ ? step_[1].from : kNever;
  }

 private:
  const PolicyTables& tables_;
  const BuyerLedger& ledger_;
  bool acted_on_;
  const LimitStep *first_, *last_, *step_;
  LimitStep acted_;
};

// A primary limit that rises while the top-up's falls can insure more of a later invoice alone than with the top-up.
// What that takes back comes off the latest parts of the top-up, so that every part stays >= 0 with the same sum.
void take_back(std::vector<InsuredPart>& parts, Money amount) {
  for (std::size_t i = parts.size(); i-- > 0 && amount > 0;) {
    const Money taken = std::min(amount, parts[i].amount);
    parts[i].amount -= taken;
    amount -= taken;
  }
}

// Numerator sum(pct_j D_j) collapses to the percentage itself where all are equal: small numbers stay small.
struct PercentageSum {
  Int128 weighted = 0;
  std::int64_t common = -1;
  bool mixed = false;

  void add(std::int64_t percentage, Money amount) {
    weighted += static_cast<Int128>(percentage) * amount;
    mixed = mixed || (common >= 0 && common != percentage);
    common = percentage;
  }
  Fraction over(Money insured, std::int64_t denominator) const {
    if (!mixed) return {static_cast<Uint128>(common), static_cast<Uint128>(denominator)};
    return {static_cast<Uint128>(weighted), static_cast<Uint128>(denominator) * static_cast<Uint128>(insured)};
  }
};

}  // namespace

Money walk_limit(const PolicyTables& tables, const BuyerLedger& ledger, const DateOfLoss& loss,
                 std::span<const OpenDebt> debts, std::span<const OrderCost> orders, std::vector<InsuredPart>& parts,
                 std::vector<YearLoss>& years) {
  const bool by_shipment = tables.terms.cover.basis == CoverBasis::risk_attaching;
  const bool top_up = !tables.terms.limits.excess_of.empty();
  parts.clear();
  Money walked = 0;
  Money walked_below = 0;
  LimitsInOrder limits(tables, ledger);
  const auto walk = [&](Day attached, Money debt) {
    const LimitStep& step = limits.on(attached);
    Money amount = insured_of(debt, step.limit, walked);
    walked += amount;
    if (top_up) {
      const Money below = insured_of(debt, step.primary, walked_below);
      walked_below += below;
      amount -= below;
    }
    if (amount < 0) take_back(parts, -amount);
    if (amount > 0) parts.push_back({attached, amount, tables.percentage(ledger.buyer, loss.cause, step)});
  };
  for (std::size_t i = 0; i < debts.size();) {
    const Day shipped = debts[i].shipped;
    limits.on(shipped);
    const Day until = by_shipment ? shipped + 1 : limits.until(shipped);
    Money debt = 0;
    for (; i < debts.size() && debts[i].shipped < until; ++i) debt += debts[i].amount;
    walk(shipped, debt);
  }
  for (const OrderCost& order : orders) walk(order.started, order.amount);
  const int year_of_loss = by_shipment ? -1 : tables.year_of_loss(loss.day);
  Money total = 0;
  // Parts are in order of shipment, so each policy year is one run of them; production may have begun earlier. Inside a
  // year their order does not matter.
  if (by_shipment && !orders.empty())
    std::sort(parts.begin(), parts.end(),
              [](const InsuredPart& a, const InsuredPart& b) { return a.attached < b.attached; });
  for (std::size_t i = 0; i < parts.size();) {
    const auto year_of = [&](const InsuredPart& part) {
      return by_shipment ? tables.year_of_shipment(part.attached) : year_of_loss;
    };
    const int year = year_of(parts[i]);
    Money insured = 0;
    PercentageSum percentages;
    for (; i < parts.size() && year_of(parts[i]) == year; ++i) {
      if (parts[i].amount == 0) continue;
      insured += parts[i].amount;
      percentages.add(parts[i].percentage, parts[i].amount);
    }
    if (insured == 0) continue;
    years.push_back(
        {static_cast<std::uint32_t>(year), insured, percentages.over(insured, tables.percentage_denominator)});
    total += insured;
  }
  return total;
}

}  // namespace delcredere
