// credit.dependence as people write it: models, files of single buyers, what does not go together.

#include <catch2/catch.hpp>

#include "sim/run.h"
#include "tests/config/credit_config.h"

using namespace delcredere;
using namespace delcredere::testing;

namespace {

const std::string kUnder = "  dependence:\n";

Study read(const std::string& dependence, Files files = {}) {
  return credit_study(kUnder + dependence, std::move(files));
}
std::string refusal(const std::string& dependence, Files files = {}, const std::string& more = "") {
  return credit_refusal(kUnder + dependence, std::move(files), more);
}
std::string warnings(const std::string& dependence, Files files = {}) {
  return credit_warnings(kUnder + dependence, std::move(files));
}

}  // namespace

TEST_CASE("student_t takes degrees of freedom, 4 where none are given", "[dependence]") {
  const DependenceParameters usual = read("    model: student_t\n").base.credit.dependence;
  CHECK(usual.model == DependenceModel::student_t);
  CHECK(usual.degrees_of_freedom == 4.0);
  CHECK(read("    model: student_t\n    degrees_of_freedom: 7.5\n").base.credit.dependence.degrees_of_freedom == 7.5);
  for (const char* wrong : {"0", "-3", "0.4", "1e7", "many"})
    CHECK_THAT(refusal(std::string("    model: student_t\n    degrees_of_freedom: ") + wrong + "\n"),
               Catch::Contains("11: credit.dependence.degrees_of_freedom") && Catch::Contains("allowed"));
  CHECK_THAT(warnings("    degrees_of_freedom: 5\n"),
             Catch::Contains("does nothing: it belongs to the model student_t"));
}

TEST_CASE("gamma takes volatility and weight by sector", "[dependence]") {
  const DependenceParameters parameters =
      read("    model: gamma\n    sectors: {default: {volatility: 80%}, metal: {volatility: 1.5, weight: 60%}}\n")
          .base.credit.dependence;
  CHECK(parameters.model == DependenceModel::gamma);
  CHECK(parameters.counts == DefaultCounts::bernoulli);
  CHECK(parameters.sectors.at("default").volatility == Approx(0.8));
  CHECK(parameters.sectors.at("default").weight == 1.0);
  CHECK(parameters.sectors.at("metal").volatility == 1.5);
  CHECK(parameters.sectors.at("metal").weight == Approx(0.6));
  CHECK_THAT(refusal("    model: gamma\n    sectors: {metal: {volatility: -1}}\n"),
             Catch::Contains("metal.volatility"));
  CHECK_THAT(refusal("    model: gamma\n    sectors: {metal: {weight: 120%}}\n"), Catch::Contains("metal.weight"));
  CHECK_THAT(warnings("    sectors: {metal: {volatility: 1}}\n"),
             Catch::Contains("credit.dependence.sectors.metal.volatility: does nothing"));
  CHECK_THAT(
      warnings("    model: gamma\n    sectors: {metal: {asset_correlation: 10%}}\n    factor_correlation: 20%\n"),
      Catch::Contains("sectors.metal.asset_correlation: does nothing") &&
          Catch::Contains("factor_correlation: does nothing"));
  CHECK(warnings("    model: gamma\n    sectors: {metal: {volatility: 1}}\n").empty());
}

TEST_CASE("weights.csv gives buyers weights on several gamma sectors", "[dependence]") {
  const char* dependence = "    model: gamma\n    weights: weights.csv\n";
  const DependenceParameters parameters =
      read(dependence, {{"weights.csv", "buyer_id,sector,weight\nB3,metal,0.5\nB3,retail,30%\nB1,retail,0\n"}})
          .base.credit.dependence;
  REQUIRE(parameters.buyer_weights.size() == 2);
  CHECK(parameters.buyer_weights.at(2) == NamedNumbers{{"metal", 0.5}, {"retail", 0.3}});
  CHECK(parameters.buyer_weights.at(0) == NamedNumbers{{"retail", 0.0}});
  CHECK_THAT(refusal(dependence, {{"weights.csv", "buyer_id,sector,weight\nB3,metal,0.8\nB3,retail,0.3\n"}}),
             Catch::Contains("the weights of buyer 'B3' add up to 1.1"));
  CHECK_THAT(refusal(dependence, {{"weights.csv", "buyer_id,sector,weight\nB9,metal,0.8\nB3,metal,-1\n"}}),
             Catch::Contains("no buyer of the book, got 'B9'") && Catch::Contains("from 0 to 1"));
  CHECK_THAT(refusal(dependence, {{"weights.csv", "buyer_id,sector,weight\nB3,metal,0.1\nB3,metal,0.2\n"}}),
             Catch::Contains("two values for 'metal', on lines 2 and 3"));
  CHECK_THAT(warnings(dependence, {{"weights.csv", "buyer_id,sector,weight\nB3,mettal,0.1\n"}}),
             Catch::Contains("'mettal' is neither a sector") && Catch::Contains("metal"));
  CHECK_THAT(refusal(dependence), Catch::Contains("weights.csv"));
}

TEST_CASE("loadings.csv gives buyers loadings of their own, negative ones too", "[dependence]") {
  const char* dependence = "    factor_correlation: 50%\n    loadings: loadings.csv\n";
  const DependenceParameters parameters =
      read(dependence, {{"loadings.csv", "buyer_id,factor,loading\nB3,market,-0.5\nB3,DE,30%\n"}})
          .base.credit.dependence;
  CHECK(parameters.buyer_loadings.at(2) == NamedNumbers{{"DE", 0.3}, {"market", -0.5}});
  CHECK_THAT(refusal(dependence, {{"loadings.csv", "buyer_id,factor,loading\nB2,a,0.9\nB2,b,0.9\n"}}),
             Catch::Contains("the loadings of buyer 'B2' explain 2.43 of its variance"));
  CHECK_THAT(refusal(dependence, {{"loadings.csv", "buyer_id,factor,loading\nB2,a,1.5\nB2,,0.1\n"}}),
             Catch::Contains("from -1 to 1") && Catch::Contains("3: factor: is empty"));
  CHECK_THAT(
      refusal("    factor_correlation: {order: [retail, metal], matrix: [[1, 0], [0, 1]]}\n    loadings: l.csv\n",
              {{"l.csv", "buyer_id,factor,loading\nB2,steel,0.5\n"}}),
      Catch::Contains("the factor 'steel' is used but not in the matrix"));
  CHECK_THAT(refusal("    model: gaussian\n", {}, "  loadings: l.csv\n"),
             Catch::Contains("belongs under credit.dependence"));
  CHECK_THAT(refusal("    sectors: {metal: {loading: 0.4}}\n"), Catch::Contains("Did you mean 'loadings'"));
}

TEST_CASE("poisson counts need exposures and no insurance", "[dependence]") {
  const char* dependence = "    model: gamma\n    counts: poisson\n";
  CHECK(read(dependence).base.credit.dependence.counts == DefaultCounts::poisson);
  CHECK_THAT(refusal(dependence, {}, "insurance: {p: {causes: {insolvency: {wait: 0 days}}, premium: {flat: 1}}}\n"),
             Catch::Contains("credit.dependence.counts: poisson does not go with insurance"));
  const Files invoices{
      {"buyers.csv", "buyer_id,sector,annual_pd\nB1,retail,1%\n"},
      {"invoices.csv", "invoice_id,buyer_id,issue_date,due_date,amount\nI,B1,2026-01-01,2026-02-01,5\n"}};
  std::string text = credit_config(kUnder + dependence);
  text.replace(text.find("{buyers: buyers.csv}"), 20, "{buyers: buyers.csv, invoices: invoices.csv}");
  CHECK_THROWS_WITH(study_from(text, invoices), Catch::Contains("poisson needs a book of exposures"));
}

TEST_CASE("a matrix that is no correlation matrix is refused, or repaired where the config asks", "[dependence]") {
  const std::string matrix = "order: [retail, metal, x], matrix: [[1, 0.9, -0.9], [0.9, 1, 0.9], [-0.9, 0.9, 1]]";
  const std::string sectors = "    sectors: {default: {loadings: {retail: 0.2, metal: 0.2, x: 0.2}}}\n";
  CHECK_THAT(refusal("    factor_correlation: {" + matrix + "}\n" + sectors),
             Catch::Contains("smallest eigenvalue -0.8") && Catch::Contains("repair: nearest"));
  const std::string repaired = "    factor_correlation: {" + matrix + ", repair: nearest}\n" + sectors;
  CHECK_THAT(warnings(repaired), Catch::Contains("the nearest correlation matrix takes its place"));
  CHECK_THAT(explain_model(read(repaired)), Catch::Contains("not positive semi-definite"));
  CHECK_THAT(refusal("    factor_correlation: {" + matrix + ", repair: maybe}\n"), Catch::Contains("repair"));
}

TEST_CASE("scenarios may take another dependence, and a sweep too", "[dependence]") {
  const Study study = study_from(
      credit_config(kUnder + "    model: gaussian\n",
                    "scenarios: {base: {}, fat: {credit: {dependence: {model: student_t, degrees_of_freedom: 3}}}, "
                    "sectors: {credit: {dependence: {model: gamma}}}}\n"),
      with_buyers({}));
  CHECK(study.scenarios[1].credit.dependence.degrees_of_freedom == 3.0);
  CHECK(study.scenarios[2].credit.dependence.model == DependenceModel::gamma);
}

TEST_CASE("the explanation says how buyers fail together", "[dependence]") {
  const std::string t = explain_model(read("    model: student_t\n    sectors: {default: {asset_correlation: 20%}}\n"));
  CHECK_THAT(t, Catch::Contains("nu = 4 degrees") && Catch::Contains("20 %   80 %"));
  // 2 t_5(-sqrt(5)) and 2 t_5(-sqrt(5 x 0.8 / 1.2)).
  CHECK_THAT(t, Catch::Contains("7.559 %") && Catch::Contains("12.75 %"));
  const std::string gamma = explain_model(
      read("    model: gamma\n    sectors: {default: {volatility: 80%, weight: 50%}}\n    weights: w.csv\n",
           {{"w.csv", "buyer_id,sector,weight\nB3,metal,0.5\nB3,retail,50%\n"}}));
  CHECK_THAT(gamma, Catch::Contains("gamma sectors (CreditRisk+)") && Catch::Contains("40 %"));
  // sqrt(2 x 0.25 x 0.64)
  CHECK_THAT(gamma, Catch::Contains("1 buyer has weights of their own: sd of M 56.57 %"));
}
