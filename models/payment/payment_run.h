#pragma once
// The days on which a buyer's bank transfers go out, as a table over the days of a study: a payment that is ready on
// day t leaves on next(t), the first run day from t on. So unpaid at as_of means ready after before(1), the last run
// day up to as_of. On days that a calendar closes nothing arrives: what leaves then arrives on the next open day.

#include <cstdint>
#include <vector>

#include "models/payment/payment_parameters.h"

namespace delcredere {

class RunCalendar {
 public:
  /// Run days known from kFirst to at least `last`. Beyond that range every day is one.
  RunCalendar(const PaymentRun& run, Date as_of, Day last, const PaymentCalendar* calendar = nullptr);
  static constexpr Day kFirst = -2000;

  Day next(Day t) const { return inside(t) ? t + wait_[static_cast<std::size_t>(t - kFirst)] : t; }
  /// Last run day before t.
  Day before(Day t) const;

 private:
  bool inside(Day t) const { return t >= kFirst && t - kFirst < static_cast<Day>(wait_.size()); }
  std::vector<std::int16_t> wait_;  ///< days from kFirst + i to the next run day
};

}  // namespace delcredere
