// What is typed wrongly: exit code 2, one line on stderr that quotes it, nothing on stdout, nothing written.
#include <array>
#include <catch2/catch.hpp>

#include "tests/support/program.h"

using namespace delcredere::cli;

namespace {

void refused(const StudyFolder& study, const std::vector<std::string>& arguments, const std::string& quoted) {
  const auto before = study.names();
  const Outcome outcome = run_program(arguments, study.path());
  CAPTURE(arguments, outcome.err);
  CHECK(outcome.code == 2);
  CHECK(outcome.out.empty());
  CHECK(lines_in(outcome.err) == 1);
  CHECK(outcome.err.find(quoted) != std::string::npos);
  CHECK(study.names() == before);
}

}  // namespace

TEST_CASE("commands that are missing, unknown or promised for later") {
  const StudyFolder study;
  refused(study, {}, "command");
  refused(study, {"rum", "study.yaml"}, "'rum'");
  refused(study, {"rum", "study.yaml"}, "Did you mean 'run'?");
  refused(study, {"valdiate", "study.yaml"}, "Did you mean 'validate'?");
  for (const char* later : {"report", "export", "compare", "merge", "status"}) {
    refused(study, {later, "x.h5"}, "not available in this version");
  }
}

TEST_CASE("unknown flags and missing values") {
  const StudyFolder study;
  refused(study, {"run", "study.yaml", "--trails", "5"}, "'--trails'");
  refused(study, {"run", "study.yaml", "--trails", "5"}, "Did you mean '--trials'?");
  refused(study, {"run", "study.yaml", "--trails=5"}, "Did you mean '--trials'?");
  refused(study, {"generate", "--buyer", "5", "-o", "x"}, "Did you mean '--buyers'?");
  refused(study, {"--verison"}, "Did you mean '--version'?");
  refused(study, {"run", "--unknown"}, "--unknown");
  refused(study, {"run"}, "CONFIG");
  refused(study, {"run", "study.yaml", "--trials"}, "--trials");
  refused(study, {"run", "study.yaml", "other.yaml"}, "'other.yaml'");
  refused(study, {"validate", "study.yaml", "--force"}, "'--force'");
  refused(study, {"summary"}, "FILE");
  refused(study, {"--unknown"}, "--unknown");
}

TEST_CASE("threads: whole numbers from 1 to 1024") {
  const StudyFolder study;
  for (const char* bad : {"0", "-1", "1000000", "1.5", "two", "0x2"}) {
    refused(study, {"run", "study.yaml", "--threads", bad}, "'" + std::string(bad) + "'");
  }
}

TEST_CASE("trials and seeds that are no counts") {
  const StudyFolder study;
  for (const char* bad : {"0", "-1", "9223372036854775808", "1e3", "1_000", "many"}) {
    refused(study, {"run", "study.yaml", "--trials", bad}, bad);
  }
  for (const char* bad : {"-1", "0x10", "seven"}) refused(study, {"run", "study.yaml", "--seed", bad}, bad);
}

TEST_CASE("what comes later is refused and not ignored") {
  const StudyFolder study;
  refused(study, {"run", "study.yaml", "--shard", "1/2"}, "--shard: is not available yet");
  refused(study, {"run", "study.yaml", "--resume"}, "--resume: is not available yet");
}

TEST_CASE("keys and scenarios on the command line are checked like the file") {
  const StudyFolder study;
  refused(study, {"run", "study.yaml", "--scenario", "nobody"}, "nobody");
  refused(study, {"run", "study.yaml", "--set", "simulation.trails=5"}, "trails");
  refused(study, {"run", "study.yaml", "--set", "no_equals_sign"}, "no_equals_sign");
}

TEST_CASE("an error names the flag once and the key once") {
  const StudyFolder study;
  for (const auto& [flag, value, said] : std::vector<std::array<std::string, 3>>{
           {"--trials", "0", "--trials: simulation.trials: is out of range, got '0'"},
           {"--seed", "x", "--seed: simulation.seed: is not a whole number, got 'x'"},
           {"--set", "simulation.trails=5", "--set: simulation.trails: unknown key. Did you mean 'trials'?"},
           {"--set", "oops", "--set: needs the form path.to.key=value, got 'oops'"}}) {
    const Outcome outcome = run_program({"validate", "study.yaml", flag, value}, study.path());
    CHECK(outcome.code == 2);
    CHECK_THAT(outcome.err, Catch::StartsWith(said));
  }
  refused(study, {"run", "study.yaml", "--scenario", "base,bad_year"}, "--scenario base --scenario bad_year");
}

TEST_CASE("validate names every missing file at once, and what else is wrong") {
  const StudyFolder study;
  study.write("study.yaml",
              study.read("study.yaml") +
                  "insurance: {p: {limits: {file: no_limits.csv}}}\nliquidity: {outflows: no_outflows.csv}\n");
  study.replace("study.yaml", "invoices: invoices.csv", "invoices: no_invoices.csv, sales_plan: no_plan.csv");
  const Outcome missing = run_program({"validate", "study.yaml"}, study.path());
  CHECK(missing.code == 4);
  CHECK(lines_in(missing.err) == 4);
  for (const char* name : {"no_invoices.csv", "no_plan.csv", "no_limits.csv", "no_outflows.csv"})
    CHECK_THAT(missing.err, Catch::Contains(std::string(name) + ": cannot be opened"));
  const Outcome both = run_program({"validate", "study.yaml", "--set", "simulation.trails=5"}, study.path());
  CHECK(both.code == 2);
  CHECK(lines_in(both.err) == 5);
  // The book is read though another file is missing: its errors come too.
  study.replace("study.yaml", "invoices: no_invoices.csv, sales_plan: no_plan.csv", "invoices: invoices.csv");
  study.replace("invoices.csv", "2025-12-01", "2025-13-01");
  const Outcome mixed = run_program({"validate", "study.yaml"}, study.path());
  CHECK(mixed.code == 4);
  CHECK_THAT(mixed.err, Catch::Contains("2025-13-01") && Catch::Contains("no_outflows.csv"));
}

TEST_CASE("the defaults are a config that is accepted beside a generated book, and pointed at another one") {
  const StudyFolder study;
  REQUIRE(run_program({"generate", "--buyers", "30", "--invoices", "200", "-o", "book"}, study.path()).code == 0);
  const Outcome defaults = run_program({"defaults"}, study.path());
  study.write("book/mine.yaml", defaults.out);
  const Outcome there = run_program({"validate", "book/mine.yaml"}, study.path());
  CHECK(there.err == "");
  CHECK(there.code == 0);
  study.write("mine.yaml", defaults.out);
  const Outcome elsewhere = run_program({"validate", "mine.yaml", "--set", "portfolio.buyers=book/buyers.csv", "--set",
                                         "portfolio.invoices=book/invoices.csv"},
                                        study.path());
  CHECK(elsewhere.err == "");
  CHECK(elsewhere.code == 0);
}

TEST_CASE("help and version are data, and ok") {
  for (const char* flag : {"--help", "-h", "--version"}) {
    const Outcome outcome = run_program({flag});
    CHECK(outcome.code == 0);
    CHECK(outcome.err.empty());
    CHECK(outcome.out.find("delcredere") != std::string::npos);
  }
  for (const char* command : {"run", "validate", "explain", "defaults", "schema", "summary", "generate"}) {
    const Outcome outcome = run_program({command, "--help"});
    CAPTURE(command);
    CHECK(outcome.code == 0);
    CHECK(outcome.out.find("delcredere " + std::string(command)) != std::string::npos);
  }
}
