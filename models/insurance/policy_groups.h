#pragma once
// Policies side by side on the same trials: what they have in common is worked out once.
//
// A group finds the same events (insured_events.h). Inside it, `plain` policies need for each event no more than a few
// numbers, and lie in columns, one entry by policy, so that many are reckoned at once:
//
//   D = min(E, limit),  Q = max(D - EE, 0) if D > NQL, else 0,  u = min(Q, AFL left)
//   paid = min(round(pct (Q - u)), max(D - MR, 0), buyer cap, CAP left)
//   the insurer's recoveries = min(round(R kept paid / A), paid)
//
// with E the eligible part of the ascertained debt A, R what is recovered of A, kept = 1 - cost of recovery.
// Plain: losses occurring, one limit step for each buyer, no top-up, no cover of rejected goods, few percentages,
// deductibles by loss, no cap of single buyers or countries, no reinstatement, no deadline of filing, recoveries pro
// rata of the total. Every other policy is evaluated alone from the group's events. Either way the integers are those
// of Policy::evaluate.

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "models/core/decimal.h"
#include "models/core/money.h"
#include "models/insurance/policy.h"

namespace delcredere {

/// Plain policies as columns. Amounts are whole numbers in doubles, infinity = no limit; entries beyond the last policy
/// pay nothing.
struct PlainBatch {
  static constexpr std::size_t kPadding = 8;  ///< `width` is a multiple

  std::vector<std::uint32_t> policies;  ///< their numbers
  std::size_t width = 0;
  std::vector<Money> limit_by_buyer;   ///< empty: no limit differs by buyer
  std::vector<std::uint8_t> class_of;  ///< by buyer, of its percentages; empty: one class
  std::int64_t kept = 1;               ///< (1 - cost of recovery), over kept_denominator
  std::int64_t kept_denominator = 1;
  double largest_denominator = 1;

  std::vector<double> limit, each_first_loss, minimum_retention, buyer_cap;
  /// By row = kLossCauses x class of the buyer + cause, then policy. Where the percentage is 0 nothing qualifies:
  /// non_qualifying_loss is infinite.
  std::vector<std::vector<double>> non_qualifying_loss, percentage, share;
  std::vector<double> denominator;                     ///< share = percentage / denominator, rounded
  std::vector<double> aggregate_left, liability_left;  ///< by (policy year, policy), when the trial begins
};

struct PolicyGroup {
  std::uint32_t first = 0;            ///< number of the policy that finds the events
  std::vector<std::uint32_t> single;  ///< evaluated one by one
  std::vector<PlainBatch> plain;
  /// append_insurable_facts() by item of a ledger; none: asked in every trial.
  std::shared_ptr<const std::vector<std::uint8_t>> facts;
};

/// single[p]: policy p is evaluated alone, plain or not. Policies keep their order inside group and batch.
std::vector<PolicyGroup> group_policies(std::span<const Policy* const> policies, const std::vector<bool>& single,
                                        bool secured = false);

}  // namespace delcredere
