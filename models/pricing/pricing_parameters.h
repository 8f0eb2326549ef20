#pragma once
// What the `pricing` section of a study says: how premiums are found from the insurer's losses.

#include <optional>
#include <string>
#include <vector>

#include "models/core/days.h"
#include "models/core/decimal.h"
#include "models/core/money.h"
#include "models/pricing/principles.h"
#include "models/pricing/technical_premium.h"

namespace delcredere {

/// One claim of the past.
struct PastClaim {
  std::string policy;           ///< empty: of the book whatever the policy
  Day date_of_loss = 0;         ///< <= 0
  Money paid = 0;               ///< by the insurer, paid or agreed, > 0
  Money recovered = 0;          ///< the insurer's part so far
  std::optional<Day> cash_day;  ///< of the payment; nothing: paid up to as_of

  /// Is it of this policy? What was paid under a policy that is now offered in several structures ("name/...") is of
  /// each.
  bool concerns(const std::string& name) const {
    return policy.empty() || policy == name || name.rfind(policy + "/", 0) == 0;
  }
};

/// History for the burning cost. Year 1 is the twelve months up to as_of, year 2 the twelve before, and so on.
struct ClaimsHistory {
  std::vector<PastClaim> claims;
  std::vector<Money> turnover;      ///< by year, latest first; empty: from the ledger, as far as it reaches back
  std::vector<double> development;  ///< factor to ultimate by year, latest first; 1 beyond its end
  double trend = 0;                 ///< yearly growth of claims
  std::vector<Day>
      year_starts;  ///< first day of year k (k = 0, 1, ...; 0 is the priced year): 1, then its anniversaries back
};

struct PricingParameters {
  std::vector<PremiumPrinciple> principles = usual_principles();
  PremiumLoadings loadings;
  Decimal exposure_probability{95, 2};  ///< of the exposure at default that a limit should reach
  std::optional<ClaimsHistory> history;
};

}  // namespace delcredere
