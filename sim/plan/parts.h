#pragma once
// The steps that make a Plan, one file each; only plan.cpp calls them.

#include "sim/plan/plan.h"

namespace delcredere::planning {

/// Ranges, live invoices, open debt, sectors.
void plan_book(const Study& study, Plan& plan);

/// Delay tables, effects, truncation of open items.
PaymentPlan plan_payments(const Study& study, const Plan& plan, const PaymentParameters& parameters);

/// What is known of every buyer, from base's payment plan.
void plan_evidence(const Study& study, Plan& plan);

/// Everything of one scenario but its factor model and payment plan, whose numbers are set already.
void plan_scenario(const Study& study, const Scenario& scenario, Plan& plan, ScenarioPlan& result);

/// Shock effects of a scenario and the class of every buyer.
void plan_shocks(const Study& study, const Scenario& scenario, ScenarioPlan& result);

double annual_pd(const Buyer& buyer, const CreditParameters& credit);

}  // namespace delcredere::planning
