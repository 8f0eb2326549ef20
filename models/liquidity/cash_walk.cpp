#include "models/liquidity/cash_walk.h"

#include <algorithm>
#include <cmath>

namespace delcredere {
namespace {

constexpr std::int64_t kPartsPerOne = 1'000'000'000;
constexpr std::int64_t kDayCount = 360;

}  // namespace

CashAccount::CashAccount(const LiquidityParameters& parameters, Date as_of, Day horizon)
    : horizon_(horizon),
      opening_(parameters.opening_cash),
      has_minimum_(parameters.minimum_cash.has_value()),
      floor_(parameters.minimum_cash.value_or(0)),
      outflows_(static_cast<std::size_t>(horizon) + 1, 0),
      month_end_(static_cast<std::size_t>(horizon) + 1, 0) {
  limit_.assign(static_cast<std::size_t>(horizon) + 1, 0);
  if (parameters.credit_line) {
    const CreditLine& line = *parameters.credit_line;
    line_limit_ = line.limit;
    rate_parts_ = static_cast<std::int64_t>(std::nearbyint(line.rate * kPartsPerOne));
    fee_parts_ = static_cast<std::int64_t>(std::nearbyint(line.commitment_fee * kPartsPerOne));
    plain_ = fee_parts_ == 0 && !line.from && !line.until;
    for (Day day = 0; day <= horizon; ++day)
      if (day >= line.from.value_or(0) && day <= line.until.value_or(horizon))
        limit_[static_cast<std::size_t>(day)] = line.limit;
  }
  plain_ = plain_ && parameters.covenants.empty();
  for (const OutflowRule& rule : parameters.outflow_rules) {
    if (rule.by_basis()) continue;
    for (const RuleDate& date : rule_dates(rule, as_of, horizon, parameters.holidays))
      outflows_[static_cast<std::size_t>(date.day)] += rule.amount;
  }
  for (const Outflow& outflow : parameters.outflows)
    if (outflow.day >= 1 && outflow.day <= horizon) outflows_[static_cast<std::size_t>(outflow.day)] += outflow.amount;
  for (Day day = 0; day <= horizon; ++day) {
    const Date date{as_of.serial + day};
    month_end_[static_cast<std::size_t>(day)] = Date{date.serial + 1}.day_of_month() == 1;
    if (day > 0 && month_end_[static_cast<std::size_t>(day)] != 0) month_ends_.push_back(static_cast<std::size_t>(day));
  }
}

Money CashAccount::due(Int128 sum, std::int64_t parts) {
  return static_cast<Money>(divide_half_even(sum * parts, Int128{kDayCount} * kPartsPerOne));
}

void CashAccount::walk(std::span<const Money> flows, std::span<const Money> borrowing_base, Path& path) const {
  const auto days = static_cast<std::size_t>(horizon_) + 1;
  for (std::vector<Money>* line : {&path.balance, &path.drawn, &path.interest, &path.fee, &path.available})
    line->assign(days, 0);
  path.balance[0] = opening_;
  Int128 accrued = 0, undrawn = 0;  // sums of daily closes since interest and fee were last paid
  for (std::size_t t = 1; t < days; ++t) {
    accrued += path.drawn[t - 1];
    undrawn += limit_[t - 1] - path.drawn[t - 1];
    if (month_end_[t] != 0) {
      path.interest[t] = due(accrued, rate_parts_);
      path.fee[t] = due(undrawn, fee_parts_);
      accrued = undrawn = 0;
    }
    const Money available = borrowing_base.empty() ? limit_[t] : std::min(limit_[t], borrowing_base[t]);
    const Money drawn = path.drawn[t - 1];
    const Money before = path.balance[t - 1] + flows[t] - outflows_[t] - path.interest[t] - path.fee[t];
    const Money move = std::clamp<Money>(floor_ - before, -drawn, available - drawn);
    path.available[t] = available;
    path.drawn[t] = drawn + move;
    path.balance[t] = before + move;
  }
  path.accrued_interest = due(accrued, rate_parts_);
}

}  // namespace delcredere
