#pragma once
// What a policy insures of a buyer's open debt on a day: the walk of S3 (limit_walk.h) over all insurable open
// invoices, as if the buyer failed that day. The base of a premium on balances.

#include <algorithm>

#include "models/core/money.h"
#include "models/insurance/policy_tables.h"

namespace delcredere {

/// Fed with a buyer's open invoices in order of shipment, due date and row.
class BalanceWalk {
 public:
  void add(const LimitStep& step, Money open) {
    walked_ += std::min(open, std::max<Money>(0, step.limit - walked_));
    below_ += std::min(open, std::max<Money>(0, step.primary - below_));
  }
  /// Of a top-up: with the primary's limits less the primary's alone.
  Money insured() const { return walked_ - below_; }

 private:
  Money walked_ = 0, below_ = 0;
};

}  // namespace delcredere
