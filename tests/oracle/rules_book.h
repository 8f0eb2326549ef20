#pragma once
// A book of one buyer whose delays are certain, so that every day and amount is known, and what a trial makes of it.

#include <catch2/catch.hpp>
#include <map>

#include "sim/fast/fast_engine.h"
#include "sim/run.h"
#include "tests/support/study_builder.h"

namespace delcredere::testing {

/// Every invoice is paid exactly `days` after its due date.
inline DelayLaw certain(double days) { return {0.0, EmpiricalDelay{{{0.0, days}, {1.0, days}}}}; }

/// A year with one buyer that does not fail by itself.
inline StudyBuilder one_buyer(double delay) {
  StudyBuilder builder(1, 1);
  builder.base().payment.segments["default"] = certain(delay);
  builder.buyer(0.0).grade = "C";
  return builder;
}

inline ScenarioFlows run(StudyBuilder builder, std::uint64_t trial = 0) {
  const Study study = builder.build();
  const Plan plan = make_plan(study);
  std::vector<ScenarioFlows> fast, reference;
  make_fast_engine(plan)->run(trial, fast);
  make_reference_engine(plan)->run(trial, reference);
  REQUIRE(fast[0].receipts == reference[0].receipts);
  REQUIRE(fast[0].rules == reference[0].rules);
  return fast[0];
}

using ByDay = std::map<Day, Money>;
inline ByDay receipts(const ScenarioFlows& flows) {
  ByDay days;
  for (std::size_t day = 0; day < flows.receipts.size(); ++day)
    if (flows.receipts[day] != 0) days[static_cast<Day>(day)] = flows.receipts[day];
  return days;
}

/// What a policy makes of the only buyer's ledger, with the recoveries by day.
struct Settled {
  Money ascertained = 0, paid = 0;
  Day date_of_loss = 0;
  ByDay recoveries;
};
inline Settled settle(StudyBuilder builder, const PolicyTerms& terms) {
  builder.base().policies = {terms};
  for (Scenario& scenario : builder.study().scenarios) scenario.policies = {terms};
  const Study study = builder.build();
  const Plan plan = make_plan(study);
  std::vector<ScenarioFlows> flows;
  make_fast_engine(plan)->run(0, flows);
  PolicyWorkspace workspace;
  workspace.begin(plan.seed, 0);
  PolicyOutcome outcome;
  plan.scenarios[0].policies[0].policy.evaluate(flows[0].ledgers.ledgers(), workspace, outcome);
  REQUIRE(outcome.events.size() == 1);
  const PolicyEvent& event = outcome.events[0];
  Settled settled{event.ascertained, event.paid, event.date_of_loss, {}};
  for (const RecoveryPayment& payment : outcome.recoveries_of(event))
    settled.recoveries[payment.received] += payment.amount;
  return settled;
}
inline PolicyTerms policy(Day wait) {
  PolicyTerms terms;
  terms.name = "p";
  terms.insured_percentage.policy = Decimal{9, 1};
  terms.protracted_default = CauseTerms{wait};
  terms.premium.flat = 1;
  return terms;
}

}  // namespace delcredere::testing
