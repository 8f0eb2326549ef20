// liquidity: the seller's bank account.

#include "scenarios/config/config.h"

namespace delcredere::config {

void describe_liquidity(Visitor& v, std::optional<LiquidityConfig>& liquidity, const ConfigPlaces& places) {
  constexpr double kAny = -9.2e18;  // a bank account may be overdrawn
  v.optional_section(
      {.name = "liquidity",
       .doc = "The seller's bank account; without this key the balance starts at 0 without minimum."},
      liquidity, [&](Visitor& inner, LiquidityConfig& config) {
        LiquidityParameters& parameters = config.parameters;
        inner.amount({.name = "opening_cash", .doc = "Balance at the end of as_of.", .minimum = kAny},
                     parameters.opening_cash);
        inner.amount({.name = "minimum_cash",
                      .doc = "What must stay in the account; without this key there is no breach.",
                      .example = "500000",
                      .on_demand = true,
                      .minimum = kAny},
                     parameters.minimum_cash);
        describe_file(inner,
                      {.name = "outflows",
                       .doc = "CSV file of planned payments: date, amount, label.",
                       .example = "outflows.csv",
                       .on_demand = true},
                      config.outflows, places);
        inner.optional_section(
            {.name = "credit_line", .doc = "A line that is drawn where the balance would fall too low."},
            parameters.credit_line, [](Visitor& each, CreditLine& line) {
              each.amount({.name = "limit", .doc = "Most that can be drawn.", .example = "1000000", .required = true},
                          line.limit);
              each.share({.name = "rate", .doc = "Interest a year, ACT/360, simple."}, line.rate);
            });
      });
}

}  // namespace delcredere::config
