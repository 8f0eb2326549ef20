#pragma once
// A trade-credit insurance policy as a pure function of buyer ledgers (docs/policy.md: terms, order S0-S12, choices).
//
// Built once for all scenarios that write it alike; everything that names a buyer, a country or a percentage is
// resolved to flat tables. A copy shares its tables. evaluate() is exact (integers and fractions, each payment rounded
// half to even to the minor unit, erosion of the aggregate first loss to a millionth of it), deterministic, and
// allocates nothing once its workspace is warm.

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "models/core/days.h"
#include "models/core/money.h"
#include "models/insurance/exact_money.h"
#include "models/insurance/ledger.h"
#include "models/insurance/outcome.h"
#include "models/insurance/policy_terms.h"
#include "models/portfolio/portfolio.h"

namespace delcredere {

class DebtOrders;
struct EventList;
struct PolicyTables;

/// Scratch of evaluate(): one per thread; any policy may use it.
class PolicyWorkspace {
 public:
  PolicyWorkspace();
  ~PolicyWorkspace();
  PolicyWorkspace(PolicyWorkspace&&) noexcept;
  PolicyWorkspace& operator=(PolicyWorkspace&&) noexcept;

  /// Whose claims are handled: random days to filing and payment are draws of this trial. Call before evaluate() where
  /// a policy has such a law.
  void begin(std::uint64_t seed, std::uint64_t trial);

  struct Scratch;
  Scratch& scratch() { return *scratch_; }

 private:
  std::unique_ptr<Scratch> scratch_;
};

class Policy {
 public:
  /// horizon: H, the last simulated day. provisional_premiums: one per policy year, from plan_premium() on the base
  /// scenario (read only by `times_premium`; may be empty otherwise). primary: terms of the policy named by
  /// limits.excess_of, else nullptr. Throws Error (code 2) for terms that contradict each other.
  Policy(const PolicyTerms& terms, const Portfolio& portfolio, Day horizon,
         const ProvisionalPremiums& provisional_premiums, const PolicyTerms* primary = nullptr);

  const std::string& name() const;

  /// Ledgers in any order, at most one per buyer. Claims count for dates of loss in 1..H, also when paid later;
  /// recoveries are ultimate. The order of the ledgers does not matter.
  void evaluate(std::span<const BuyerLedger> ledgers, PolicyWorkspace& workspace, PolicyOutcome& outcome) const;

  /// The same in two steps (insured_events.h), so that policies with the same events share the first, and all of them
  /// the orders of the ledgers (begun for these ledgers).
  void find_events(std::span<const BuyerLedger> ledgers, DebtOrders& orders, PolicyWorkspace& workspace,
                   EventList& list, std::span<const std::uint8_t> facts = {}) const;
  void evaluate(const EventList& list, PolicyWorkspace& workspace, PolicyOutcome& outcome) const;
  const PolicyTables& tables() const;

  /// A buyer that does not default can have an event only if one of its undisputed invoices has
  /// paid - due > shortest_wait(), or, due by the end of a stop of its country's payments,
  /// paid - max(due, first day of the stop) > political_wait(). kNever where the cause is not covered.
  Day shortest_wait() const;
  Day political_wait() const;

 private:
  std::shared_ptr<const PolicyTables> tables_;
};

/// Terms that can never apply or contradict each other, in words ("each_first_loss ... can never pay"). Empty = fine.
/// Every entry is an error for the config's reader, which knows the lines.
std::vector<std::string> check_terms(const PolicyTerms& terms, const Portfolio& portfolio,
                                     const PolicyTerms* primary = nullptr);

}  // namespace delcredere
