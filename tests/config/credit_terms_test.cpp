// credit.grades by year, credit.scale, credit.lgd.*.factor_link, credit.securities, credit.migration as people write
// them.

#include <catch2/catch.hpp>

#include "models/credit/score_scale.h"
#include "tests/config/credit_config.h"

using namespace delcredere;
using namespace delcredere::testing;

namespace {

const char* const kGraded =
    "buyer_id,sector,country,grade,annual_pd,exposure\nB1,retail,DE,A,,100\nB2,metal,FR,B,,200\nB3,metal,DE,A,3%,300\n";

Files graded(Files files = {}) {
  files.emplace("buyers.csv", kGraded);
  return files;
}

const char* const kMatrix = "from,A,B,D\nA,90,9,1\nB,10,80,10\n";
const char* const kRerated = "  grades: {A: 1%, B: 5%}\n  migration: {matrix: m.csv, every: 3 months}\n";

}  // namespace

TEST_CASE("grades take a PD, or a table of it by year", "[grades]") {
  const auto grades = credit_study(
                          "  grades: {A: {annual: [0.05%, 8%, 0.1]}, B: {cumulative: [1%, 2.98%]}, C: 1.2%, D: "
                          "{annual: [2%, 2%]}}\n",
                          graded())
                          .base.credit.grades;
  CHECK(grades.at("A") == PdTerm::conditional(std::vector<double>{0.0005, 0.08, 0.1}));
  CHECK(grades.at("B").years()[0] == 0.01);
  CHECK(grades.at("B").years()[1] == Approx(0.02));
  CHECK(grades.at("C") == 0.012);
  CHECK(grades.at("D") == 0.02);
  const auto refused = [](const std::string& term) {
    return credit_refusal("  grades: {A: " + term + ", B: 1%}\n", graded());
  };
  CHECK_THAT(refused("{annual: [1%, 101%]}"), Catch::Contains("9: credit.grades.A.annual[2]"));
  CHECK_THAT(refused("{cumulative: [2%, 1%]}"),
             Catch::Contains("credit.grades.A.cumulative: falls from 2% after year 1"));
  CHECK_THAT(refused("{annual: [1%], cumulative: [1%]}"), Catch::Contains("is given beside annual"));
  CHECK_THAT(refused("{}"), Catch::Contains("needs annual or cumulative"));
  CHECK_THAT(refused("{annual: []}"), Catch::Contains("has 0 years"));
  CHECK_THAT(refused("{yearly: [1%]}"), Catch::Contains("credit.grades.A.yearly: unknown key"));
  CHECK_THAT(explained(credit_study("  grades: {A: {annual: [1%, 3%]}, B: 1%}\n", graded())),
             Catch::Contains("1 %, then 3 %") && Catch::Contains("PDs by year hold for 365 days each"));
}

TEST_CASE("a scale brings the scores 1 to 10, which a config may replace", "[grades]") {
  const Files scored{{"buyers.csv", "buyer_id,sector,grade,exposure\nB1,retail,1,6000000\nB2,metal,10,200\n"}};
  const CreditParameters credit =
      credit_study("  scale: score_1_10\n  grades: {9: 11%}\n  suggested_limits: {8: 70000}\n", scored).base.credit;
  REQUIRE(credit.grades.size() == 10);
  CHECK(credit.grades.at("1") == kScoreScale[0].annual_pd);
  CHECK(credit.grades.at("9") == 0.11);
  CHECK(credit.suggested_limits.at("8") == 7'000'000);
  CHECK(credit.suggested_limits.at("10") == 0);
  double before = 0;
  for (const ScoreGrade& score : kScoreScale) {
    CHECK(score.annual_pd > before);
    before = score.annual_pd;
  }
  CHECK_THAT(explained(credit_study("  scale: score_1_10\n", scored)),
             Catch::Contains("suggested limits (shown, nothing acts on them)") &&
                 Catch::Contains("2 of 2 graded buyers owe more"));
  CHECK_THAT(credit_refusal("  scale: score_1_9\n", scored), Catch::Contains("9: credit.scale"));
}

TEST_CASE("factor_link needs a spread to move", "[lgd]") {
  const LgdLaw law = credit_study("  lgd: {default: {mean: 40%, standard_deviation: 20%, factor_link: -30%}}\n")
                         .base.credit.lgd.at("default");
  CHECK(law.factor_link == Approx(-0.3));
  CHECK_THAT(credit_refusal("  lgd: {default: {mean: 40%, factor_link: 30%}}\n"),
             Catch::Contains("has nothing to move"));
  CHECK_THAT(credit_refusal("  lgd: {default: {mean: 40%, standard_deviation: 20%, factor_link: 130%}}\n"),
             Catch::Contains("9: credit.lgd.default.factor_link"));
  CHECK_THAT(explained(credit_study("  lgd: {default: {mean: 40%, standard_deviation: 20%, factor_link: 30%}}\n")),
             Catch::Contains("linked by 30 % to the sector's bad states"));
}

TEST_CASE("securities are read in the order of their realisation", "[securities]") {
  const Files files{{"g.csv",
                     "buyer_id,kind,guarantor,annual_pd,sector,amount,percentage,haircut,days\n"
                     "B2,,Bank,2%,retail,50,,,\nB1,,B2,,,,40%,,30\nB1,pledge,,,,100.50,,25%,30\n"
                     "B1,retention_of_title,,,,,0.2,,10\nB3,guarantee,1.5%,,,10,,,\nB3,,Bank,2%,retail,1,,,0\n"},
                    {"buyers.csv",
                     "buyer_id,sector,annual_pd,exposure,guarantee\nB1,retail,1%,100,\nB2,metal,2%,200,12.5%\n"
                     "B3,metal,3%,300,70\n"}};
  const Study study = credit_study("  securities: g.csv\n  security_lag: 50 days\n", files);
  const SecurityParameters& security = study.base.credit.security;
  REQUIRE(security.list.size() == 8);
  const auto& list = security.list;
  CHECK((list[0].kind == SecurityKind::retention_of_title && list[0].lag == 10 && list[0].share == Decimal{2, 1}));
  CHECK((list[1].kind == SecurityKind::pledge && list[1].lag == 30 && list[1].amount == 7538));  // 75.375 to even
  CHECK((list[2].buyer_guarantor == 1 && list[2].share == Decimal{4, 1}));
  CHECK((list[3].buyer == 1 && list[3].outside_guarantor == 0 && list[3].lag == 50 && list[3].amount == 5000));
  CHECK((list[4].buyer == 1 && list[4].share == Decimal{125, 3} && list[4].outside_guarantor == Collateral::kNobody));
  CHECK((list[5].buyer == 2 && list[5].lag == 0 && list[5].outside_guarantor == 0));
  CHECK((list[6].amount == 1000 && list[6].outside_guarantor == 1 && list[7].amount == 7000));
  REQUIRE(security.outside.size() == 2);
  CHECK(security.outside[0] == OutsideGuarantor{"Bank", 0.02, "retail"});
  CHECK(security.outside[1].annual_pd == 0.015);
  CHECK_THAT(explained(study), Catch::Contains("securities of 3 buyers") && Catch::Contains("6 guarantees, 1 pledge"));
}

TEST_CASE("what is wrong with securities is told line by line", "[securities]") {
  const auto refusal = [](const std::string& row) {
    return credit_refusal(
        "  securities: g.csv\n",
        {{"g.csv", "buyer_id,kind,guarantor,annual_pd,sector,amount,percentage,haircut,days\n" + row + "\n"}});
  };
  CHECK_THAT(refusal("B9,,,,,5,,,"), Catch::Contains("2: buyer_id: no buyer of the book, got 'B9'"));
  CHECK_THAT(refusal("B1,mortgage,,,,5,,,"), Catch::Contains("2: kind: unknown, got 'mortgage'"));
  CHECK_THAT(refusal("B1,,,,,5,50%,,"), Catch::Contains("exactly one of amount and percentage"));
  CHECK_THAT(refusal("B1,,,,,,,,"), Catch::Contains("exactly one of amount and percentage"));
  CHECK_THAT(refusal("B1,pledge,,,,,50%,,"), Catch::Contains("a pledge needs the amount"));
  CHECK_THAT(refusal("B1,retention_of_title,,,,5,,,"), Catch::Contains("needs the percentage"));
  CHECK_THAT(refusal("B1,,,,,5,,10%,"), Catch::Contains("2: haircut: belongs to a pledge alone"));
  CHECK_THAT(refusal("B1,pledge,B2,,,5,,10%,"), Catch::Contains("2: guarantor: belongs to a guarantee alone"));
  CHECK_THAT(refusal("B1,,B1,,,5,,,"), Catch::Contains("cannot guarantee its own debt"));
  CHECK_THAT(refusal("B1,,Bank,,,5,,,"), Catch::Contains("annual_pd is needed"));
  CHECK_THAT(refusal("B1,,Bank,7,,5,,,"), Catch::Contains("2: annual_pd"));
  CHECK_THAT(refusal("B1,,B2,1%,,5,,,"), Catch::Contains("is a buyer of the book"));
  CHECK_THAT(refusal("B1,,,1%,,5,,,"), Catch::Contains("2: guarantor: is empty"));
  CHECK_THAT(refusal("B1,,Bank,1%,,5,,,\nB2,,Bank,2%,,5,,,"),
             Catch::Contains("3: guarantor: 'Bank' has two annual_pd"));
  CHECK_THAT(refusal("B1,,Bank,1%,toys,5,,,"), Catch::Contains("has the sector 'toys', which no buyer has"));
  CHECK_THAT(refusal("B1,,,,,-5,,,"), Catch::Contains("2: amount: must not be negative"));
  CHECK_THAT(refusal("B1,,,,,5,,,x"), Catch::Contains("2: days"));
  CHECK_THAT(credit_refusal("  guarantees: g.csv\n"), Catch::Contains("belongs under credit.securities"));
}

TEST_CASE("re-rating takes a yearly matrix and the grades of the book", "[migration]") {
  const Study study = credit_study(kRerated, graded({{"m.csv", kMatrix}}));
  const MigrationParameters& migration = study.base.credit.migration;
  CHECK(migration.grades == std::vector<std::string>{"A", "B"});
  CHECK(migration.matrix[0] == Approx(90.0 / 99));
  CHECK(migration.matrix[2] == Approx(10.0 / 90));
  CHECK(migration.years == 0.25);
  CHECK(migration.reviews == std::vector<Day>{90, 181, 273, 365});  // 5 April, July, October, January
  CHECK_FALSE(migration.per_review);
  const std::string text = explained(study);
  CHECK_THAT(text,
             Catch::Contains("re-rating of 2 buyers at 4 reviews") && Catch::Contains("1 buyer has an annual_pd"));
  CHECK(credit_study("  grades: {A: 1%, B: 5%}\n  migration: {matrix: m.csv, every: 73 days, factors: per_review}\n",
                     graded({{"m.csv", "from,A,B,D\nA,0.9,9%,0.01\nB,0.1,0.8,0.1\n"}}))
            .base.credit.migration.reviews.size() == 5);
  CHECK(credit_warnings(kRerated, graded({{"m.csv", kMatrix}})) == "");
  CHECK_THAT(credit_warnings(kRerated, graded({{"m.csv", "from,A,B,D\nA,90,9,2\nB,10,80,10\n"}})),
             Catch::Contains("the row of A adds up to 101 %: scaled to 100 %"));
}

TEST_CASE("what is wrong with re-rating is told where it is", "[migration]") {
  const auto refusal = [](const std::string& file, const std::string& credit = kRerated) {
    return credit_refusal(credit, graded({{"m.csv", file}}));
  };
  CHECK_THAT(refusal("from,A,D\nA,99,1\n"), Catch::Contains("has no row for grade 'B', which 1 buyer has"));
  CHECK_THAT(refusal("from,A,B,X\nA,90,9,1\nB,10,80,10\n"), Catch::Contains("1: X: is no grade of credit.grades"));
  CHECK_THAT(refusal("from,A,B\nA,90,9\n"), Catch::Contains("no row for the grade 'B'"));
  CHECK_THAT(refusal("from,A,B\nA,90,9\nB,-1,9\n"), Catch::Contains("3: B: must be a probability, got '-1'") ||
                                                        Catch::Contains("3: A: must be a probability, got '-1'"));
  CHECK_THAT(refusal("from,A,B,D\nA,0,0,100\nB,1,98,1\n"), Catch::Contains("nothing but default"));
  CHECK_THAT(refusal("from,A,B\nA,90,9\nA,90,9\nB,1,99\n"), Catch::Contains("has two rows"));
  CHECK_THAT(refusal("from,A,B\nA,50,50\nB,50,50\n"), Catch::Contains("no real logarithm"));
  CHECK_THAT(refusal(kMatrix, "  grades: {A: 1%, B: 5%}\n  migration: {every: 3 months}\n"),
             Catch::Contains("credit.migration.matrix") && Catch::Contains("required"));
  CHECK_THAT(refusal(kMatrix,
                     "  grades: {A: 1%, B: 5%}\n  dependence: {model: gamma, counts: poisson}\n"
                     "  migration: {matrix: m.csv}\n"),
             Catch::Contains("poisson does not go with migration"));
  CHECK_THAT(credit_warnings("  grades: {A: 1%, B: 5%}\n  migration: {matrix: m.csv, every: 24 months}\n",
                             graded({{"m.csv", kMatrix}})),
             Catch::Contains("the first review lies beyond the horizon"));
}
