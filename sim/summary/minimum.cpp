#include <limits>

#include "sim/summary/parts.h"

namespace delcredere::summary {

void blank_without_minimum(const Study& study, const Plan& plan, RunResults& results) {
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  const std::size_t scenarios = plan.scenarios.size();
  CashResults& c = results.cash;
  LiquidityResults& l = results.liquidity;
  TrialResults& t = results.trial_columns;
  const Scale scale(study.currency);
  bool any = false;
  l.minimum_cash = NdArray<double>({scenarios}, nan);
  for (std::size_t s = 0; s < scenarios; ++s) {
    const CashAccount& account = *plan.scenarios[s].account;
    if (account.has_minimum()) l.minimum_cash(s) = scale(static_cast<double>(account.floor()));
    any = any || account.has_minimum();
  }
  for (NdArray<double>* array : {&c.breach_probability,
                                 &c.breach_probability_standard_error,
                                 &c.breach_probability_cumulative,
                                 &c.breach_probability_cumulative_standard_error,
                                 &c.gap_quantile,
                                 &c.gap_quantile_lower,
                                 &c.gap_quantile_upper,
                                 &l.facility_needed,
                                 &l.facility_needed_lower,
                                 &l.facility_needed_upper,
                                 &l.worst_gap_quantile,
                                 &l.worst_gap_quantile_lower,
                                 &l.worst_gap_quantile_upper,
                                 &l.worst_gap_expected_shortfall,
                                 &l.worst_gap_expected_shortfall_standard_error,
                                 &l.breach_probability,
                                 &l.breach_probability_standard_error,
                                 &l.first_breach_day_quantile,
                                 &l.first_breach_day_quantile_lower,
                                 &l.first_breach_day_quantile_upper}) {
    if (!any) {
      *array = {};
      continue;
    }
    const std::size_t each = array->size() / scenarios;  // the scenario is the first axis
    for (std::size_t i = 0; i < array->size(); ++i)
      if (!plan.scenarios[i / each].account->has_minimum()) array->values()[i] = nan;
  }
  if (!any) t.worst_gap = t.first_breach_day = {};
}

}  // namespace delcredere::summary
