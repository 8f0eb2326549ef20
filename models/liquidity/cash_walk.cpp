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
  if (parameters.credit_line) {
    line_limit_ = parameters.credit_line->limit;
    rate_parts_ = static_cast<std::int64_t>(std::nearbyint(parameters.credit_line->rate * kPartsPerOne));
  }
  for (const Outflow& outflow : parameters.outflows)
    if (outflow.day >= 1 && outflow.day <= horizon) outflows_[static_cast<std::size_t>(outflow.day)] += outflow.amount;
  for (Day day = 0; day <= horizon; ++day) {
    const Date date{as_of.serial + day};
    month_end_[static_cast<std::size_t>(day)] = Date{date.serial + 1}.day_of_month() == 1;
  }
}

void CashAccount::walk(std::span<const Money> flows, Path& path) const {
  const auto days = static_cast<std::size_t>(horizon_) + 1;
  path.balance.resize(days);
  path.drawn.resize(days);
  path.interest.resize(days);
  path.balance[0] = opening_;
  path.drawn[0] = 0;
  path.interest[0] = 0;
  Money balance = opening_;
  Money drawn = 0;
  Int128 accrued = 0;  // sum of daily closes of the line since interest was last paid
  for (std::size_t t = 1; t < days; ++t) {
    accrued += drawn;
    Money interest = 0;
    if (month_end_[t] != 0 && accrued != 0) {
      interest = static_cast<Money>(divide_half_even(accrued * rate_parts_, Int128{kDayCount} * kPartsPerOne));
      accrued = 0;
    }
    balance += flows[t] - outflows_[t] - interest;
    const Money move = std::clamp<Money>(floor_ - balance, -drawn, line_limit_ - drawn);
    drawn += move;
    balance += move;
    path.balance[t] = balance;
    path.drawn[t] = drawn;
    path.interest[t] = interest;
  }
  path.accrued_interest = static_cast<Money>(divide_half_even(accrued * rate_parts_, Int128{kDayCount} * kPartsPerOne));
}

}  // namespace delcredere
