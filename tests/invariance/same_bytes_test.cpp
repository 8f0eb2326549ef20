// Results do not depend on threads, and a scenario that changes nothing is base bit for bit.

#include <catch2/catch.hpp>
#include <filesystem>

#include "models/core/error.h"
#include "sim/fast/fast_engine.h"
#include "sim/run.h"
#include "tests/invariance/random_study.h"
#include "tests/invariance/results_bytes.h"
#include "tests/support/temporary_folder.h"

using namespace delcredere;
using namespace delcredere::testing;

TEST_CASE("one, two and three threads give the same bytes", "[threads]") {
  for (std::uint64_t seed = 700; seed < 707; ++seed) {
    Study study = random_study(seed);
    study.simulation.trials = 1500 + seed % 7;
    RunSettings settings;
    const ResultsBytes one(run_study(study, settings));
    for (const int threads : {2, 3}) {
      settings.threads = threads;
      INFO("study " << seed << " threads " << threads);
      CHECK(one.difference(ResultsBytes(run_study(study, settings))) == "");
    }
  }
}

TEST_CASE("columns on disk give the same bytes as columns in memory", "[threads]") {
  const test::TemporaryFolder folder;
  for (std::uint64_t seed = 700; seed < 704; ++seed) {
    Study study = random_study(seed);
    study.simulation.trials = 2100 + seed % 7;
    const ResultsBytes memory(run_study(study, {}));
    RunSettings settings;
    settings.column_memory = 0;
    settings.threads = 2;
    settings.scratch_folder = folder.path().string();
    INFO("study " << seed);
    CHECK(memory.difference(ResultsBytes(run_study(study, settings))) == "");
    CHECK(std::filesystem::is_empty(folder.path()));
  }
}

TEST_CASE("worst trials kept or run again give the same bytes", "[threads]") {
  for (std::uint64_t seed = 700; seed < 706; ++seed) {
    Study study = random_study(seed);
    study.simulation.trials = 3000 + seed % 7;
    const ResultsBytes kept(run_study(study, {}));
    for (const std::uint64_t bytes : {0, 3'000, 100'000}) {  // none, few, some
      RunSettings settings;
      settings.worst_memory = bytes;
      settings.threads = 2;
      INFO("study " << seed << " bytes " << bytes);
      CHECK(kept.difference(ResultsBytes(run_study(study, settings))) == "");
    }
  }
}

TEST_CASE("columns on disk need a folder that can be written", "[threads]") {
  RunSettings settings;
  settings.column_memory = 0;
  settings.scratch_folder = "/nonexistent/folder";
  try {
    run_study(random_study(700), settings);
    FAIL("ran");
  } catch (const Error& error) {
    CHECK(error.code() == ExitCode::io);
    CHECK(std::string(error.what()).find("/nonexistent/folder") != std::string::npos);
  }
}

TEST_CASE("two seeds give different bytes", "[threads]") {
  Study study = random_study(703);
  study.simulation.trials = 500;
  const ResultsBytes first(run_study(study, {}));
  ++study.simulation.seed;
  CHECK(first.difference(ResultsBytes(run_study(study, {}))) != "");
}

TEST_CASE("a neutral scenario is base bit for bit", "[overlay]") {
  for (std::uint64_t seed = 800; seed < 815; ++seed) {
    Study study = random_study(seed);
    study.scenarios = {study.base, study.base};
    Scenario& neutral = study.scenarios[1];
    neutral.name = "neutral";
    Shock nothing;
    nothing.name = "nothing";
    nothing.duration = 100;
    nothing.certain = true;
    nothing.spillover["metal"] = 0.5;
    neutral.shocks.push_back(nothing);
    nothing.name = "never";
    nothing.certain = false;
    nothing.annual_probability = 0;
    nothing.default_multiplier = 7;
    nothing.delay_multiplier = 3;
    nothing.sales_multiplier = 0.1;
    neutral.shocks.push_back(nothing);
    CreditParameters& credit = neutral.credit;
    const bool poisson =
        credit.dependence.model == DependenceModel::gamma && credit.dependence.counts == DefaultCounts::poisson;
    if (!poisson && !credit.migration.active()) {
      credit.migration.grades = {"A", "B", "C"};
      credit.migration.matrix = {1, 0, 0, 0, 1, 0, 0, 0, 1};
      credit.migration.reviews = {20, 60};
    }
    if (!poisson && credit.security.list.empty()) credit.security.list.push_back({});  // a guarantee of nothing
    if (credit.contagion.links.empty() && study.portfolio.buyers.size() > 1 && !poisson)
      credit.contagion.links = {{0, 1, 1.0}};
    const Plan plan = make_plan(study);
    const auto engine = make_fast_engine(plan);
    std::vector<ScenarioFlows> flows;
    for (std::uint64_t trial = 0; trial < 100; ++trial) {
      engine->run(trial, flows);
      REQUIRE(flows[0].receipts == flows[1].receipts);
      REQUIRE(flows[0].shipped == flows[1].shipped);
      REQUIRE(flows[0].lost_sales == flows[1].lost_sales);
      REQUIRE(flows[0].failed.size() == flows[1].failed.size());
      for (std::size_t i = 0; i < flows[0].failed.size(); ++i) {
        const FailedBuyer &a = flows[0].failed[i], &b = flows[1].failed[i];
        REQUIRE((a.buyer == b.buyer && a.day == b.day && a.cause == b.cause && a.exposure == b.exposure &&
                 a.recovered == b.recovered));
      }
    }
  }
}

TEST_CASE("scenarios do not move each other", "[overlay]") {
  for (std::uint64_t seed = 900; seed < 908; ++seed) {
    Study study = random_study(seed);
    study.simulation.trials = 200;
    const RunResults together = run_study(study, {});
    Study alone = study;
    alone.scenarios = {study.scenarios.back()};
    const RunResults last = run_study(alone, {});
    const std::vector<std::int64_t>& all = together.trial_columns.retained_loss.values();
    const std::vector<std::int64_t>& own = last.trial_columns.retained_loss.values();
    INFO("study " << seed);
    CHECK(std::equal(own.begin(), own.end(), all.end() - static_cast<std::ptrdiff_t>(own.size())));
  }
}
