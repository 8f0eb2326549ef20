// Burning cost by way of a config: which past claims count for which policy.

#include <catch2/catch.hpp>

#include "sim/run.h"
#include "tests/support/config_study.h"

using namespace delcredere;
using namespace delcredere::testing;
using Catch::Contains;

namespace {

const std::string kBook = "buyer_id,sector,annual_pd,exposure\nX1,s,0.05,100\n";

std::string study_with(const std::string& policies) {
  return "delcredere: 1\nname: history\nas_of: 2026-01-05\ncurrency: EUR\nhorizon: 12 months\n"
         "portfolio: {buyers: exposures.csv}\nsimulation: {trials: 100, seed: 1}\n"
         "insurance: {" +
         policies +
         "}\n"
         "pricing: {history: {claims: claims.csv, turnover: [1000, 800], trend: 10%, development: [1.5]}}\n";
}

}  // namespace

TEST_CASE("past claims of a policy count for it, and for each structure that is now offered of it", "[pricing]") {
  const std::string claims =
      "date_of_loss,paid,recovered,policy\n"
      "2025-03-01,50,10,grid\n"
      "2024-09-01,30,,grid\n"
      "2024-09-02,100,,other\n"
      "2025-09-01,20,,\n";
  const RunResults results = run_study(study_from(study_with("grid: {insured_percentage: [80%, 90%]}, other: {}"),
                                                  {{"exposures.csv", kBook}, {"claims.csv", claims}}),
                                       {});
  // Year 1: 40 and 20, times 1.5 x 1.1; year 2: 30 times 1.1^2; over 1,800, for a turnover of 1,000.
  const double grid = (60 * 1.5 * 1.1 + 30 * 1.21) / 1800;
  const double other = (20 * 1.5 * 1.1 + 100 * 1.21) / 1800;
  REQUIRE(results.axes.policies ==
          std::vector<std::string>{"none", "grid/insured_percentage=80%", "grid/insured_percentage=90%", "other"});
  for (const std::size_t p : {1, 2}) CHECK(results.pricing.burning_rate(p) == Approx(grid));
  CHECK(results.pricing.burning_rate(3) == Approx(other));
  CHECK(results.pricing.burning_cost(3) == Approx(1000 * other));
}

TEST_CASE("a past claim of no policy of the config is an error", "[pricing]") {
  for (const std::string name : {"gri", "grid/insured_percentage=85%", "Grid"})
    CHECK_THROWS_WITH(study_from(study_with("grid: {insured_percentage: [80%, 90%]}"),
                                 {{"exposures.csv", kBook},
                                  {"claims.csv", "date_of_loss,paid,policy\n2025-03-01,50,\"" + name + "\"\n"}}),
                      Contains("no policy of the config"));
}
