// LawDraws gives the delays of law_delays, invoice by invoice, on every instruction set.

#include <catch2/catch.hpp>
#include <vector>

#include "sim/fast/fast_laws.h"
#include "tests/fast/small_book.h"
#include "tests/fast/targets.h"

using namespace delcredere;
using namespace delcredere::testing;

TEST_CASE("LawDraws agrees with law_delays", "[laws]") {
  const Study study = small_book(1);
  const Plan plan = make_plan(study);
  const PaymentPlan& payments = plan.payment_plans[0];
  for_each_target([&] {
    fast::LawDraws laws(plan, 0, 0);
    FactorModel::State state;
    std::vector<double> effects(plan.buyers);
    std::vector<LawDelay> wanted;
    std::size_t tails = 0, beyond = 0;
    for (std::uint64_t trial = 0; trial < 400; ++trial) {
      plan.factor_models[0].draw_state(plan.seed, trial, state);
      for (std::size_t b = 0; b < plan.buyers; ++b)
        effects[b] = static_cast<double>((b * 7 + trial) % 15) - 7.0;  // beyond +-8 with the sector's part at times
      laws.run(trial, effects.data(), state.delay_score);
      for (std::uint32_t b = 0; b < plan.buyers; ++b) {
        const Score m = to_score(payments.roots.sector * state.delay_score[plan.factor_models[0].group_of(b)] +
                                 payments.roots.buyer * effects[b]);
        law_delays(plan, payments, trial, b, m, wanted);
        const auto got = laws.of(b);
        REQUIRE(got.size() == wanted.size());
        for (std::size_t k = 0; k < wanted.size(); ++k) {
          if (got[k] != wanted[k])
            FAIL("trial " << trial << " buyer " << b << " invoice " << k << ": " << got[k] << " instead of "
                          << wanted[k]);
          beyond += wanted[k] == kOlderThanLaw;
        }
      }
      for (std::uint32_t j = 0; j < plan.live.size(); ++j) {
        const std::uint32_t word = draw(plan.seed, Purpose::delay, 0, j / 8, trial)[j % 8 / 2];
        tails += ResidualTable::is_tail(j % 2 == 0 ? word & 0xFFFFu : word >> 16);
      }
    }
    // The book reaches what is treated apart.
    CHECK(tails > 100);
    CHECK(beyond > 100);
  });
}
