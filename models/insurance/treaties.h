#pragma once
// Treaties of one policy, trial by trial (docs/policy.md, S9). Every treaty sees the same ground-up events, not the net
// of another one, unless that one inures to it:
//
//   x_e = subject of event e less what the treaties that inure to this one carry of e, at least 0
//   quota_share     x_e
//   surplus         x_e min(max(S - line, 0), lines x line) / S,    S the buyer's largest insured limit
//   per_risk_xl     y_e = min(max(x_e - retention, 0), limit); of Y = sum y_e, min(max(Y - deductible, 0), (n + 1)
//   limit) aggregate_xl    of Y = sum x_e, min(max(Y - deductible, 0), (n + 1) limit) stop_loss       of Y = sum x_e,
//   min(max(Y - retention, 0), limit)
//
// times `share`; n reinstatements. Sums run over the events of a policy year in order of (day, buyer); what is ceded up
// to each event is rounded once, half to even, and an event carries the difference, so that years add up exactly.
// Reinstated of the layer: min(ceded before share, n limit). Upfront premium P of an XL with premium rate c for a full
// reinstatement: P (1 + c E[reinstated] / limit) = E[ceded]  (Sundt 1991, ASTIN Bulletin 21, 73-88).

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "models/core/days.h"
#include "models/insurance/policy_tables.h"
#include "models/portfolio/portfolio.h"

namespace delcredere {

/// A buyer's loss as a treaty sees it. An amount is 0 where the subject has no such event.
struct RiskLoss {
  std::uint32_t buyer = 0;
  Day claim_day = 0;  ///< date of loss of the claim
  Day gross_day = 0;  ///< default day
  Money claim = 0;    ///< paid by the insurer, net of its recoveries
  Money gross = 0;    ///< gross loss of the buyer
};

/// What one treaty does in one trial.
struct TreatyOutcome {
  Money ceded = 0;
  Money reinstated = 0;    ///< of the layer before share, all years
  bool exhausted = false;  ///< some year's layer and all its reinstatements are used up
};

class TreatyProgramme {
 public:
  struct Scratch {
    std::vector<Money> ceded;  ///< by treaty, then event
    std::vector<std::uint32_t> order;
    std::vector<Int128> used;  ///< by policy year
    std::vector<Money> so_far;
  };

  /// Throws Error (2) for terms that contradict each other.
  TreatyProgramme(const PolicyTerms& policy, const Portfolio& portfolio, Day horizon,
                  const ProvisionalPremiums& provisional_premiums, const PolicyTerms* primary = nullptr);

  std::size_t size() const { return terms_.size(); }
  const TreatyTerms& terms(std::size_t treaty) const { return terms_[treaty]; }
  /// out: one per treaty, in the order of the policy's terms. Losses in any order; several of a buyer on one day (goods
  /// that it rejects) stay in theirs.
  void evaluate(std::span<const RiskLoss> losses, Scratch& scratch, std::vector<TreatyOutcome>& out) const;

 private:
  int year_of(const TreatyTerms& treaty, const RiskLoss& loss) const;
  void cede(std::size_t treaty, std::span<const RiskLoss> losses, Scratch& scratch, TreatyOutcome& out) const;

  std::vector<TreatyTerms> terms_;
  std::vector<std::size_t> sequence_;              ///< those that inure first
  std::vector<std::vector<std::size_t>> inuring_;  ///< by treaty: the treaties that inure to it
  std::vector<Money> retention_, limit_;           ///< by treaty and policy year: annual layers in amounts
  std::vector<std::vector<Money>> surplus_numerator_, surplus_denominator_;  ///< by treaty, buyer
  std::vector<Day> year_starts_;
  bool by_shipment_ = false;
};

/// Contradictions between the treaties of a policy, in words; empty = fine.
std::vector<std::string> treaty_contradictions(const PolicyTerms& policy);

}  // namespace delcredere
