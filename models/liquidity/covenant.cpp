#include "models/liquidity/covenant.h"

namespace delcredere {

std::vector<Day> test_days(CovenantTest tested, Date as_of, Day horizon) {
  std::vector<Day> days;
  for (Day day = 1; day <= horizon; ++day) {
    const Date date{as_of.serial + day};
    const bool month_end = Date{date.serial + 1}.day_of_month() == 1;
    if (tested == CovenantTest::daily || (month_end && (tested == CovenantTest::month_end || date.month() % 3 == 0)))
      days.push_back(day);
  }
  return days;
}

}  // namespace delcredere
