// The commands at work: data on stdout, people on stderr, files whole or not at all.
#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "tests/support/program.h"

using namespace delcredere::cli;

TEST_CASE("run writes NAME.h5 here and prints the summary") {
  const StudyFolder study;
  const Outcome outcome = run_program({"run", "study.yaml"}, study.path());
  CAPTURE(outcome.err);
  REQUIRE(outcome.code == 0);
  CHECK(study.has("small.h5"));
  CHECK(study.names() == std::vector<std::string>{"buyers.csv", "invoices.csv", "small.h5", "study.yaml"});
  CHECK(outcome.out.find("bad_year") != std::string::npos);
  CHECK(outcome.out.find("of 4,000 trials") == std::string::npos);
  CHECK(outcome.err.find("100 %: 4,000 of 4,000 trials") != std::string::npos);
  CHECK(outcome.err.find("result: small.h5\n") != std::string::npos);
  CHECK(outcome.err.find('\x1b') == std::string::npos);
  CHECK(outcome.err.find('\r') == std::string::npos);

  const Outcome again = run_program({"summary", "small.h5"}, study.path());
  CHECK(again.code == 0);
  CHECK(again.err.empty());
  CHECK(again.out == outcome.out);
}

TEST_CASE("--quiet says nothing on stderr, --json gives JSON on stdout") {
  const StudyFolder study;
  const Outcome outcome = run_program({"run", "study.yaml", "-o", "r.h5", "--quiet", "--json"}, study.path());
  REQUIRE(outcome.code == 0);
  CHECK(outcome.err.empty());
  const auto parsed = nlohmann::json::parse(outcome.out, nullptr, false);
  CHECK_FALSE(parsed.is_discarded());
  const Outcome again = run_program({"summary", "r.h5", "--json"}, study.path());
  CHECK(again.out == outcome.out);
}

TEST_CASE("a result is not overwritten without --force") {
  const StudyFolder study;
  study.write("r.h5", "precious");
  const Outcome refused = run_program({"run", "study.yaml", "-o", "r.h5"}, study.path());
  CHECK(refused.code == 4);
  CHECK(refused.out.empty());
  CHECK(refused.err.find("r.h5") != std::string::npos);
  CHECK(refused.err.find("--force") != std::string::npos);
  CHECK(refused.err.find(" %: ") == std::string::npos);  // before the simulation, not after it
  CHECK(study.read("r.h5") == "precious");
  CHECK(run_program({"run", "study.yaml", "-o", "r.h5", "--force"}, study.path()).code == 0);
  CHECK(study.read("r.h5") != "precious");
}

TEST_CASE("targets that cannot be written: 4, and nothing is left behind") {
  const StudyFolder study;
  std::filesystem::create_directory(study.file("folder.h5"));
  const auto before = study.names();
  for (const char* target : {"folder.h5", "/dev/full", "nowhere/r.h5", "study.yaml", "buyers.csv"}) {
    const Outcome outcome = run_program({"run", "study.yaml", "-o", target, "--force"}, study.path());
    CAPTURE(target, outcome.err);
    CHECK(outcome.code == 4);
    CHECK(outcome.out.empty());
    CHECK(lines_in(outcome.err) == 1);
    CHECK(study.names() == before);
  }
  CHECK(study.read("study.yaml").rfind("delcredere: 1\n", 0) == 0);
}

TEST_CASE("validate counts on stdout and writes nothing") {
  const StudyFolder study;
  const auto before = study.names();
  const Outcome outcome = run_program({"validate", "study.yaml"}, study.path());
  CHECK(outcome.code == 0);
  CHECK(outcome.out == "ok: small: 2 buyers, 6 invoices, 2 scenarios, 0 policies, 2,000 trials\n");
  CHECK(study.names() == before);
  const Outcome changed = run_program(
      {"validate", "--scenario", "base", "--set", "simulation.trials=5", "--set", "name=other", "study.yaml"},
      study.path());
  CHECK(changed.out == "ok: other: 2 buyers, 6 invoices, 1 scenario, 0 policies, 5 trials\n");
  const Outcome both =
      run_program({"validate", "study.yaml", "--scenario", "bad_year", "--scenario", "base"}, study.path());
  CHECK(both.out.find("2 scenarios") != std::string::npos);
}

TEST_CASE("validate refuses what run refuses before its first trial, in the same words") {
  const StudyFolder study;
  study.replace("study.yaml", "bad_year: {", "bad_year: {credit_management: {dunning: {residual_delay: 50%}}, ");
  study.write("study.yaml",
              study.read("study.yaml") +
                  "credit_management: {dunning: {overdue: 15 days, residual_delay: 0%, in_history: true}}\n");
  const auto before = study.names();
  const Outcome run = run_program({"run", "study.yaml"}, study.path());
  const Outcome validate = run_program({"validate", "study.yaml"}, study.path());
  CHECK(run.code == 2);
  CHECK(run.err.find("leaves nothing for a scenario to change") != std::string::npos);
  CHECK(validate.code == run.code);
  CHECK(validate.err == run.err);
  CHECK(validate.out.empty());
  CHECK(study.names() == before);
}

TEST_CASE("every error is one line that says where, and nothing is written") {
  const StudyFolder study;
  study.write("wrong.yaml", study.read("study.yaml") + "trails: 1000\nhorizn: 3\n");
  const auto before = study.names();
  for (const char* command : {"run", "validate", "explain"}) {
    const Outcome outcome = run_program({command, "wrong.yaml"}, study.path());
    CAPTURE(command, outcome.err);
    CHECK(outcome.code == 2);
    CHECK(outcome.out.empty());
    CHECK(lines_in(outcome.err) == 2);
    CHECK(outcome.err.find("wrong.yaml:9:1: ") != std::string::npos);
    CHECK(outcome.err.find("wrong.yaml:10:1: ") != std::string::npos);
    CHECK(study.names() == before);
  }
}

TEST_CASE("wrong data is 3") {
  const StudyFolder study;
  study.write("invoices.csv", "invoice_id,buyer_id,issue_date,due_date,amount\nI1,B9,2025-12-01,2026-01-15,10.00\n");
  const Outcome outcome = run_program({"run", "study.yaml"}, study.path());
  CHECK(outcome.code == 3);
  CHECK(outcome.err.find("invoices.csv:2") != std::string::npos);
  CHECK_FALSE(study.has("small.h5"));
}

TEST_CASE("configs that are no files end with a word and do not hang") {
  const StudyFolder study;
  REQUIRE(::mkfifo(study.file("fifo.yaml").c_str(), 0600) == 0);
  std::filesystem::create_directory(study.file("folder.yaml"));
  for (const char* config : {"missing.yaml", "fifo.yaml", "folder.yaml"}) {
    const Outcome outcome = run_program({"run", config}, study.path());
    CAPTURE(config, outcome.err);
    CHECK((outcome.code == 2 || outcome.code == 4));
    CHECK(outcome.err.find(config) != std::string::npos);
  }
}

TEST_CASE("explain tells the model, the memory and the time, and writes nothing") {
  const StudyFolder study;
  const auto before = study.names();
  const Outcome outcome = run_program({"explain", "study.yaml", "--threads", "1"}, study.path());
  CAPTURE(outcome.err);
  CHECK(outcome.code == 0);
  CHECK(outcome.out.find("memory: ") != std::string::npos);
  CHECK(outcome.out.find("time: ") != std::string::npos);
  CHECK(study.names() == before);
}

TEST_CASE("defaults is a config, schema is JSON") {
  const StudyFolder study;
  const Outcome defaults = run_program({"defaults"});
  CHECK(defaults.code == 0);
  study.write("defaults.yaml", defaults.out);
  CHECK(run_program({"validate", "defaults.yaml"}, study.path()).code != 2);  // only the files it names are missing
  const auto schema = nlohmann::json::parse(run_program({"schema"}).out, nullptr, false);
  REQUIRE(schema.is_object());
  CHECK(schema.value("$schema", "").find("draft-07") != std::string::npos);
}

TEST_CASE("generate makes a book that validates") {
  const StudyFolder study;
  const Outcome outcome =
      run_program({"generate", "--buyers", "20", "--invoices", "100", "--seed", "3", "-o", "book"}, study.path());
  CAPTURE(outcome.err);
  REQUIRE(outcome.code == 0);
  CHECK(std::filesystem::is_directory(study.file("book")));
  CHECK(
      run_program({"generate", "--buyers", "0", "--invoices", "100", "--seed", "3", "-o", "none"}, study.path()).code ==
      2);
  CHECK_FALSE(study.has("none"));
}

TEST_CASE("a file that is no result is refused by summary") {
  const StudyFolder study;
  CHECK(run_program({"summary", "missing.h5"}, study.path()).code == 4);
  CHECK(run_program({"summary", "study.yaml"}, study.path()).code == 4);
}
