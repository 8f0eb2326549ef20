#pragma once
// Amounts that are not rounded yet: a premium whose multiple is a maximum liability, so that only that is rounded.

#include <array>
#include <utility>
#include <vector>

#include "models/core/money.h"
#include "models/insurance/exact.h"

namespace delcredere {

/// An amount >= 0 in minor units: product of `factors` over product of `divisors` (> 0).
struct ExactMoney {
  std::array<Uint128, 3> factors{0, 1, 1};
  std::array<Uint128, 2> divisors{1, 1};

  ExactMoney() = default;
  ExactMoney(Money whole) : factors{static_cast<Uint128>(whole), 1, 1} {}  // a whole amount is exact

  /// The amount times numerator over denominator.
  Quotient times(Uint128 numerator, Uint128 denominator) const {
    return ratio({factors[0], factors[1], factors[2], numerator}, {divisors[0], divisors[1], denominator});
  }
  /// The same, rounded half to even.
  Money rounded(Uint128 numerator = 1, Uint128 denominator = 1) const {
    return static_cast<Money>(round_half_even(times(numerator, denominator)));
  }
};

/// The provisional premium of every policy year.
struct ProvisionalPremiums {
  std::vector<ExactMoney> years;

  ProvisionalPremiums() = default;
  ProvisionalPremiums(std::vector<ExactMoney> exact) : years(std::move(exact)) {}
  ProvisionalPremiums(const std::vector<Money>& whole) : years(whole.begin(), whole.end()) {}
};

}  // namespace delcredere
