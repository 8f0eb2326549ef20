// price: tables on stdout, JSON, a CSV file; what it refuses.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/support/program.h"

using namespace delcredere::cli;

namespace {

const std::string kInsurance =
    "insurance: {small: {insured_percentage: 90%, premium: {flat: 1000}, maximum_liability: {amount: 50000}}, "
    "\"=large\": {insured_percentage: 95%, premium: {rate_on_turnover: 0.3%}}}\n";

}  // namespace

TEST_CASE("price shows every part, and its JSON has the figures with their errors") {
  const StudyFolder study;
  study.write("priced.yaml", study.read("study.yaml") + kInsurance);
  const Outcome outcome = run_program({"price", "priced.yaml", "--quiet"}, study.path());
  CAPTURE(outcome.err);
  REQUIRE(outcome.code == 0);
  CHECK(outcome.err.find("its turnover is that of its known days") != std::string::npos);  // and nothing else:
  CHECK(outcome.err.find("warning", outcome.err.find("warning") + 1) == std::string::npos);
  for (const char* words : {"Premium of small", "Premium of =large", "risk premium", "technical premium", "wang",
                            "The policies for the insurer", "Chance of exhausting it", "With and without cover",
                            "Who makes the price", "exposure at default", "Premium against what may be left"})
    CHECK(outcome.out.find(words) != std::string::npos);
  CHECK_FALSE(study.has("small.h5"));  // no result file

  const Outcome json = run_program({"price", "priced.yaml", "--quiet", "--json"}, study.path());
  REQUIRE(json.code == 0);
  const auto parsed = nlohmann::json::parse(json.out, nullptr, false);
  REQUIRE_FALSE(parsed.is_discarded());
  const auto& premiums = parsed["pricing"]["by_scenario_policy_principle"];
  bool found = false;
  for (const auto& row : premiums)
    if (row["policy"] == "small" && row["principle"] == "expected_value") {
      found = true;
      CHECK(row["premium"].is_number());
      CHECK(row["premium_standard_error"].is_number());
      CHECK(row["rate_on_outstanding"].is_number());
    }
  CHECK(found);
}

TEST_CASE("price writes its premiums as CSV, never over another file, and neutral to spreadsheets") {
  const StudyFolder study;
  study.write("priced.yaml", study.read("study.yaml") + kInsurance);
  REQUIRE(run_program({"price", "priced.yaml", "--quiet", "-o", "p.csv"}, study.path()).code == 0);
  const std::string table = study.read("p.csv");
  CHECK(table.rfind("scenario,policy,principle,risk_premium,risk_premium_standard_error,", 0) == 0);
  CHECK(table.find("'=large,") != std::string::npos);
  CHECK(run_program({"price", "priced.yaml", "--quiet", "-o", "p.csv"}, study.path()).code == 4);
  CHECK(run_program({"price", "priced.yaml", "--quiet", "-o", "p.csv", "--force"}, study.path()).code == 0);
  CHECK(study.read("p.csv") == table);
}

TEST_CASE("price obeys --set, --trials and --seed like run, and refuses a study without policies") {
  const StudyFolder study;
  study.write("priced.yaml", study.read("study.yaml") + kInsurance);
  const Outcome two = run_program({"price", "priced.yaml", "--quiet", "--json", "--trials", "50", "--seed", "3",
                                   "--set", "pricing.expenses=50%", "--set", "pricing.principles={wang: {}}"},
                                  study.path());
  CAPTURE(two.err);
  REQUIRE(two.code == 0);
  const auto parsed = nlohmann::json::parse(two.out);
  CHECK(parsed["trials"] == 50);
  for (const auto& row : parsed["pricing"]["by_scenario_policy_principle"]) {
    CHECK(row["principle"] == "wang");
    if (row["policy"] != "none") CHECK(row["premium"].get<double>() == Approx(2 * row["risk_premium"].get<double>()));
  }
  const Outcome none = run_program({"price", "study.yaml", "--quiet"}, study.path());
  CHECK(none.code == 2);
  CHECK(none.err.find("insurance") != std::string::npos);
}
