// The effective model in words and numbers. The plan is the one that a run would follow.

#include "sim/explain/sections.h"
#include "sim/plan/parts.h"
#include "sim/run.h"

namespace delcredere {

std::string explain_model(const Study& study) {
  const Plan plan = make_plan(study);
  ScenarioPlan base;  // base may not be among the scenarios that are run
  base.scenario = &study.base;
  planning::plan_shocks(study, study.base, base);

  const explaining::Subject subject{study, plan, base};
  explaining::Page page;
  explaining::explain_clock(subject, page);
  explaining::explain_book(subject, page);
  explaining::explain_credit(subject, page);
  if (!study.portfolio.exposure_book) {
    explaining::explain_payment(subject, page);
    explaining::explain_known(subject, page);
    explaining::explain_credit_management(subject, page);
  }
  explaining::explain_shocks(subject, page);
  explaining::explain_policies(subject, page);
  if (!study.portfolio.exposure_book) explaining::explain_liquidity(subject, page);
  explaining::explain_scenarios(subject, page);
  explaining::explain_conventions(subject, page);
  return page.take();
}

}  // namespace delcredere
