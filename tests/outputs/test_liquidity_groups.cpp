// A study that asks for everything of the liquidity section: its groups in the file, its tables in the summary.

#include <catch2/catch.hpp>

#include "outputs/layout/layout.h"
#include "outputs/terminal/summary.h"
#include "sim/run.h"
#include "tests/support/study_builder.h"

using namespace delcredere;
using namespace delcredere::testing;

namespace {

ResultFile everything() {
  StudyBuilder builder(50, 4, 120);
  builder.over(120, "month", 30);
  builder.study().has_liquidity = true;
  LiquidityParameters& liquidity = builder.base().liquidity;
  OutflowRule tax;
  tax.months = 1;
  tax.tax_rate = Decimal{19, 2};
  liquidity.outflow_rules = {tax};
  liquidity.credit_line = CreditLine{1'000'00, 0.05};
  liquidity.credit_line->commitment_fee = 0.01;
  liquidity.collection_cost = {Decimal{1, 2}, 100};
  liquidity.covenants = {{"floor", CovenantMeasure::cash, CovenantTest::daily, 0, {}}};
  liquidity.bad_debt_reserve = BadDebtReserve{Decimal{1, 2}, 100};
  liquidity.factoring = FactoringTerms{Decimal{8, 1}, {}, 0.0, true, 90, {}, OpenItems::left_out, {}};
  liquidity.bad_debt_relief = BadDebtRelief{Decimal{19, 2}, 30};
  liquidity.working_capital = WorkingCapital{500, 200};
  builder.buyer(0.5);
  builder.invoice(-10, 20, 100'00);
  builder.invoice(10, 40, 100'00);
  return layout_result_file(run_study(builder.build(), {}), {});
}

}  // namespace

TEST_CASE("groups of the liquidity section have their names and dimensions") {
  const ResultFile file = everything();
  using Dims = std::vector<std::string>;
  const auto dims = [&](const char* group, const char* variable) {
    const Group* found = file.find(group);
    REQUIRE(found != nullptr);
    const Variable* data = found->find(variable);
    INFO("/" << group << "/" << variable);
    REQUIRE(data != nullptr);
    REQUIRE(found->find(std::string(variable) + "_standard_error") != nullptr);
    return data->dims;
  };
  const Dims by_period{"scenario", "period"}, by_policy{"scenario", "policy", "period"};
  for (const char* name :
       {"share_outflows_mean", "cost_of_collecting_mean", "tax_relief_mean", "factoring_advanced_mean",
        "factoring_repaid_mean", "factoring_borne_mean", "factoring_cost_mean", "factoring_in_use_mean"})
    CHECK(dims("cash", name) == by_period);
  CHECK(dims("cash", "commitment_fee_mean") == by_policy);
  for (const char* name : {"receivables_mean", "dso_mean", "best_possible_dso_mean", "average_days_delinquent_mean",
                           "collection_effectiveness_mean", "working_capital_mean"})
    CHECK(dims("collection", name) == by_period);
  for (const char* name : {"lifetime_mean", "twelve_months_mean", "lifetime_rate", "unsettled_mean"})
    CHECK(dims("provisions", name) == Dims{"scenario", "bucket"});
  for (const char* name : {"breach_probability", "breach_probability_cumulative"})
    CHECK(dims("covenants", name) == Dims{"scenario", "policy", "covenant", "period"});
  CHECK(dims("reserve", "balance_mean") == by_policy);
  CHECK(dims("reserve", "exhaustion_probability") == by_policy);
  CHECK(dims("reserve", "shortfall_mean") == Dims{"scenario", "policy"});
  CHECK(dims("liquidity", "tax_relief_total_mean") == Dims{"scenario"});
}

TEST_CASE("the summary shows promises, facilities and provisions") {
  const std::string text = summary_text(everything(), {});
  for (const char* words : {"Covenant floor is broken", "Bad-debt reserve is exhausted", "Factoring in use at the end",
                            "Tax got back on bad debts", "Debt of today by age", "1-30 days overdue"})
    CHECK_THAT(text, Catch::Contains(words));
}
