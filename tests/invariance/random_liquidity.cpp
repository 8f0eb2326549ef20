#include "models/liquidity/liquidity_parameters.h"
#include "tests/invariance/random_terms.h"

namespace delcredere::testing {

void random_liquidity(Dice& dice, LiquidityParameters& liquidity, std::size_t buyers) {
  if (dice.chance(50)) {
    OutflowRule rule;
    rule.months = static_cast<int>(dice.whole(1, 3));
    rule.day = static_cast<int>(dice.whole(1, 31));
    rule.shift = dice.one_of({DayShift::none, DayShift::previous, DayShift::next});
    rule.amount = dice.whole(0, 50'000);
    liquidity.outflow_rules.push_back(rule);
    rule.basis = dice.one_of({OutflowBasis::sales, OutflowBasis::receipts});
    (dice.chance(50) ? rule.share : rule.tax_rate) = Decimal{dice.whole(0, 30), 2};
    liquidity.outflow_rules.push_back(rule);
  }
  const auto eligible = [&] {
    EligibleInvoices rule;
    if (dice.chance(30)) rule.maximum_terms = 60;
    if (dice.chance(30)) rule.minimum_amount = 50'000;
    if (dice.chance(30)) rule.sectors = {"retail", "food"};
    for (std::uint32_t b = 0; b < buyers; ++b)
      if (dice.chance(10)) rule.excluded_buyers.push_back(b);
    return rule;
  };
  if (liquidity.credit_line) {
    CreditLine& line = *liquidity.credit_line;
    line.commitment_fee = dice.one_of({0.0, 0.01});
    if (dice.chance(30)) line.from = dice.day(-10, 60);
    if (dice.chance(30)) line.until = dice.day(60, 300);
    if (dice.chance(40)) line.borrowing_base = BorrowingBase{Decimal{8, 1}, dice.one_of({0, 60}), eligible()};
  }
  if (dice.chance(50)) liquidity.collection_cost = {Decimal{dice.whole(0, 20), 3}, dice.whole(0, 5'000)};
  if (dice.chance(50)) liquidity.bad_debt_reserve = BadDebtReserve{Decimal{1, 2}, dice.whole(0, 300'000)};
  if (dice.chance(50)) liquidity.bad_debt_relief = BadDebtRelief{Decimal{19, 2}, dice.one_of({0, 180})};
  if (dice.chance(40)) liquidity.working_capital = WorkingCapital{1'000, 2'000};
  if (dice.chance(50))
    for (const char* name : {"a", "b", "c", "d"}) {
      Covenant covenant{name, CovenantMeasure::cash, CovenantTest::month_end, dice.whole(0, 500'000), Decimal{60, 0}};
      covenant.measure = dice.one_of(
          {CovenantMeasure::cash, CovenantMeasure::net_cash, CovenantMeasure::liquidity, CovenantMeasure::dso});
      covenant.tested = dice.one_of({CovenantTest::daily, CovenantTest::month_end, CovenantTest::quarter_end});
      liquidity.covenants.push_back(covenant);
    }
  if (dice.chance(50)) {
    FactoringTerms terms;
    terms.advance_rate = Decimal{dice.whole(50, 100), 2};
    terms.fee = Decimal{dice.whole(0, 300), 4};
    terms.rate = dice.one_of({0.0, 0.06});
    terms.recourse = dice.chance(50);
    terms.recourse_after = dice.one_of({0, 30, 90});
    if (dice.chance(50)) terms.limit = dice.whole(0, 1'500'000);
    terms.open_items = dice.one_of({OpenItems::left_out, OpenItems::advanced_on_day_1, OpenItems::already_advanced});
    terms.eligible = eligible();
    liquidity.factoring = terms;
  }
}

}  // namespace delcredere::testing
