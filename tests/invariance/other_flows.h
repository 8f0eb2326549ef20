#pragma once
// Flows of an account beside receipts, recoveries, insurance, certain outflows, interest and the line: what rules and
// the liquidity section add, where they do.

#include "sim/results.h"

namespace delcredere::testing {

inline double other_flows(const CashResults& cash, std::size_t s, std::size_t p, std::size_t t) {
  const auto flow = [&](const NdArray<double>& a) { return a.empty() ? 0.0 : a(s, t); };
  const double fee = cash.commitment_fee_mean.empty() ? 0.0 : cash.commitment_fee_mean(s, p, t);
  return flow(cash.late_interest_mean) + flow(cash.resale_mean) - flow(cash.collection_cost_mean) - fee -
         flow(cash.share_outflows_mean) - flow(cash.cost_of_collecting_mean) + flow(cash.tax_relief_mean) +
         flow(cash.factoring_advanced_mean) - flow(cash.factoring_repaid_mean) - flow(cash.factoring_cost_mean);
}

}  // namespace delcredere::testing
