// Where a method does not apply the config says so, with the place and the reason.

#include "models/sampling/refusals.h"

#include <catch2/catch.hpp>

#include "models/core/error.h"
#include "tests/support/study_builder.h"

using namespace delcredere;
using namespace delcredere::testing;

namespace {

std::string refusal(const Study& study) {
  const std::vector<Refusal> all = sampling_refusals(study);
  std::string text;
  for (const Refusal& one : all) {
    for (const std::string& key : one.key) text += key + ".";
    text += " " + one.why + "\n";
  }
  return text;
}

StudyBuilder with(SamplingMethod method, std::uint64_t trials) {
  StudyBuilder builder = homogeneous(10, 0.02, 0.1, trials, 1);
  builder.study().simulation.sampling = method;
  return builder;
}

using Catch::Contains;

}  // namespace

TEST_CASE("importance does not look for the loss of a probability where late payers are likelier to fail") {
  StudyBuilder builder = with(SamplingMethod::importance, 1000);
  builder.study().simulation.importance = ImportanceTarget{{}, 0.01};
  CHECK(refusal(builder.build()).empty());
  Study study = builder.build();
  study.portfolio.exposure_book = false;
  for (Scenario& scenario : study.scenarios) scenario.payment.default_link = 0.3;
  CHECK_THAT(refusal(study), Contains("simulation.importance. ") && Contains("importance: {loss: X}"));
  study.simulation.importance = ImportanceTarget{100, {}};
  CHECK(refusal(study).empty());
}

TEST_CASE("trials that do not fit the replicates") {
  CHECK(refusal(with(SamplingMethod::antithetic, 1000).build()).empty());
  CHECK_THAT(refusal(with(SamplingMethod::antithetic, 1001).build()),
             Contains("simulation.trials. ") && Contains("pairs"));
  CHECK(refusal(with(SamplingMethod::stratified, 1000).build()).empty());
  CHECK_THAT(refusal(with(SamplingMethod::stratified, 1050).build()), Contains("strata"));
  CHECK(refusal(with(SamplingMethod::sobol, 16 * 64).build()).empty());
  CHECK_THAT(refusal(with(SamplingMethod::sobol, 1000).build()), Contains("16 replicates") && Contains("512 or 1024"));
}

TEST_CASE("methods that do not apply to a study") {
  StudyBuilder independent = with(SamplingMethod::sobol, 1024);
  independent.base().credit.dependence.model = DependenceModel::independent;
  CHECK_THAT(refusal(independent.build()), Contains("simulation.sampling. ") && Contains("independent buyers"));

  StudyBuilder importance = with(SamplingMethod::importance, 1000);
  CHECK_THAT(refusal(importance.build()), Contains("aim at"));
  importance.study().simulation.importance = ImportanceTarget{Money{300}, {}};
  CHECK(refusal(importance.build()).empty());
  importance.study().scenarios[0].credit.contagion.infection = 0.1;
  CHECK_THAT(refusal(importance.study()), Contains("spread"));

  StudyBuilder invoices(1000, 1);
  invoices.buyer(0.02);
  invoices.invoice(-10, 20, 1000);
  invoices.study().simulation.sampling = SamplingMethod::importance;
  invoices.study().simulation.importance = ImportanceTarget{Money{300}, {}};
  CHECK(refusal(invoices.build()).empty());
  invoices.study().simulation.control_variate = true;
  CHECK_THAT(refusal(invoices.build()), Contains("book of exposures"));
  invoices.study().simulation.control_variate = false;
  invoices.study().simulation.sampling = SamplingMethod::antithetic;
  CHECK(refusal(invoices.build()).empty());
}

TEST_CASE("importance and the control variate know only probabilities and losses that nothing moves") {
  const auto study = [](auto change) {
    StudyBuilder builder = with(SamplingMethod::importance, 1000);
    builder.study().simulation.importance = ImportanceTarget{Money{300}, {}};
    builder.study().simulation.control_variate = true;
    Study made = builder.build();
    for (Scenario& scenario : made.scenarios) change(scenario);
    return made;
  };
  CHECK(refusal(study([](Scenario&) {})).empty());
  const Study rerated = study([](Scenario& s) {
    s.credit.migration.grades = {"A", "B"};
    s.credit.migration.reviews = {91};
  });
  CHECK_THAT(refusal(rerated), Contains("simulation.sampling. ") && Contains("simulation.control_variate. "));
  const double years[] = {0.01, 0.02};
  const Study by_year = study([&](Scenario& s) { s.credit.grades["A"] = PdTerm::conditional(years); });
  CHECK_THAT(refusal(by_year), Contains("PDs by year"));
  const Study linked = study([](Scenario& s) { s.credit.lgd["default"].factor_link = 0.3; });
  CHECK_THAT(refusal(linked), Contains("simulation.control_variate. ") && !Contains("simulation.sampling. "));
  const Study pledged = study([](Scenario& s) { s.credit.security.list.push_back({}); });
  CHECK_THAT(refusal(pledged), Contains("guarantees"));
  const Study shocked = study([](Scenario& s) {
    s.shocks.push_back({});
    s.shocks.back().lgd_multiplier = 1.2;
  });
  CHECK_THAT(refusal(shocked), Contains("shocks on them"));
}

TEST_CASE("stop rules that ask for what is not there") {
  StudyBuilder builder = with(SamplingMethod::plain, 1000);
  StopRule rule;
  rule.max_trials = 500;
  rule.policy = "cover";
  rule.scenario = "slump";
  builder.study().simulation.stop_when = rule;
  CHECK_THAT(refusal(builder.build()), Contains("max_trials") && Contains("'cover'") && Contains("'slump'"));
}
