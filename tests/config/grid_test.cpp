// Grids of policy structures: their names, their terms, what a scenario may say of them, and what is refused.

#include "scenarios/config/grid.h"

#include <catch2/catch.hpp>

#include "tests/config/study_folder.h"

using namespace delcredere;
using namespace delcredere::test;
using Catch::Contains;

namespace {

std::string with(const std::string& more) { return std::string(kLeast) + more + "\n"; }

std::string complaint(const std::string& text) {
  const Error error = StudyFolder().refused(text);
  CHECK(error.code() == ExitCode::config);
  return error.what();
}

std::vector<std::string> names(const Scenario& scenario) {
  std::vector<std::string> all;
  for (const PolicyTerms& terms : scenario.policies) all.push_back(terms.name);
  return all;
}

constexpr const char* kGrid =
    "insurance:\n"
    "  base: {insured_percentage: [80%, 0.9], aggregate_first_loss: [0, 50000], each_first_loss: {amount: 100}}\n"
    "  other: {}\n";

}  // namespace

TEST_CASE("a grid is one policy for every combination, the first list slowest") {
  const Study study = StudyFolder().load(with(kGrid)).study;
  REQUIRE(names(study.base) == std::vector<std::string>{"base/insured_percentage=80%,aggregate_first_loss=0",
                                                        "base/insured_percentage=80%,aggregate_first_loss=50000",
                                                        "base/insured_percentage=0.9,aggregate_first_loss=0",
                                                        "base/insured_percentage=0.9,aggregate_first_loss=50000",
                                                        "other"});
  for (std::size_t i = 0; i < 4; ++i) {
    const PolicyTerms& terms = study.base.policies[i];
    CHECK(terms.insured_percentage.policy.to_double() == (i < 2 ? 0.8 : 0.9));
    CHECK(terms.aggregate_first_loss.amount == (i % 2 == 0 ? 0 : 5'000'000));
    CHECK(terms.each_first_loss.amount == 10'000);
  }
}

TEST_CASE("terms inside maps, causes and the premium take lists") {
  const Study study =
      StudyFolder()
          .load(with(
              "insurance:\n  p: {maximum_liability: {times_premium: [10, 30]}, premium: {flat: [100, 200]}, "
              "causes: {protracted_default: {wait: [90 days, 180 days]}}, recoveries: {sharing: [insurer_first]}}"))
          .study;
  REQUIRE(study.base.policies.size() == 8);
  CHECK(study.base.policies.back().name ==
        "p/maximum_liability.times_premium=30,premium.flat=200,causes.protracted_default.wait=180 days,"
        "recoveries.sharing=insurer_first");
  CHECK(study.base.policies.front().protracted_default->wait == 90);
  CHECK(study.base.policies.back().sharing == RecoverySharing::insurer_first);
}

TEST_CASE("lists that were lists stay lists") {
  const Study study = StudyFolder().load(with("insurance: {p: {excluded_buyers: [B1, B2]}}")).study;
  REQUIRE(names(study.base) == std::vector<std::string>{"p"});
  CHECK(study.base.policies[0].excluded_buyers == std::vector<std::uint32_t>{0, 1});
}

TEST_CASE("a scenario changes a grid's other terms, or one structure") {
  const Study study =
      StudyFolder()
          .load(with(std::string(kGrid) + "scenarios:\n  a: {}\n  b: {insurance: {base: {non_qualifying_loss: 7}, "
                                          "'base/insured_percentage=80%,aggregate_first_loss=50000': "
                                          "{non_qualifying_loss: 9}}}"))
          .study;
  REQUIRE(study.scenarios.size() == 2);
  CHECK(names(study.scenarios[0]) == names(study.scenarios[1]));
  for (std::size_t i = 0; i < 4; ++i) {
    CHECK(study.scenarios[0].policies[i].non_qualifying_loss == 0);
    CHECK(study.scenarios[1].policies[i].non_qualifying_loss == (i == 1 ? 900 : 700));
  }
}

TEST_CASE("a sweep reaches the terms of policies, of a grid and of shocks") {
  const std::string shock = "shocks: {slump: {annual_probability: 10%, duration: 26 weeks, default_multiplier: 3}}\n";
  const Study study =
      StudyFolder()
          .load(with(kGrid + shock +
                     "sweep: {insurance.other.insured_percentage: [70%, 75%], "
                     "insurance.base.non_qualifying_loss: [1, 2], shocks.slump.default_multiplier: [4]}"))
          .study;
  REQUIRE(study.scenarios.size() == 5);
  for (const std::size_t i : {0, 1, 2, 3}) CHECK(study.scenarios[4].policies[i].non_qualifying_loss == 200);
  CHECK(study.scenarios[4].policies[4].insured_percentage.policy.to_double() == 0.75);
  CHECK(study.scenarios[4].shocks[0].default_multiplier == 4);
  CHECK_THAT(complaint(with(std::string(kGrid) + "sweep: {insurance.othr.insured_percentage: [70%]}")),
             Contains("there is no 'insurance.othr'") && Contains("other"));
}

TEST_CASE("what a grid cannot be") {
  CHECK_THAT(complaint(with(std::string(kGrid) + "scenarios: {b: {insurance: {base: {insured_percentage: 70%}}}}")),
             Contains("scenarios.b.insurance.base") && Contains("changes insured_percentage"));
  CHECK_THAT(complaint(with(std::string(kGrid) + "sweep: {insurance.base.insured_percentage: [70%, 75%]}")),
             Contains("changes insured_percentage"));
  CHECK_THAT(complaint(with("insurance: {p: {insured_percentage: []}}")), Contains("insurance.p.insured_percentage"));
  CHECK_THAT(complaint(with("insurance: {p: {insured_percentage: [80%, {default: 90%}]}}")),
             Contains("wrong form in a grid"));
  CHECK_THAT(complaint(with("insurance: {p: {settlement: [30 days, 30 days]}}")), Contains("twice"));
  CHECK_THAT(complaint(with("insurance: {p: {insured_percentage: [80%, 101%]}}")), Contains("'101%'"));
  CHECK_THAT(complaint(with("insurance: {p: {currency: [EUR, USD]}}")), Contains("insurance.p.currency"));
  CHECK_THAT(complaint(with("payment: {buyer_effect: [0.3, 0.4]}")), Contains("wrong form"));
  std::string many = "[";
  for (int i = 0; i < 32; ++i) many += (i > 0 ? ", " : "") + std::to_string(i);
  many += "]";
  CHECK_THAT(complaint(with("insurance: {p: {non_qualifying_loss: " + many + ", minimum_retention: " + many + "}}")),
             Contains("more than 1000 structures"));
}

TEST_CASE("detailed policies by name, a grid by its own") {
  const StudyFolder folder;
  CHECK_FALSE(folder.load(with(kGrid)).study.outputs.detailed_policies);
  const Study study = folder.load(with(std::string(kGrid) + "outputs: {detailed_policies: [other, base]}")).study;
  REQUIRE(study.outputs.detailed_policies);
  CHECK(study.outputs.detailed_policies->size() == 5);
  CHECK(study.outputs.detailed_policies->at(1) == "base/insured_percentage=80%,aggregate_first_loss=0");
  CHECK_THAT(complaint(with(std::string(kGrid) + "outputs: {detailed_policies: [othr]}")),
             Contains("outputs.detailed_policies") && Contains("'othr'") && Contains("other"));
}
