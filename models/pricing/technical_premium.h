#pragma once
// From the price of the risk to the premium that is asked for it.
//
//   technical premium = max(minimum, (risk premium + fixed expenses) / (1 - expenses - commission - brokerage -
//   profit)) payable           = technical premium x (1 + tax) rate on turnover  = technical premium / insured
//   turnover,     rate on outstanding = technical premium / balance
//
// All shares are of the technical premium, tax comes on top. Kaas, Goovaerts, Dhaene & Denuit 2008, Modern Actuarial
// Risk Theory, section 5.1 (loading for expenses as a share of the premium).

#include "models/pricing/empirical_loss.h"

namespace delcredere {

struct PremiumLoadings {
  double expenses = 0, commission = 0, brokerage = 0, profit = 0;  ///< shares of the premium, together below 1
  double tax = 0;                                                  ///< of the premium, on top of it
  double fixed_expenses = 0;                                       ///< whole currency units
  double minimum = 0;                                              ///< whole currency units

  double shares() const { return expenses + commission + brokerage + profit; }
};

/// The error is that of the risk premium, divided likewise, and 0 where the minimum rules.
PriceEstimate technical_premium(const PremiumLoadings& loadings, const PriceEstimate& risk_premium);

/// What the insured pays, tax included.
PriceEstimate payable_premium(const PremiumLoadings& loadings, const PriceEstimate& technical);

/// value / basis; NaN without basis.
PriceEstimate rate_on(const PriceEstimate& premium, double basis);

}  // namespace delcredere
