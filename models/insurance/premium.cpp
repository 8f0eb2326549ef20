#include "models/insurance/premium.h"

#include <algorithm>
#include <tuple>

#include "models/core/error.h"
#include "models/insurance/exact.h"
#include "models/insurance/insured_balance.h"
#include "models/insurance/policy_tables.h"

namespace delcredere {

ProvisionalPremiums PremiumPlan::provisional() const {
  std::vector<ExactMoney> amounts;
  for (const PremiumYear& year : years) amounts.push_back(year.exact);
  return amounts;
}

ExactMoney PremiumPlan::exact_premium(std::size_t year, Money base) const {
  if (terms.flat) return *terms.flat;
  const PremiumYear& span = years[year];
  const bool balances = terms.rate_on_balance && !span.balance_days.empty();
  if (!balances && (!terms.rate_on_turnover || span.known_days == 0)) return terms.minimum;
  const Decimal& rate = balances ? *terms.rate_on_balance : *terms.rate_on_turnover;
  ExactMoney amount;
  amount.factors = {static_cast<Uint128>(base), static_cast<Uint128>(rate.mantissa),
                    static_cast<Uint128>(balances ? 1 : span.end - span.first)};
  amount.divisors = {static_cast<Uint128>(power_of_ten(rate.scale)),
                     balances ? span.balance_days.size() : static_cast<Uint128>(span.known_days)};
  return amount.times(1, 1).whole < terms.minimum ? ExactMoney{terms.minimum} : amount;
}

std::vector<PremiumPayment> PremiumPlan::advances(Day horizon) const {
  std::vector<PremiumPayment> payments;
  for (std::size_t year = 0; year < years.size(); ++year) {
    Int128 paid = 0;
    for (std::size_t quarter = 0; quarter < 4; ++quarter) {
      const Int128 so_far = years[year].exact.rounded(quarter + 1, 4);
      const Day day = advance_days[4 * year + quarter];
      if (day >= 1 && day <= horizon && so_far > paid) payments.push_back({day, static_cast<Money>(so_far - paid)});
      paid = so_far;
    }
  }
  return payments;
}

Money PremiumPlan::advanced_before(std::size_t year) const {
  Int128 paid = 0;
  for (std::size_t quarter = 0; quarter < 4; ++quarter)
    if (advance_days[4 * year + quarter] <= 0) paid = years[year].exact.rounded(quarter + 1, 4);
  return static_cast<Money>(paid);
}

Money PremiumPlan::clause(Money premium, Money claims_net) const {
  // claims / premium against the ratio, without dividing: a year without premium has neither bonus nor malus.
  const auto side = [&](const LossRatioClause& c) {
    return Int128{claims_net} * c.loss_ratio.denominator() - Int128{premium} * c.loss_ratio.mantissa;
  };
  const auto part = [&](const LossRatioClause& c) {
    return static_cast<Money>(divide_half_even(scaled_product(premium, c.share), c.share.denominator()));
  };
  if (premium <= 0) return 0;
  if (terms.bonus && side(*terms.bonus) < 0) return -part(*terms.bonus);
  if (terms.malus && side(*terms.malus) > 0) return part(*terms.malus);
  return 0;
}

Money PremiumPlan::adjustment(std::size_t year, Money base) const {
  return premium(year, base) - years[year].provisional;
}

namespace {

/// Order of the walk.
std::vector<std::uint32_t> by_buyer_and_shipment(const Portfolio& book, const PremiumPlan& plan) {
  std::vector<std::uint32_t> order;
  for (std::uint32_t i = 0; i < book.invoices.size(); ++i)
    if (plan.insurable[i] != 0) order.push_back(i);
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    const Invoice &x = book.invoices[a], &y = book.invoices[b];
    return std::tie(x.buyer, x.issue, x.due, x.row, a) < std::tie(y.buyer, y.issue, y.due, y.row, b);
  });
  return order;
}

/// First day on which a row of the plan is no balance any more.
Day planned_end(const Invoice& invoice) {
  if (invoice.kind == InvoiceKind::history) return std::max(invoice.paid, invoice.issue);
  return invoice.kind == InvoiceKind::open ? std::max<Day>(invoice.due, 1) : std::max(invoice.due, invoice.issue);
}

/// Balances of every policy year in base's plan.
void plan_balances(const PolicyTables& tables, const Portfolio& book, PremiumPlan& plan) {
  for (const Invoice& invoice : book.invoices) plan.insurable.push_back(is_insurable(tables, invoice) ? 1 : 0);
  const std::vector<std::uint32_t> order = by_buyer_and_shipment(book, plan);
  for (PremiumYear& year : plan.years)
    for (const Day day : year.balance_days) {
      Money sum = 0;
      for (std::size_t k = 0; k < order.size();) {
        const std::uint32_t buyer = book.invoices[order[k]].buyer;
        BalanceWalk walk;
        for (; k < order.size() && book.invoices[order[k]].buyer == buyer; ++k) {
          const Invoice& invoice = book.invoices[order[k]];
          if (invoice.issue <= day && day < planned_end(invoice))
            walk.add(tables.limit_on(buyer, invoice.issue), invoice.amount);
        }
        sum += walk.insured();
      }
      for (std::uint32_t buyer = 0; book.exposure_book && buyer < book.buyers.size(); ++buyer) {
        if (!tables.buyers[buyer].in_scope) continue;
        BalanceWalk walk;
        walk.add(tables.limit_on(buyer, 0), book.buyers[buyer].exposure);
        sum += walk.insured();
      }
      year.planned_balances += sum;
      if (day <= 0) year.known_balances += sum;
    }
}

}  // namespace

PremiumPlan plan_premium(const PolicyTerms& terms, const Portfolio& portfolio, Day horizon,
                         const PolicyTerms* primary) {
  const PolicyTables tables = tables_without_liability(terms, portfolio, horizon, primary);
  PremiumPlan plan;
  plan.terms = terms.premium;
  const std::vector<Day>& starts = terms.cover.year_starts;
  plan.advance_days = terms.cover.advance_days;
  for (std::size_t year = 0; year < tables.years(); ++year) {
    PremiumYear span;
    span.first = starts[year];
    span.end = starts[year + 1];
    span.known_days = std::clamp(horizon + 1, span.first, span.end) - span.first;
    span.extrapolated = terms.premium.rate_on_turnover && span.known_days < span.end - span.first;
    for (std::size_t month = 1; terms.premium.rate_on_balance && month <= kBalancesOfYear; ++month) {
      const std::vector<Day>& given = terms.cover.balance_days;
      const Day day = !given.empty()
                          ? given[year * kBalancesOfYear + month - 1]
                          : span.first + (span.end - span.first) * static_cast<Day>(month) / Day{kBalancesOfYear} - 1;
      if (day <= horizon) span.balance_days.push_back(day);
    }
    span.extrapolated =
        span.extrapolated || (terms.premium.rate_on_balance && span.balance_days.size() < kBalancesOfYear);
    plan.years.push_back(span);
    if (!terms.cover.advance_days.empty()) continue;
    for (int quarter = 0; quarter < 4; ++quarter) {
      plan.advance_days.push_back(span.first + (span.end - span.first) * quarter / 4);
    }
  }
  plan.invoice_year.assign(portfolio.invoices.size(), -1);
  for (std::size_t i = 0; i < portfolio.invoices.size(); ++i) {
    const Invoice& invoice = portfolio.invoices[i];
    const int year = invoice.issue > horizon ? -1 : tables.year_of_shipment(invoice.issue);
    if (year < 0 || !is_insurable(tables, invoice)) continue;
    plan.invoice_year[i] = static_cast<std::int16_t>(year);
    plan.years[static_cast<std::size_t>(year)].planned_turnover += invoice.amount;
  }
  if (plan.on_balances()) plan_balances(tables, portfolio, plan);
  for (std::size_t year = 0; year < plan.years.size(); ++year) {
    const PremiumYear& span = plan.years[year];
    plan.years[year].exact =
        plan.exact_premium(year, plan.on_balances() ? span.planned_balances : span.planned_turnover);
    plan.years[year].provisional = span.exact.rounded();
  }
  return plan;
}

}  // namespace delcredere
