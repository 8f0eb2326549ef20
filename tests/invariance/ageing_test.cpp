// What is outstanding by period and age, added up by its changes, is what a look at every invoice on every period's end
// finds.

#include "models/liquidity/ageing.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <vector>

#include "sim/plan/plan.h"
#include "sim/trial/detail.h"
#include "tests/invariance/random_study.h"

using namespace delcredere;
using namespace delcredere::testing;

TEST_CASE("outstanding debt by age is that of every invoice on the last day of every period") {
  std::mt19937 bits(17);
  int seen = 0;
  for (std::uint64_t seed = 900; seed < 920; ++seed) {
    const Study study = random_study(seed);
    if (study.portfolio.exposure_book) continue;
    const Plan plan = make_plan(study);
    const std::vector<Day>& ends = study.period_ends;
    const std::size_t buckets = ageing_bucket_names().size();
    DetailSink sink(plan.buyers, ends.size());
    sink.begin();
    std::vector<Money> expected(ends.size() * buckets);
    for (std::uint32_t buyer = 0; buyer < plan.buyers; ++buyer) {
      const Day default_day = bits() % 4 == 0 ? 1 + static_cast<Day>(bits() % 400) : kNever;
      std::vector<InvoiceTrial> traced;
      for (std::size_t j = plan.live_first[buyer]; j < plan.live_first[buyer + 1]; ++j) {
        InvoiceTrial invoice{};
        const Day due = plan.live.due[j];
        if (bits() % 8 != 0) {
          invoice.amount = plan.live.amount[j];
          const Day wanted = due - 10 + static_cast<Day>(bits() % 300);
          invoice.paid = bits() % 10 == 0 ? kNever : std::max({Day{1}, plan.live.issue[j], wanted});
        }
        traced.push_back(invoice);
        const Day gone = std::min(invoice.paid, default_day);
        for (std::size_t t = 0; t < ends.size(); ++t)
          if (plan.live.issue[j] <= ends[t] && ends[t] < gone)
            expected[t * buckets + ageing_bucket(ends[t] - due)] += invoice.amount;
      }
      sink.add(plan, buyer, default_day, traced);
    }
    ScenarioFlows flows;
    flows.shipped.assign(static_cast<std::size_t>(plan.horizon) + 1, 0);
    sink.end(plan, flows);
    INFO("study " << seed);
    for (std::size_t t = 0; t < ends.size(); ++t)
      for (std::size_t a = 0; a < buckets; ++a) {
        CHECK(sink.outstanding(t, a).sum == expected[t * buckets + a]);
        seen += expected[t * buckets + a] != 0;
      }
  }
  CHECK(seen > 200);
}
