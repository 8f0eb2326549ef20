// Without minimum_cash there is no breach: the run's summary and file say so, and do not show a chance of 0 %.
#include <catch2/catch.hpp>
#include <cmath>

#include "outputs/result_io.h"
#include "tests/support/program.h"

using namespace delcredere;
using namespace delcredere::cli;
using Catch::Contains;

namespace {

constexpr const char* kWords = "no minimum cash given";

/// The study with a liquidity section of its own in each of its two scenarios.
struct Liquid : StudyFolder {
  Liquid(const std::string& base, const std::string& second) {
    write("study.yaml", read("study.yaml") + "liquidity: {" + base + "}\n");
    replace("study.yaml", "bad_year: {", "bad_year: {liquidity: {" + second + "}, ");
  }
  ResultFile run() const {
    outcome = run_program({"run", "study.yaml", "--force", "--trials", "300", "-o", "r.h5"}, path());
    CAPTURE(outcome.err);
    REQUIRE(outcome.code == 0);
    return read_result_file(file("r.h5"));
  }
  mutable Outcome outcome;
};

}  // namespace

TEST_CASE("no scenario has a minimum: no breach in the file, words in the summary") {
  const Liquid study("opening_cash: 100", "opening_cash: 100");
  const ResultFile file = study.run();
  CHECK_THAT(study.outcome.out, Contains(kWords) && !Contains("Chance of a shortfall"));
  const Group& liquidity = *file.find("liquidity");
  for (const double minimum : liquidity.at("minimum_cash").doubles()) CHECK(std::isnan(minimum));
  for (const char* name : {"breach_probability", "facility_needed", "worst_gap_quantile", "first_breach_day_quantile"})
    CHECK(liquidity.find(name) == nullptr);
  for (const char* name : {"breach_probability", "breach_probability_cumulative", "gap_quantile"})
    CHECK(file.find("cash")->find(name) == nullptr);
  CHECK(file.find("trials")->find("worst_gap") == nullptr);
  CHECK(file.find("trials")->find("first_breach_day") == nullptr);
  CHECK(file.find("cash")->find("balance_quantile") != nullptr);
  const Outcome json = run_program({"summary", "r.h5", "--json"}, study.path());
  CHECK_THAT(json.out, Contains("\"notes\"") && Contains(std::string("base: ") + kWords) &&
                           Contains(std::string("bad_year: ") + kWords) && !Contains("\"breach_probability\""));
}

TEST_CASE("one scenario has a minimum: NaN in the other one alone, the same figures as on its own") {
  const Liquid mixed("opening_cash: 100", "opening_cash: 100, minimum_cash: 7500.25");
  const ResultFile both = mixed.run();
  CHECK_THAT(mixed.outcome.out, Contains(kWords) && Contains("Chance of a shortfall in each week, scenario bad_year") &&
                                    !Contains("Chance of a shortfall in each week, scenario base"));
  const Liquid same("opening_cash: 100, minimum_cash: 7500.25", "opening_cash: 100, minimum_cash: 7500.25");
  const ResultFile full = same.run();
  CHECK_THAT(same.outcome.out, !Contains(kWords));
  CHECK(both.find("liquidity")->at("minimum_cash").doubles().back() == 7500.25);
  for (const char* name : {"liquidity/breach_probability", "liquidity/facility_needed_lower",
                           "liquidity/first_breach_day_quantile", "cash/gap_quantile", "cash/breach_probability"}) {
    CAPTURE(name);
    const std::string path = name;
    const std::size_t slash = path.find('/');
    const auto values = [&](const ResultFile& file) {
      return file.find(path.substr(0, slash))->at(path.substr(slash + 1)).doubles();
    };
    const std::vector<double> mixed_values = values(both), full_values = values(full);
    REQUIRE(mixed_values.size() == full_values.size());
    for (std::size_t i = 0; i < mixed_values.size(); ++i) {
      if (i < mixed_values.size() / 2) {
        CHECK(std::isnan(mixed_values[i]));
      } else {
        CHECK((mixed_values[i] == full_values[i] || (std::isnan(mixed_values[i]) && std::isnan(full_values[i]))));
      }
    }
  }
}

TEST_CASE("a trial without a breach has the breach day -1, in the file too") {
  const Liquid study("opening_cash: 100, minimum_cash: 50", "opening_cash: 100, minimum_cash: 1000000");
  const ResultFile file = study.run();
  const std::vector<std::int64_t>& days = file.find("trials")->at("first_breach_day").integers();
  REQUIRE(days.size() % 2 == 0);
  for (std::size_t i = 0; i < days.size(); ++i) CHECK(days[i] == (i < days.size() / 2 ? -1 : 1));
}
