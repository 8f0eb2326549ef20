// load_study on whole configs.

#include "scenarios/load.h"

#include <catch2/catch.hpp>

#include "models/core/sha256.h"
#include "tests/config/study_folder.h"
#include "tests/config/support.h"

using namespace delcredere;
using namespace delcredere::test;

TEST_CASE("the least config that is valid takes the documented defaults") {
  const StudyFolder folder;
  const Study study = folder.load(kLeast).study;
  CHECK(study.name == "least");
  CHECK(study.as_of.iso() == "2026-01-05");
  CHECK(study.currency.digits == 2);
  CHECK(study.horizon == 364);
  CHECK(study.period_name == "week");
  REQUIRE(study.period_ends.size() == 52);
  CHECK(study.period_ends.front() == 7);
  CHECK(study.period_ends.back() == 364);
  CHECK(study.simulation.trials == 1000);
  CHECK(study.simulation.seed == 7);
  CHECK_FALSE(study.has_liquidity);
  REQUIRE(study.scenarios.size() == 1);
  CHECK(study.scenarios[0].name == "base");
  CHECK(study.base.credit.insolvency_share == 0.6);
  CHECK(study.base.credit.dependence.factor_correlation.common == 1.0);
  CHECK(study.outputs.probabilities.size() == 9);
  CHECK(study.outputs.probabilities[7] == Decimal{995, 3});
  CHECK_FALSE(study.outputs.return_periods_given);
  CHECK(study.portfolio.buyers.size() == 3);
}

TEST_CASE("the config of the design, as far as it is modelled") {
  const StudyFolder folder;
  const LoadedStudy loaded = folder.load(kFull);
  const Study& study = loaded.study;
  const Scenario& base = study.base;
  CHECK(base.credit.grades.at("A") == 0.0005);
  CHECK(base.credit.grades.at("E") == 0.12);
  CHECK(base.credit.dependence.factor_correlation.common == 0.4);
  CHECK(base.credit.dependence.sectors.at("construction").asset_correlation == 0.2);
  CHECK(base.credit.lgd.at("default").recovery_lag == 540);
  CHECK(base.payment.buyer_effect == 0.3);
  const auto& law = std::get<LognormalDelay>(base.payment.segments.at("default").late);
  CHECK(law.mean == 18);
  CHECK(law.standard_deviation == 22);
  REQUIRE(base.credit_management.dunning);
  CHECK(base.credit_management.dunning->in_history);
  CHECK(base.credit_management.supply_stop->overdue == 45);
  REQUIRE(base.shocks.size() == 1);
  CHECK(base.shocks[0].duration == 182);
  CHECK(base.shocks[0].default_multiplier == 3);
  CHECK(base.shocks[0].sales_multiplier == 0.8);
  CHECK(base.shocks[0].spillover.at("retail") == 0.4);
  REQUIRE(base.policies.size() == 1);
  const PolicyTerms& policy = base.policies[0];
  CHECK(policy.name == "whole_turnover");
  CHECK(policy.insured_percentage.policy == Decimal{9, 1});
  CHECK(policy.cover.year_starts == std::vector<Day>{0, 365});
  CHECK(policy.limits.column);
  CHECK(policy.limits.discretionary->amount == 2'000'000);
  CHECK(policy.limits.discretionary->insured_percentage == Decimal{8, 1});
  CHECK(policy.aggregate_first_loss.amount == 5'000'000);
  CHECK(policy.maximum_liability->times_premium == Decimal{30, 0});
  CHECK(policy.premium.rate_on_turnover == Decimal{25, 4});
  CHECK(policy.premium.minimum == 4'000'000);
  CHECK(policy.protracted_default->wait == 180);
  CHECK(study.has_liquidity);
  CHECK(base.liquidity.minimum_cash == 50'000'000);
  CHECK(base.liquidity.credit_line->rate == 0.075);
  REQUIRE(base.liquidity.outflows.size() == 1);
  CHECK(base.liquidity.outflows[0].day == 20);

  REQUIRE(study.scenarios.size() == 4);
  CHECK(study.scenarios[0].name == "base");
  CHECK_FALSE(study.scenarios[0].shocks[0].certain);
  CHECK(study.scenarios[1].shocks[0].certain);
  CHECK(study.scenarios[1].shocks[0].duration == 182);
  REQUIRE(study.scenarios[2].failures.size() == 1);
  CHECK(study.scenarios[2].failures[0].day == 28);
  CHECK(study.scenarios[2].failures[0].buyers == std::vector<std::uint32_t>{0, 2});
  CHECK(study.scenarios[3].credit.grades.at("E") == 0.5);
  CHECK(study.scenarios[3].credit.grades.at("A") == 0.0005);
  CHECK(study.scenarios[3].payment.buyer_effect == 0.5);

  REQUIRE(loaded.inputs.size() == 5);
  CHECK(loaded.inputs[0].sha256 == sha256_hex(kFull));
  CHECK(loaded.inputs[1].name == "stress.yaml");
  CHECK(loaded.inputs[2].name == "buyers.csv");
  CHECK(loaded.inputs[2].sha256 == sha256_hex(kBuyers));
  CHECK(loaded.positions.at("credit.dependence.factor_correlation").line == 12);
}

TEST_CASE("the effective config is valid input and gives the same study") {
  const StudyFolder folder;
  for (const char* text : {kLeast, kFull, kExposures}) {
    INFO(text);
    const LoadedStudy first = folder.load(text);
    const LoadedStudy again = folder.load(first.config_effective);
    CHECK(again.config_effective == first.config_effective);
    CHECK(summary(again.study) == summary(first.study));
  }
}

TEST_CASE("JSON gives the same study as YAML") {
  const StudyFolder folder;
  const std::string json = R"({"delcredere": 1, "name": "least", "as_of": "2026-01-05", "currency": "EUR",
    "horizon": "52 weeks", "portfolio": {"buyers": "buyers.csv", "invoices": "invoices.csv"},
    "credit": {"grades": {"A": "0.1%", "E": 0.12}}, "simulation": {"trials": 1000, "seed": 7}})";
  CHECK(summary(folder.load(json).study) == summary(folder.load(kLeast).study));
}

TEST_CASE("horizons and periods") {
  const StudyFolder folder;
  const auto study = [&](const std::string& horizon, const std::string& period) {
    return folder.load(kLeast, {"horizon=" + horizon, "period=" + period}).study;
  };
  CHECK(study("90 days", "week").period_ends.size() == 13);
  CHECK(study("90 days", "week").period_ends.back() == 90);
  const Study months = study("12 months", "month");
  CHECK(months.horizon == 365);
  CHECK(months.period_ends == std::vector<Day>{31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365});
  CHECK(study("40 days", "month").period_ends == std::vector<Day>{31, 40});
  CHECK(study("1 day", "month").period_ends == std::vector<Day>{1});
  const Study clipped = folder.load(kLeast, {"as_of=2028-01-31", "horizon=3 months", "period=month"}).study;
  CHECK(clipped.period_ends == std::vector<Day>{29, 60, 90});  // 29 February, 31 March, 30 April
}

TEST_CASE("row 7: horizons that are none, and horizons that are too long") {
  const StudyFolder folder;
  for (const char* wrong :
       {"0 days", "-4 weeks", "52", "52weeks", "52  weeks", "1.5 weeks", "\"52\"", "52 years", "052 weeks"}) {
    INFO(wrong);
    const Error error = folder.refused(kLeast, {std::string("horizon=") + wrong});
    CHECK(error.code() == ExitCode::config);
    CHECK_THAT(error.what(), Catch::Contains("horizon"));
  }
  for (const char* huge : {"1000000 weeks", "7000000 days", "1000000 months", "9000000000000000000 weeks"}) {
    INFO(huge);
    const Error error = folder.refused(kLeast, {std::string("horizon=") + huge});
    CHECK(error.code() == ExitCode::resources);
    CHECK_THAT(error.what(), Catch::Contains("GiB"));
  }
}

TEST_CASE("scenarios: what they may not do") {
  const StudyFolder folder;
  const auto message = [&](const std::string& scenario) {
    const Error error = folder.refused(std::string(kLeast) + "insurance: {p: {}}\nscenarios: {s: " + scenario + "}\n");
    CHECK(error.code() == ExitCode::config);
    return std::string(error.what());
  };
  for (const char* key :
       {"as_of", "horizon", "period", "currency", "simulation", "name", "exchange_rates", "portfolio", "outputs"}) {
    CHECK_THAT(message(std::string("{") + key + ": {}}"),
               Catch::Contains("scenarios.s." + std::string(key)) && Catch::Contains("may not change"));
  }
  CHECK_THAT(message("{insurance: {q: {}}}"), Catch::Contains("no such policy"));
  CHECK_THAT(message("{payments: {}}"), Catch::Contains("Did you mean 'payment'?"));
  CHECK_THAT(message("{liquidity: {}}"), Catch::Contains("no liquidity section"));
  CHECK_THAT(message("{credit: {insolvency_share: 200%}}"), Catch::Contains("scenarios.s.credit.insolvency_share"));
  CHECK_THAT(message("[1]"), Catch::Contains("wrong form"));
  CHECK_THAT(message("{include: nowhere.yaml, as_of: 2026-01-01}"), Catch::Contains("does not exist"));
  CHECK(folder.refused(std::string(kLeast) + "scenarios: {s: {include: nowhere.yaml}}\n").code() == ExitCode::io);
}

TEST_CASE("an overlay's key drops the one it excludes") {
  const StudyFolder folder;
  const std::string text = std::string(kLeast) + R"(insurance: {p: {maximum_liability: {amount: 5}, premium: {flat: 2}}}
scenarios:
  s: {insurance: {p: {maximum_liability: {times_premium: 3}, premium: {rate_on_turnover: 1%}}}}
)";
  const Study study = folder.load(text).study;
  CHECK(study.base.policies[0].maximum_liability->amount == 500);
  CHECK_FALSE(study.scenarios[0].policies[0].maximum_liability->amount);
  CHECK(study.scenarios[0].policies[0].maximum_liability->times_premium == Decimal{3, 0});
  CHECK_FALSE(study.scenarios[0].policies[0].premium.flat);
}

TEST_CASE("sweeps make one scenario for every combination") {
  const StudyFolder folder;
  const std::string text =
      std::string(kLeast) + "sweep: {credit.insolvency_share: [20%, 40%], payment.default_link: [0, 0.5, 1]}\n";
  const Study study = folder.load(text).study;
  REQUIRE(study.scenarios.size() == 7);
  CHECK(study.scenarios[0].name == "base");
  CHECK(study.scenarios[1].name == "credit.insolvency_share=20%,payment.default_link=0");
  CHECK(study.scenarios[6].name == "credit.insolvency_share=40%,payment.default_link=1");
  CHECK(study.scenarios[6].credit.insolvency_share == 0.4);
  CHECK(study.scenarios[6].payment.default_link == 1);
  CHECK_THAT(folder.refused(std::string(kLeast) + "sweep: {credit.insolvency_shore: [20%]}\n").what(),
             Catch::Contains("Did you mean 'insolvency_share'?"));
  CHECK_THAT(folder.refused(std::string(kLeast) + "sweep: {simulation.seed: [1, 2]}\n").what(),
             Catch::Contains("may not change simulation"));
}

TEST_CASE("--scenario, --set, --trials, --seed") {
  const StudyFolder folder;
  LoadOptions options;
  options.scenarios = {"top_two_fail"};
  const Study study = folder.load(kFull, options).study;
  REQUIRE(study.scenarios.size() == 1);
  CHECK(study.scenarios[0].name == "top_two_fail");
  options.scenarios = {"top_to_fail"};
  CHECK_THAT(folder.refused(kFull, options).what(), Catch::Contains("Did you mean 'top_two_fail'?"));

  LoadOptions more;
  more.sets = {"credit.insolvency_share=25%", "credit.lgd.default.mean=50%"};
  more.trials = "42";
  more.seed = "18446744073709551615";
  const Study changed = folder.load(kLeast, more).study;
  CHECK(changed.base.credit.insolvency_share == 0.25);
  CHECK(changed.scenarios[0].credit.insolvency_share == 0.25);
  CHECK(changed.base.credit.lgd.at("default").mean == 0.5);
  CHECK(changed.simulation.trials == 42);
  CHECK(changed.simulation.seed == 18446744073709551615ULL);

  const auto wrong = [&](const std::string& set) { return std::string(folder.refused(kFull, {set}).what()); };
  CHECK_THAT(wrong("credit.insolvency_shore=1"), Catch::StartsWith("--set: credit.insolvency_shore: unknown key") &&
                                                     Catch::Contains("Did you mean 'insolvency_share'?"));
  CHECK_THAT(wrong("insurance.whole_turnove.settlement=10 days"), Catch::Contains("Did you mean 'whole_turnover'?"));
  CHECK_THAT(wrong("name.x=1"), Catch::Contains("not a map"));
  CHECK_THAT(wrong("name"), Catch::Contains("path.to.key=value"));
  CHECK_THAT(wrong("payment.buyer_effect=[1"), Catch::Contains("--set"));
  LoadOptions trials;
  trials.trials = "0";
  CHECK_THAT(folder.refused(kLeast, trials).what(), Catch::StartsWith("--trials: simulation.trials: is out of range"));
  CHECK_THAT(wrong("name.x=1"), Catch::StartsWith("--set: "));

  options.scenarios = {"base,top_two_fail"};
  CHECK_THAT(folder.refused(kFull, options).what(), Catch::Contains("--scenario base --scenario top_two_fail"));
}
