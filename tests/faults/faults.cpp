#include "tests/faults/faults.h"

#include <catch2/catch.hpp>

namespace delcredere::faults {

Outcome run_study(const StudyFolder& study, std::vector<std::string> more) {
  std::vector<std::string> arguments{"run", "study.yaml", "--quiet"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return cli::run_program(std::move(arguments), study.path());
}

void refused(const StudyFolder& study, int code, const std::vector<std::string>& words, std::vector<std::string> more) {
  const auto before = study.names();
  const Outcome outcome = run_study(study, std::move(more));
  CAPTURE(outcome.err, outcome.signal);
  CHECK(outcome.code == code);
  CHECK(outcome.out.empty());
  for (const std::string& word : words) CHECK_THAT(outcome.err, Catch::Contains(word));
  CHECK_THAT(outcome.err, !Catch::Contains("internal error"));
  CHECK(study.names() == before);
}

Outcome accepted(const StudyFolder& study, std::vector<std::string> more) {
  const Outcome outcome = run_study(study, std::move(more));
  CAPTURE(outcome.err, outcome.signal);
  CHECK(outcome.code == 0);
  return outcome;
}

}  // namespace delcredere::faults
