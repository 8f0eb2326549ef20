// Accounts that are walked side by side show by period what each shows that is walked alone, on every instruction set.

#include "sim/fast/account_kernel.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <vector>

#include "tests/fast/targets.h"

using namespace delcredere;
using namespace delcredere::testing;

namespace {

/// What of the rare was met.
struct Met {
  int drawn = 0, at_limit = 0, interest = 0, below = 0, never_below = 0, repaid = 0;
};

struct Case {
  LiquidityParameters parameters;
  std::vector<Day> ends;
  std::vector<Money> common, own;
};

Case draw_case(std::mt19937& bits) {
  const auto below = [&](int n) { return static_cast<int>(bits() % static_cast<unsigned>(n)); };
  Case drawn;
  drawn.parameters.opening_cash = below(2'000'000) - 500'000;
  if (below(4) != 0) drawn.parameters.minimum_cash = below(600'000);
  if (below(4) != 0) drawn.parameters.credit_line = CreditLine{below(1'500'000), below(20) / 100.0};
  Day horizon = 0;
  for (int t = 1 + below(60); t > 0; --t) drawn.ends.push_back(horizon += 1 + below(below(3) == 0 ? 40 : 7));
  for (int k = below(40); k > 0; --k)
    drawn.parameters.outflows.push_back({1 + below(horizon), below(400'000) - 50'000, "some"});
  const auto days = static_cast<std::size_t>(horizon) + 1;
  drawn.common.resize(days);
  drawn.own.resize(days * kAccountsTogether);
  for (Money& amount : drawn.common) amount = below(5) == 0 ? below(300'000) - 120'000 : 0;
  for (Money& amount : drawn.own) amount = below(15) == 0 ? below(300'000) - 150'000 : 0;
  return drawn;
}

void compare(const Case& drawn, Met& met) {
  const Day horizon = drawn.ends.back();
  const CashAccount account(drawn.parameters, *Date::from_civil(2026, 1, 5), horizon);
  REQUIRE(account.plain());
  AccountPeriods alone, together;
  CashAccount::Path path;
  std::vector<Money> flows(drawn.common.size());
  for (std::size_t a = 0; a < kAccountsTogether; ++a) {
    for (std::size_t day = 0; day < flows.size(); ++day)
      flows[day] = drawn.common[day] + drawn.own[day * kAccountsTogether + a];
    account.walk(flows, path);
    tell_periods(account, path, drawn.ends, a, alone);
    met.drawn += std::count_if(path.drawn.begin(), path.drawn.end(), [](Money m) { return m > 0; }) > 0;
    met.at_limit +=
        std::count(path.drawn.begin() + 1, path.drawn.end(), account.line_limit()) > 0 && account.line_limit() > 0;
    met.repaid += !std::is_sorted(path.drawn.begin(), path.drawn.end());
    met.interest += std::count_if(path.interest.begin(), path.interest.end(), [](Money m) { return m > 0; }) > 0;
    (alone.first_below[a] > horizon ? met.never_below : met.below) += 1;
  }
  for_each_target([&] {
    fast::walk_accounts(account, drawn.common, drawn.own, drawn.ends, together);
    CHECK(together.balance == alone.balance);
    CHECK(together.drawn == alone.drawn);
    CHECK(together.interest == alone.interest);
    CHECK(together.lowest == alone.lowest);
    CHECK(together.first_below == alone.first_below);
    CHECK(together.accrued == alone.accrued);
  });
}

}  // namespace

TEST_CASE("accounts walked side by side show what each shows alone") {
  std::mt19937 bits(81);
  Met met;
  for (int round = 0; round < 1'500; ++round) {
    INFO("round " << round);
    compare(draw_case(bits), met);
  }
  for (const int seen : {met.drawn, met.at_limit, met.interest, met.below, met.never_below, met.repaid})
    CHECK(seen > 500);
}

TEST_CASE("what an account shows by period, worked by hand") {
  LiquidityParameters parameters;
  parameters.opening_cash = 10'000'000;
  parameters.minimum_cash = 5'000'000;
  parameters.credit_line = CreditLine{3'000'000, 0.36};  // a tenth of a per cent a day
  parameters.outflows = {{2, 7'000'000, "rent"}, {3, 4'000'000, "wages"}};
  const CashAccount account(parameters, *Date::from_civil(2026, 1, 28), 6);  // day 3 is 31 January
  // Day 2: 3,000,000 left, 2,000,000 drawn. Day 3: 2,000 of interest on them, all the line has is drawn. Day 5: repaid.
  const std::vector<Money> common{0, 0, 0, 0, 0, 50'000'000, 0};
  const std::vector<Money> own(7 * kAccountsTogether, 0);
  const std::vector<Day> ends{2, 4, 6};
  for_each_target([&] {
    AccountPeriods periods;
    fast::walk_accounts(account, common, own, ends, periods);
    const auto of_last = [](const std::vector<Money>& row) {
      constexpr std::size_t a = kAccountsTogether - 1;
      return std::vector<Money>{row[a], row[kAccountsTogether + a], row[2 * kAccountsTogether + a]};
    };
    CHECK(of_last(periods.balance) == std::vector<Money>{5'000'000, 1'998'000, 48'998'000});
    CHECK(of_last(periods.drawn) == std::vector<Money>{2'000'000, 3'000'000, 0});
    CHECK(of_last(periods.lowest) == std::vector<Money>{5'000'000, 1'998'000, 48'998'000});
    CHECK(of_last(periods.interest) == std::vector<Money>{0, 2'000, 0});
    CHECK(periods.first_below[kAccountsTogether - 1] == 3);
    CHECK(periods.accrued[kAccountsTogether - 1] == 6'000);  // closes of days 3 and 4, a month's first
  });
}
