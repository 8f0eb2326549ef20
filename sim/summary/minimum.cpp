#include <limits>

#include "sim/minimum_figures.h"
#include "sim/summary/parts.h"

namespace delcredere::summary {

void blank_without_minimum(const Study& study, const Plan& plan, RunResults& results) {
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  const std::size_t scenarios = plan.scenarios.size();
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
  for (NdArray<double>* array : figures_of_minimum(results)) {
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
