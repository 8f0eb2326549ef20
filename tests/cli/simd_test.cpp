// DELCREDERE_SIMD: the same bytes on every instruction set of this machine, through the program.
#include <catch2/catch.hpp>
#include <iostream>

#include "outputs/result_io.h"
#include "tests/support/program.h"

using namespace delcredere;
using namespace delcredere::cli;
using Catch::Contains;

namespace {

Launch run_with(const StudyFolder& study, const std::string& simd) {
  Launch launch;
  launch.arguments = {"run", "study.yaml", "--force", "--quiet", "-o", "r.h5"};
  launch.folder = study.path();
  launch.environment = {{"DELCREDERE_SIMD", simd}};
  return launch;
}

}  // namespace

TEST_CASE("every instruction set gives the same summary and the same file outside /provenance, which names it") {
  const StudyFolder study;
  study.write("study.yaml", study.read("study.yaml") +
                                "payment: {buyer_effect: 30%, sector_effect: 10%, default_link: 30%}\n"
                                "insurance: {p: {limits: {column: insured_limit}}}\n");
  Outcome scalar = run_program(run_with(study, "scalar"));
  REQUIRE(scalar.code == 0);
  const ResultFile expected = read_result_file(study.file("r.h5"));
  CHECK(expected.find("provenance")->at("simd_target").strings().front() == "scalar");
  for (const auto& [simd, name] : {std::pair{"avx2", "AVX2"}, std::pair{"avx512", "AVX-512"}, std::pair{"", ""}}) {
    const Outcome outcome = run_program(run_with(study, simd));
    CAPTURE(simd, outcome.err);
    if (outcome.code == 2 && outcome.err.find("this CPU has no") != std::string::npos) {
      std::cout << "SKIPPED: DELCREDERE_SIMD=" << simd << ": this CPU lacks it\n";
      continue;
    }
    REQUIRE(outcome.code == 0);
    CHECK(outcome.out == scalar.out);
    const ResultFile found = read_result_file(study.file("r.h5"));
    if (*name != '\0') CHECK(found.find("provenance")->at("simd_target").strings().front() == name);
    CHECK(found.attributes == expected.attributes);
    REQUIRE(found.groups.size() == expected.groups.size());
    for (std::size_t g = 0; g < found.groups.size(); ++g)
      if (found.groups[g].name != "provenance") CHECK(same_contents(found.groups[g], expected.groups[g]));
  }
}

TEST_CASE("an instruction set that nobody knows is refused") {
  const StudyFolder study;
  for (const char* simd : {"sse9", "AVX2", "avx 2"}) {
    const Outcome outcome = run_program(run_with(study, simd));
    CHECK(outcome.code == 2);
    CHECK_THAT(outcome.err, Contains("DELCREDERE_SIMD") && Contains(std::string("got '") + simd + "'") &&
                                Contains("scalar, avx2, avx512"));
    CHECK_FALSE(study.has("r.h5"));
  }
}
