#pragma once
// What a policy insures of the book as it stands: the bases of premium rates, and limits to hold against exposures.

#include <vector>

#include "models/core/money.h"
#include "models/insurance/policy_terms.h"
#include "models/portfolio/portfolio.h"

namespace delcredere {

struct InsuredBook {
  /// Amounts of the book (ledger and plan) issued on the days of cover among 0..H-1: losses of days 1..H and premium of
  /// days 0..H-1 belong together. 0 in an exposure book.
  Money turnover = 0;
  /// What the policy would insure of the debt open at as_of, or of the exposures (insured_balance.h): buyers in scope,
  /// terms not too long, within limits.
  Money outstanding = 0;
  /// By buyer: the limit for shipments on as_of, of a top-up with its primary's; kUnlimited; 0 where out of scope.
  std::vector<Money> limits;
};

InsuredBook insured_book(const PolicyTerms& terms, const Portfolio& portfolio, Day horizon,
                         const PolicyTerms* primary = nullptr);

}  // namespace delcredere
