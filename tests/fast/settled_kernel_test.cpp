// The vector kernel that asks whether a late payer settles in time agrees with stays_open() of its debts in columns, on
// every instruction set.

#include "sim/fast/settled_kernel.h"

#include <catch2/catch.hpp>
#include <random>
#include <vector>

#include "models/insurance/settled_in_time.h"
#include "tests/fast/targets.h"

using namespace delcredere;
using namespace delcredere::testing;

TEST_CASE("stays_open of a buyer's columns agrees with that of its debts") {
  std::mt19937 bits(43);
  const auto below = [&](int n) { return static_cast<int>(bits() % static_cast<unsigned>(n)); };
  constexpr Day last_day = 364;
  constexpr std::size_t most = fast::BuyerColumns::kMost, room = most + fast::BuyerColumns::kOverrun;
  int open = 0, settled = 0, flagged = 0;
  for (int round = 0; round < 6'000; ++round) {
    const Day wait = below(150);
    const std::size_t count = round % 50 == 0 ? most : static_cast<std::size_t>(1 + below(24));
    std::vector<Money> amount(room);
    std::vector<Day> due(room);
    std::vector<LawDelay> delay(room);
    std::vector<std::uint8_t> lost(room), disputed(room);
    DebtColumns debts;
    for (std::size_t j = 0; j < room; ++j) {  // what lies behind is another buyer's, and as wild
      amount[j] = below(8) == 0 ? 0 : 1 + below(4) * 1000;
      due[j] = below(400) - 90;
      delay[j] = static_cast<LawDelay>(below(3) == 0 ? below(400) : below(20) - 10);
      if (below(15) == 0) delay[j] = kOlderThanLaw;
      lost[j] = below(10) == 0;
      disputed[j] = below(10) == 0;
      const Day paid = delay[j] == kOlderThanLaw ? kNever : due[j] + delay[j];
      if (j < count) debts.add(lost[j] ? 0 : amount[j], due[j], paid, !lost[j] && !disputed[j] && amount[j] != 0);
      flagged += j < count && (lost[j] || disputed[j] || amount[j] == 0);
    }
    const bool truth = stays_open(debts, wait, last_day);
    (truth ? open : settled) += 1;
    for_each_target([&] {
      INFO("round " << round);
      REQUIRE(fast::stays_open({amount.data(), due.data(), delay.data(), lost.data(), disputed.data(), count}, wait,
                               last_day) == truth);
    });
  }
  CHECK(open > 1'000);
  CHECK(settled > 1'000);
  CHECK(flagged > 10'000);
}
