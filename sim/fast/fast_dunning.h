#pragma once
// Dunning of invoices that are not due at as_of (age -1), many at once.
//
//   D > a becomes a + ceil(r (D - a)) = D - floor((1 - r) (D - a))
//
// The floor is the high half of a 16-bit product for as many delays as one multiplier gives it, which the constructor
// tries out one by one; longer delays, which are rare, are looked up. Either way DunningPlan::apply's integers.

#include <cstdint>
#include <vector>

#include "sim/trial/buyer_trial.h"

namespace delcredere::fast {

class FastDunning {
 public:
  explicit FastDunning(const DunningPlan& rule);

  bool active() const { return !table_.empty(); }
  /// Longest delay that is multiplied.
  Day longest() const { return longest_; }
  void apply(const LawDelay* delays, std::size_t count, LawDelay* dunned) const;

 private:
  std::int16_t from_ = 0;   ///< a
  std::uint16_t less_ = 0;  ///< (1 - r) 2^16
  std::int16_t longest_ = 0;
  std::vector<LawDelay> table_;  ///< by delay kMinDelay .. kOlderThanLaw; empty without dunning
};

}  // namespace delcredere::fast
