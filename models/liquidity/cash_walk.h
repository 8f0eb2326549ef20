#pragma once
// The bank account over days 1..H.
//
//   balance(t) = balance(t-1) + flows(t) - interest(t) - fee(t) + drawn(t) - drawn(t-1)
//
// flows: receipts, recoveries, claims, less premium and outflows of the day. Interest accrues daily on the previous
// close of the line (ACT/360, simple) and is rounded and paid on the last calendar day of a month, before the line
// moves; what is accrued at H is reported, not paid. So does the commitment fee, on the limit less what is drawn. The
// line draws what is missing to the minimum, up to what it gives that day, and repays from what is above it; where it
// gives less than is drawn, the difference is repaid whatever is left.

#include <cstdint>
#include <span>
#include <vector>

#include "models/core/calendar.h"
#include "models/core/days.h"
#include "models/core/money.h"
#include "models/liquidity/liquidity_parameters.h"

namespace delcredere {

/// Fixed facts of an account, made once.
class CashAccount {
 public:
  CashAccount(const LiquidityParameters& parameters, Date as_of, Day horizon);

  Day horizon() const { return horizon_; }
  Money opening() const { return opening_; }
  bool has_minimum() const { return has_minimum_; }
  /// Level below which the line is drawn: minimum_cash, or 0 without one.
  Money floor() const { return floor_; }
  /// Planned and certain: from the file, and rules with an amount.
  Money outflow(Day day) const { return outflows_[static_cast<std::size_t>(day)]; }
  std::span<const std::uint8_t> month_end() const { return month_end_; }
  /// Days 1..H on which interest is paid.
  std::span<const std::size_t> interest_days() const { return month_ends_; }
  bool has_fee() const { return fee_parts_ != 0; }
  /// Limit and rate are all there is to the line: it pays no fee, is there on every day, and no covenant looks at it.
  bool plain() const { return plain_; }
  /// Most that a plain line gives; >= 0.
  Money line_limit() const { return line_limit_; }
  /// Interest of a month: accrued is the sum of its days' previous closes of the line.
  Money interest_on(Int128 accrued) const { return due(accrued, rate_parts_); }

  /// A path of closes; entry t is day t, entry 0 is as_of. Sized by walk().
  struct Path {
    std::vector<Money> balance, drawn, interest, fee;
    std::vector<Money> available;  ///< what the line gives
    Money accrued_interest = 0;    ///< at H, not yet paid
  };

  /// flows[t] for t = 1..H without planned outflows (walk subtracts those). borrowing_base[t]: most that the line gives
  /// on day t beside its limit; empty: no such bound.
  void walk(std::span<const Money> flows, std::span<const Money> borrowing_base, Path& path) const;
  void walk(std::span<const Money> flows, Path& path) const { walk(flows, {}, path); }

 private:
  static Money due(Int128 sum, std::int64_t parts);

  Day horizon_;
  Money opening_;
  bool has_minimum_;
  Money floor_;
  Money line_limit_ = 0;
  std::int64_t rate_parts_ = 0;  ///< annual rate in parts per billion
  std::int64_t fee_parts_ = 0;
  bool plain_ = true;
  std::vector<Money> limit_;             ///< by day 0..H
  std::vector<Money> outflows_;          ///< by day 0..H
  std::vector<std::uint8_t> month_end_;  ///< by day 0..H
  std::vector<std::size_t> month_ends_;  ///< days 1..H that end a month
};

}  // namespace delcredere
