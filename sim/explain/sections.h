#pragma once
// The sections of the explanation, one file each; only explain.cpp calls them. Nothing here computes a result of a run.

#include "sim/explain/words.h"
#include "sim/plan/plan.h"

namespace delcredere::explaining {

/// What every section reads. `base` has base's shocks and classes only.
struct Subject {
  const Study& study;
  const Plan& plan;
  const ScenarioPlan& base;
};

void explain_clock(const Subject& subject, Page& page);
void explain_book(const Subject& subject, Page& page);
void explain_credit(const Subject& subject, Page& page);
void explain_dependence(const Subject& subject, Page& page);
void explain_migration(const Subject& subject, Page& page);
void explain_security(const Subject& subject, Page& page);
void explain_shocks(const Subject& subject, Page& page);
void explain_payment(const Subject& subject, Page& page);
void explain_known(const Subject& subject, Page& page);
void explain_credit_management(const Subject& subject, Page& page);
/// What acts on payments beside the laws; the seller's rules beside dunning and supply stop; how sure the plan is.
void explain_payment_rules(const Subject& subject, Page& page);
void explain_seller_rules(const Subject& subject, Page& page);
void explain_sales(const Subject& subject, Page& page);
void explain_policies(const Subject& subject, Page& page);
void explain_liquidity(const Subject& subject, Page& page);
void explain_liquidity_terms(const Subject& subject, Page& page);
void explain_scenarios(const Subject& subject, Page& page);
void explain_conventions(const Subject& subject, Page& page);

}  // namespace delcredere::explaining
