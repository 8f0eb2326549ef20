// The payment effect of a buyer given what is known of it, against direct quadrature of the textbook formula.

#include <catch2/catch.hpp>

#include "models/payment/buyer_effect.h"
#include "tests/support/delay_formula.h"

using namespace delcredere;
using namespace delcredere::testing;

namespace {

struct Moments {
  double mean = 0, sd = 0;
};

Moments engine_posterior(const DelayTable& table, const std::vector<KnownByFormula>& items, const EffectRoots& roots,
                         double z) {
  std::vector<KnownItem> known;
  for (const KnownByFormula& item : items)
    known.push_back(item.paid ? KnownItem::paid(&table, static_cast<Day>(item.days))
                              : KnownItem::unpaid(&table, static_cast<Day>(item.days)));
  EvidenceStore store;
  EvidenceBuilder builder(roots, store);
  std::size_t impossible = 0;
  const EffectEvidence evidence = builder.build(known, impossible);
  CHECK(impossible == 0);
  constexpr int draws = 20'000;
  EffectPrior prior;
  if (!evidence.empty()) prior.set(roots, evidence.level, z);
  double sum = 0, squares = 0;
  for (int i = 0; i < draws; ++i) {
    const double u = (i + 0.5) / draws;
    const double b = evidence.empty() ? phi_quantile(u)
                                      : (informed_score(evidence, prior, roots, u) - roots.sector * z) / roots.buyer;
    sum += b;
    squares += b * b;
  }
  const double mean = sum / draws;
  return {mean, std::sqrt(squares / draws - mean * mean)};
}

}  // namespace

TEST_CASE("posterior of the payment effect: mean and sd within 1 %", "[posterior]") {
  std::vector<KnownByFormula> mixed;
  for (int i = 0; i < 100; ++i) mixed.push_back({static_cast<double>(i % 5 == 0 ? 0 : 8 + i * 7 % 40), i % 10 != 9});
  const std::vector<std::vector<KnownByFormula>> sets{{},
                                                      {{0, true}},
                                                      {{90, true}},
                                                      {{8, true}},
                                                      {{0, false}},
                                                      {{120, false}},
                                                      {{0, true}, {9, true}, {20, true}, {0, true}, {12, false}},
                                                      {{60, true}, {75, true}, {90, true}, {50, true}, {100, false}},
                                                      mixed,
                                                      std::vector<KnownByFormula>(100, {0, true}),
                                                      std::vector<KnownByFormula>(100, {25, true}),
                                                      std::vector<KnownByFormula>(100, {0, false})};
  struct Shares {
    double buyer, sector;
  };
  for (const DelayLaw& law : {DelayLaw{0.35, LognormalDelay{18, 22}}, DelayLaw{0.1, LognormalDelay{50, 40}}})
    for (const Shares& shares : {Shares{0.3, 0.1}, Shares{0.05, 0.0}, Shares{0.6, 0.3}, Shares{0.9, 0.0}}) {
      const DelayTable table(law);
      const DelayFormula formula(law);
      const EffectRoots roots = effect_roots({shares.buyer, shares.sector, 0.0, {}});
      for (std::size_t k = 0; k < sets.size(); ++k)
        for (const double z : {0.0, -2.0, 1.5}) {
          INFO("set " << k << " on time " << law.on_time << " buyer " << shares.buyer << " sector " << shares.sector
                      << " z " << z);
          const Moments simulated = engine_posterior(table, sets[k], roots, z);
          const PosteriorByFormula exact(formula, sets[k], roots.sector * z, roots.buyer, roots.residual, 8000);
          const double mean = exact.expectation([](double b) { return b; });
          const double sd = std::sqrt(exact.expectation([&](double b) { return (b - mean) * (b - mean); }));
          CHECK(std::abs(simulated.mean - mean) <= 0.01 * std::max(std::abs(mean), sd));
          CHECK(simulated.sd == Approx(sd).epsilon(0.01));
        }
    }
}
