#include "outputs/layout/group_builder.h"
#include "outputs/layout/layout.h"

namespace delcredere::layout {

using enum Axis;

Group ageing(RunResults& results) {
  AgeingResults& r = results.ageing;
  GroupBuilder group("ageing", "open receivables by age at the close of each period's last day", results);
  const std::string& money = group.currency();
  group.known("outstanding_start", {bucket}, r.outstanding_start, {money, "open receivables of the age at as_of", {}});
  group.estimate("outstanding_mean", {scenario, period, bucket}, r.outstanding_mean, r.outstanding_mean_standard_error,
                 {money, "mean open receivables of the age", {}});
  group.estimate("open_overdue_mean", {scenario, period}, r.open_overdue_mean, r.open_overdue_mean_standard_error,
                 {money, "mean open receivables past their due date", {}});
  return group.finish();
}

}  // namespace delcredere::layout
