#pragma once
// The steps that make a Plan, one file each; only plan.cpp and the explanation of a plan call them.

#include "sim/plan/plan.h"

namespace delcredere::planning {

/// Ranges, live invoices, open debt, sectors.
void plan_book(const Study& study, Plan& plan);

/// Who belongs together: legal groups and infection groups; where no buyer has one of the latter, the book is one.
void plan_groups(const Study& study, Plan& plan);
/// Country events and contagion of a scenario.
void plan_spreading(const Study& study, const Scenario& scenario, const Plan& plan, ScenarioPlan& result);

/// Name of a buyer's payment segment: its own, else its sector's, else `default`.
std::string segment_of(const PaymentParameters& parameters, const Buyer& buyer);
/// Law of a segment; the built-in one where `default` is not given.
const DelayLaw& law_of(const PaymentParameters& parameters, const std::string& segment);

/// What an invoice says about its buyer's delays at as_of, by its law's table (`runs` may be null).
enum class Evidence { none, paid, unpaid };
struct Known {
  Evidence evidence = Evidence::none;
  KnownItem item;
};
Known known_of(const Invoice& invoice, const DelayTable& table, const RunCalendar* runs);
/// The law that rules an invoice: its number in payments.laws.
std::size_t law_number(const Study& study, const PaymentPlan& payments, const PaymentParameters& parameters,
                       const Invoice& invoice);

/// Delay tables, effects, truncation of open items. `everyone`: as if every buyer were in this segment.
PaymentPlan plan_payments(const Study& study, const Plan& plan, const PaymentParameters& parameters,
                          const std::string* everyone = nullptr);

/// What is known of every buyer, from base's payment plan.
void plan_evidence(const Study& study, Plan& plan);

/// Rules that look at invoices part by part, and what those in history leave to do.
CarefulPlan plan_careful(const Study& study, const Scenario& scenario);

/// Everything of one scenario but its factor model and payment plan, whose numbers are set already.
void plan_scenario(const Study& study, const Scenario& scenario, Plan& plan, ScenarioPlan& result);

/// Every buyer's ledger as far as some scenario's policies may look; when all scenarios are planned.
void plan_ledgers(const Study& study, Plan& plan);

/// Re-rating: transitions, curves, grades at as_of.
void plan_migration(const Study& study, const CreditParameters& credit, const Plan& plan, ScenarioPlan& result);
/// Start grade of a buyer whose hazard may move with its grade, else kNoGrade.
std::uint16_t moving_grade(const CreditParameters& credit, const MigrationPlan& migration, const Buyer& buyer,
                           std::size_t number);
/// Securities by buyer, guarantors.
void plan_security(const Study& study, const CreditParameters& credit, const Plan& plan, ScenarioPlan& result);

/// Shock effects of a scenario and the class of every buyer.
void plan_shocks(const Study& study, const Scenario& scenario, ScenarioPlan& result);

/// Which scenarios differ from an earlier one in named failures alone; when all are planned.
void plan_twins(Plan& plan);
/// How trials are drawn; when all scenarios are planned. Throws Error (2) where a method does not apply.
void plan_sampling(const Study& study, Plan& plan);
/// What the liquidity section asks of every trial; when the covenants of all scenarios are named.
LiquidityPlan plan_liquidity(const Study& study, const LiquidityParameters& parameters, const Plan& plan);
/// What of it has to be followed part by part, where rules look at parts of invoices.
void follow_parts(const LiquidityParameters& parameters, const Plan& plan, LiquidityPlan& result);
/// Covenants of all scenarios, ascending.
std::vector<std::string> covenant_names(const Study& study);

/// The buyer's own annual PD, else its grade's. Throws Error (3) for a grade that the table lacks.
PdTerm pd_term(const Buyer& buyer, const CreditParameters& credit);

}  // namespace delcredere::planning
