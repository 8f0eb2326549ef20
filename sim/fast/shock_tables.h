#pragma once
// What shocks do to delays and amounts, as tables that outlive a trial: few different multipliers occur, on many days.

#include <cstdint>
#include <memory>
#include <vector>

#include "sim/plan/plan.h"
#include "sim/trial/buyer_trial.h"

namespace delcredere::fast {

class ShockTables {
 public:
  explicit ShockTables(const Plan& plan, const DunningPlan& dunning) : plan_(plan), dunning_(dunning) {}

  /// Delay after shock and dunning (age -1) by law delay kMinDelay .. kOlderThanLaw: the entry of delay 0.
  const LawDelay* delays(const DelayShock& shock);
  /// Amount of every live invoice times a factor.
  const Money* amounts(PartsPerBillion factor);
  /// Forgets all tables when there are too many; call between trials, never between set() and its use.
  void trim();

 private:
  struct DelayTableOf {
    DelayShock shock;
    std::vector<LawDelay> delays;  ///< from kMinDelay
  };
  struct AmountsOf {
    PartsPerBillion factor;
    std::vector<Money> amounts;
  };

  const Plan& plan_;
  DunningPlan dunning_;
  std::vector<std::unique_ptr<DelayTableOf>> delays_;
  std::vector<std::unique_ptr<AmountsOf>> amounts_;
};

/// One class's tables by day in one trial.
struct ShockedDays {
  std::vector<const LawDelay*> delays_by_due;  ///< day 0 .. last due; day 0 stands for every day before 1
  std::vector<const Money*> amounts_by_issue;  ///< day 0 .. last due

  void set(const ShockDays& days, ShockTables& tables);
};

}  // namespace delcredere::fast
