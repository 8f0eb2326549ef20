// What names grades and countries beside the book: limit_actions, credit.migration.segments, limit_checks.grades,
// country_cap, excluded_countries.

#include <catch2/catch.hpp>

#include "tests/config/study_folder.h"

using namespace delcredere;
using namespace delcredere::test;
using Catch::Contains;

namespace {

/// The small book with a matrix of grades A, B, E.
struct GradedFolder : StudyFolder {
  GradedFolder() { folder().write("m.csv", "from,A,B,E,D\nA,0.9,0.08,0.02,0\nB,0.1,0.8,0.1,0\nE,0,0.1,0.9,0\n"); }
};

const std::string kGrades = "credit.grades={A: 0.1%, B: 1%, E: 12%}";
const std::string kMigration = "credit.migration={matrix: m.csv}";

std::string with_actions(const std::string& actions, const std::string& rest = "limits: {column: insured_limit}") {
  return std::string(kLeast) + "insurance:\n  p:\n    limit_actions: " + actions + "\n" +
         (rest.empty() ? "" : "    " + rest + "\n");
}

std::string told(const StudyFolder& folder, const std::string& text, std::vector<std::string> sets) {
  const Error error = folder.refused(text, std::move(sets));
  CHECK(error.code() == ExitCode::config);
  return error.what();
}

std::string with_policy(const std::string& terms) { return std::string(kLeast) + "insurance:\n  p: " + terms + "\n"; }

}  // namespace

TEST_CASE("limit actions are read with the grades of their scenario") {
  const GradedFolder folder;
  const auto actions = [&](const std::string& text) {
    return folder.load(with_actions(text), {kGrades, kMigration}).study.base.policies[0].limit_actions;
  };
  const auto read = actions("[{below: B, notice: 2 weeks, cut: 50%}, {below: A}]");
  REQUIRE(read.size() == 2);
  CHECK(read[0] == LimitAction{1, 14, Decimal{5, 1}});
  CHECK(read[1].grade == 0);
  CHECK(read[1].notice == 0);
  CHECK(read[1].cut.mantissa == read[1].cut.denominator());
  // A scenario may bring what they need, change them, or do without.
  const std::string scenarios =
      "scenarios:\n  with: {credit: {migration: {matrix: m.csv}}, insurance: {p: {limit_actions: [{below: A}]}}}\n"
      "  without: {}\n";
  const Study study = folder.load(with_policy("{limits: {column: insured_limit}}") + scenarios, {kGrades}).study;
  CHECK(study.scenarios[0].policies[0].limit_actions.size() == 1);
  CHECK(study.scenarios[1].policies[0].limit_actions.empty());
  CHECK(folder
            .load(with_actions("[{below: A}]") + "scenarios: {off: {insurance: {p: {limit_actions: []}}}}\n",
                  {kGrades, kMigration})
            .study.scenarios[0]
            .policies[0]
            .limit_actions.empty());
}

TEST_CASE("limit actions that cannot act are refused by policy and line") {
  const GradedFolder folder;
  const std::vector<std::string> both{kGrades, kMigration};
  CHECK_THAT(told(folder, with_actions("[{below: B}]"), {kGrades}),
             Contains("study.yaml:11:5") && Contains("insurance.p.limit_actions") &&
                 Contains("policy 'p': no grade moves in this scenario"));
  CHECK_THAT(told(folder, with_actions("[{below: B}]", ""), both), Contains("policy 'p': it has no limits"));
  CHECK_THAT(told(folder, with_actions("[{below: A}, {below: b}]"), both),
             Contains("study.yaml:11:33") && Contains("limit_actions[2]") && Contains("no grade 'b'") &&
                 Contains("allowed: A, B, E"));
  CHECK_THAT(told(folder, with_actions("[{below: E}]"), both), Contains("no grade is worse than 'E'"));
  CHECK_THAT(told(folder, with_actions("[{below: B, cut: 0%}]"), both), Contains("cut") && Contains("out of range"));
  CHECK_THAT(told(folder, with_actions("[{below: B, cut: 101%}]"), both), Contains("cut") && Contains("out of range"));
  CHECK_THAT(told(folder, with_actions("[{below: B, notice: -1 days}]"), both), Contains("notice"));
  CHECK_THAT(told(folder, with_actions("[{notice: 3 days}]"), both), Contains("below: is required"));
  // The base has what it needs, a scenario's own action does not.
  CHECK_THAT(
      told(folder, with_actions("[{below: B}]") + "scenarios:\n  s: {insurance: {p: {limit_actions: [{below: Z}]}}}\n",
           both),
      Contains("study.yaml:14:") && Contains("no grade 'Z'"));
  // Buyers with a PD of their own have no grade.
  folder.folder().write("buyers.csv", "buyer_id,sector,annual_pd,insured_limit\nB1,a,0.1,5\nB2,a,0.1,5\nB3,a,0.1,5\n");
  CHECK_THAT(told(folder, with_actions("[{below: B}]"), both), Contains("no buyer has a grade"));
  folder.folder().write("graded.csv", "buyer_id,sector,grade,insured_limit,exposure\nX1,a,A,80,100\n");
  CHECK_THAT(told(folder, with_actions("[{below: B}]"), {kGrades, kMigration, "portfolio={buyers: graded.csv}"}),
             Contains("no later shipments"));
}

TEST_CASE("segments and limits by grade are names that are there") {
  const GradedFolder folder;
  const auto load = [&](std::vector<std::string> sets) {
    sets.insert(sets.begin(), kGrades);
    return folder.load(kLeast, sets);
  };
  const auto refused = [&](std::vector<std::string> sets) {
    sets.insert(sets.begin(), kGrades);
    return told(folder, kLeast, std::move(sets));
  };
  const std::string slow = "payment.segments.slow={family: lognormal, mean: 60 days, standard_deviation: 20 days}";
  const LoadedStudy study = load({slow, "credit.migration={matrix: m.csv, segments: {B: slow, E: slow, A: default}}"});
  CHECK(study.warnings.empty());
  CHECK(study.study.base.credit.migration.segments ==
        std::map<std::string, std::string>{{"A", "default"}, {"B", "slow"}, {"E", "slow"}});
  CHECK_THAT(refused({slow, "credit.migration={matrix: m.csv, segments: {C: slow}}"}),
             Contains("credit.migration.segments.C") && Contains("is no grade of the matrix (allowed: A, B, E)"));
  CHECK_THAT(refused({slow, "credit.migration={matrix: m.csv, segments: {B: slwo}}"}),
             Contains("credit.migration.segments.B") && Contains("'slwo'") && Contains("Did you mean 'slow'?"));
  folder.folder().write("limited.csv", "buyer_id,sector,grade,credit_limit\nB1,a,A,500\nB2,a,E,\nB3,a,E,70\n");
  const std::string book = "portfolio.buyers=limited.csv";
  const auto checks = load({book, "credit_management.limit_checks={share_of_limit: 90%, grades: {E: 0%, A: 150%}}"});
  CHECK(checks.warnings.empty());
  const LimitChecks& rule = *checks.study.base.credit_management.limit_checks;
  CHECK(rule.share("E") == 0.0);
  CHECK(rule.share("A") == 1.5);
  CHECK(rule.share("B") == 0.9);
  // B is a grade that buyers may come to have.
  const std::string weak = "credit_management.limit_checks={grades: {B: 50%}}";
  CHECK(load({book, weak, kMigration}).warnings.empty());
  CHECK(load({book, weak}).warnings.size() == 1);
}

TEST_CASE("countries of a policy are those of the book") {
  const StudyFolder folder;
  const auto refusal = [&](const std::string& terms) { return told(folder, with_policy(terms), {}); };
  CHECK_THAT(refusal("{country_cap: {default: 5, XX: 3}}"),
             Contains("study.yaml:10:") && Contains("insurance.p.country_cap.XX") && Contains("policy 'p'") &&
                 Contains("no buyer has the country 'XX' (allowed: DE, FR)"));
  CHECK_THAT(refusal("{country_cap: {default: 5, PL: 3}}"), Contains("no buyer has the country 'PL'"));
  CHECK_THAT(refusal("{excluded_countries: [RU, Germany]}"),
             Contains("study.yaml:10:32") && Contains("insurance.p.excluded_countries[2]") &&
                 Contains("'Germany' (allowed: DE, FR)") && Contains("ISO 3166 code"));
  for (const char* wrong : {"XX", "de", "UK", "DEU"})
    CHECK_THAT(refusal(std::string("{excluded_countries: [") + wrong + "]}"), Contains("no buyer has the country"));
  // A standing list: codes without a buyer do nothing here, and say so.
  const LoadedStudy standing = folder.load(with_policy("{excluded_countries: [RU, FR, KP]}"));
  REQUIRE(standing.warnings.size() == 2);
  CHECK_THAT(standing.warnings[0].text(), Contains("study.yaml:10:") && Contains("'RU'") && Contains("policy 'p'"));
  CHECK(standing.study.base.policies[0].excluded_countries == std::vector<std::string>{"RU", "FR", "KP"});
  // Where the book writes names, a code would not be found in it.
  folder.folder().write("buyers.csv", "buyer_id,sector,country,grade\nB1,a,Germany,A\nB2,a,France,E\nB3,a,Germany,E\n");
  CHECK_THAT(refusal("{excluded_countries: [DE]}"), Contains("(allowed: France, Germany)"));
  CHECK_THAT(refusal("{excluded_countries: [Germny]}"), Contains("Did you mean 'Germany'?"));
  CHECK_NOTHROW(folder.load(with_policy("{excluded_countries: [France], country_cap: {Germany: 5}}")));
  folder.folder().write("buyers.csv", "buyer_id,sector,grade\nB1,a,A\nB2,a,E\nB3,a,E\n");
  CHECK_THAT(refusal("{excluded_countries: [RU]}"), Contains("no buyer has a country"));
}
