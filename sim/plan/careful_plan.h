#pragma once
// Rules of a scenario that look at a buyer's invoices part by part and in the order of time: disputes, rejected
// goods, payment in parts, instalments, limit checks, prepayment, shorter terms, discounts, agencies, late interest,
// security, uncertain volumes; and what a buyer's grade of the day sets of them. Where one of them acts, both engines
// trace every buyer by sim/trial/careful_trial.h; where none does, nothing here is read. What a rule that is in history
// leaves to do is worked out here.

#include <cstdint>
#include <string>
#include <vector>

#include "models/core/days.h"
#include "models/core/money.h"
#include "models/fx/fx_paths.h"
#include "models/shock/windows.h"

namespace delcredere {

struct DisputePlan {
  bool active = false;
  double probability = 0;
  Day days = 0;
  PartsPerBillion note = 0;  ///< share of the credit note
};

struct RejectionPlan {
  double probability = 0;
  Day after = 0;
  PartsPerBillion resale = 0;  ///< share of the amount
  Day resale_after = 0;
};

struct PartialPlan {
  double probability = 0;
  PartsPerBillion first = 0;
  Day rest_after = 0;
};

struct DiscountPlan {
  double take_up = 0;
  Day within = 0;
  PartsPerBillion discount = 0;
};

struct AgencyPlan {
  double success = 0;
  Day after = 0, takes = 0;
  PartsPerBillion fee = 0;
};

struct InterestPlan {
  PartsPerBillion yearly = 0;  ///< rate x share that is paid
  Day after = 0;
};

struct SecurityPlan {
  PartsPerBillion share = 0;
  Day terms_above = 0;
};

/// One part of a schedule: what has fallen due with it, and when.
struct InstalmentPlan {
  PartsPerBillion up_to = 0;
  Day after = 0;
};

/// Rates that move. Amounts are held at the rates of as_of and valued where they move.
using FxPlan = FxLines;  ///< by currency of the book but base (number 1 first); no lines: all rates stay

struct CarefulPlan {
  bool active = false;
  bool parts = false;  ///< some rule looks at parts of invoices, not only at the laws that rule them
  DisputePlan disputes;
  RejectionPlan rejections;
  PartialPlan partial;
  DiscountPlan discount;
  AgencyPlan agency;
  InterestPlan interest;
  SecurityPlan security;
  FxPlan fx;
  double common_volume = 0, buyer_volume = 0;  ///< spreads of uncertain volumes
  /// Entries by buyer of the next three: one, or one for each grade of the re-rating where they follow it (those of a
  /// buyer that is never re-rated are alike).
  std::size_t columns = 1;
  std::vector<Money> limit;              ///< empty: no checks
  std::vector<PartsPerBillion> prepaid;  ///< empty: none
  std::vector<Day> longest_terms;        ///< empty: as planned
  std::vector<std::uint16_t> schedule;   ///< by buyer: place in schedules, kNoSchedule; empty: none
  std::vector<std::vector<InstalmentPlan>> schedules;

  /// By grade: place in ScenarioPlan::graded_payments, kOwnSegment where the buyer's own rules; empty: always its own.
  std::vector<std::uint16_t> segment_of_grade;
  std::vector<std::string> graded_segments;    ///< their names
  std::vector<std::uint16_t> graded_schedule;  ///< by that place, as `schedule`

  static constexpr std::uint16_t kOwnSegment = 0xFFFF;
  static constexpr std::uint16_t kNoSchedule = 0xFFFF;
  bool follows_grades() const { return columns > 1 || !segment_of_grade.empty(); }
  bool draws() const {
    return disputes.probability > 0 || partial.probability > 0 || discount.take_up > 0 || agency.success > 0;
  }
  bool uncertain_volume() const { return common_volume > 0 || buyer_volume > 0; }
};

}  // namespace delcredere
