#pragma once
// Which payments of a whole book serve which scenario: scenarios that share payment section and factors share the law's
// draws, those that share rules too share the pass without shocks, and one with shocks where these agree.

#include <cstdint>
#include <vector>

#include "sim/plan/plan.h"

namespace delcredere::fast {

struct RouteMap {
  /// No routes for a book of exposures.
  explicit RouteMap(const Plan& plan);

  struct Laws {
    std::uint32_t payments = 0, factors = 0;
  };
  struct Route {
    std::size_t laws = 0, plain = 0, shocked = 0;  ///< shocked: only of a scenario with shocks on payments
  };
  std::vector<Route> routes;  ///< by scenario
  std::vector<Laws> laws;
  std::vector<std::vector<std::uint32_t>> plain, shocked;  ///< scenarios that a pass serves
};

/// What the fast engine keeps of payments, by thread.
std::uint64_t payment_bytes(const Plan& plan);

}  // namespace delcredere::fast
