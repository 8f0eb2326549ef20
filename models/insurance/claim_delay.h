#pragma once
// Random days of claims handling: from the date of loss to the filing, from the filing to the payment.
//
// A law is written by points, "P(D <= d_k) = p_k", and is linear between them, from (0 days, 0) on: D is the smallest
// whole day d with F(d) >= u, u the midpoint of a cell of 2^-32. So P(D <= d_k) is p_k up to 2^-32.

#include <cstdint>
#include <vector>

#include "models/core/days.h"
#include "models/core/decimal.h"

namespace delcredere {

struct DelayPoint {
  Day days = 0;
  Decimal share;  ///< p_k
  friend bool operator==(const DelayPoint&, const DelayPoint&) = default;
};

struct ClaimDelay {
  std::vector<DelayPoint> points;  ///< rising in both; the last share is 1

  Day draw(std::uint32_t word) const;
  Day longest() const { return points.back().days; }
  friend bool operator==(const ClaimDelay&, const ClaimDelay&) = default;
};

/// What is wrong with the points, in words; "" = nothing.
const char* claim_delay_fault(const ClaimDelay& law);

}  // namespace delcredere
