// fx: how exchange rates move.

#include "scenarios/config/config.h"

namespace delcredere::config {

void describe_fx(Visitor& v, FxParameters& fx) {
  v.section({.name = "fx",
             .doc = "How exchange rates move from those of exchange_rates; without it they stay.",
             .on_demand = true},
            [&](Visitor& inner) {
              inner.map_of(
                  {.name = "currencies", .doc = "Currencies of the invoices whose rate moves.", .on_demand = true},
                  "<currency>", nullptr, fx.currencies, [](Visitor& each, FxCurrency& currency) {
                    each.factor({.name = "volatility",
                                 .doc = "Standard deviation of a year's change, of the logarithm.",
                                 .maximum = 2},
                                currency.volatility);
                    each.share({.name = "drift",
                                .doc = "Expected change a year; 0%: today's rate is the expected one.",
                                .minimum = -1,
                                .maximum = 1},
                               currency.drift);
                  });
              inner.either(
                  {.name = "correlation",
                   .doc = "Correlation between the daily changes of the currencies: one number, or a matrix."},
                  [&](Visitor& one) {
                    one.share({.name = "", .doc = "Common correlation of any two of them."}, fx.correlation.common);
                  },
                  [&](Visitor& matrix) {
                    describe_correlation_matrix(
                        matrix, fx.correlation,
                        {.things = "currencies",
                         .order = "Currencies, in the order of the matrix; the others are uncorrelated with all.",
                         .example = "[CNY, USD]"});
                  });
            });
}

}  // namespace delcredere::config
