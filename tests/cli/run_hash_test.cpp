// run_hash: one name for one experiment.
#include <catch2/catch.hpp>
#include <set>

#include "outputs/result_io.h"
#include "tests/support/program.h"

using namespace delcredere;
using namespace delcredere::cli;

namespace {

std::string hash_of(const StudyFolder& study, const std::vector<std::string>& more = {}, const char* trials = "300") {
  std::vector<std::string> arguments{"run", "study.yaml", "--quiet", "--force", "--trials", trials, "-o", "r.h5"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  const Outcome outcome = run_program(arguments, study.path());
  CAPTURE(arguments, outcome.err);
  REQUIRE(outcome.code == 0);
  return read_result_file(study.file("r.h5")).text_attribute("run_hash");
}

}  // namespace

TEST_CASE("equal runs have one hash, whatever the threads, the engine, the instruction set, the place, the comments") {
  const StudyFolder study;
  const std::string hash = hash_of(study);
  CHECK(hash.size() == 64);
  CHECK(hash.find_first_not_of("0123456789abcdef") == std::string::npos);
  CHECK(hash_of(study, {"--threads", "2"}) == hash);
  CHECK(hash_of(study, {"--engine", "reference"}) == hash);
  const StudyFolder elsewhere;
  elsewhere.write("study.yaml", "# in another folder, with a comment\n" + elsewhere.read("study.yaml"));
  CHECK(hash_of(elsewhere) == hash);
}

TEST_CASE("whatever determines the numbers is in the hash") {
  const StudyFolder study;
  std::set<std::string> hashes{hash_of(study), hash_of(study, {}, "301")};
  for (const auto& more : std::vector<std::vector<std::string>>{{"--seed", "99"},
                                                                {"--scenario", "base"},
                                                                {"--scenario", "bad_year"},
                                                                {"--set", "credit.insolvency_share=61%"},
                                                                {"--set", "outputs.probabilities=[50%, 99%]"},
                                                                {"--set", "as_of=2026-01-06"}})
    hashes.insert(hash_of(study, more));
  const StudyFolder one_cent;
  one_cent.replace("invoices.csv", ".00", ".01");
  hashes.insert(hash_of(one_cent));
  CHECK(hashes.size() == 9);
}
