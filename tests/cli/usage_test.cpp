// What is typed wrongly: exit code 2, one line on stderr that quotes it, nothing on stdout, nothing written.
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
  for (const char* later : {"report", "export", "compare", "calibrate", "backtest", "merge", "status"}) {
    refused(study, {later, "x.h5"}, "not available in this version");
  }
}

TEST_CASE("unknown flags and missing values") {
  const StudyFolder study;
  refused(study, {"run", "study.yaml", "--trails", "5"}, "'--trails'");
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
