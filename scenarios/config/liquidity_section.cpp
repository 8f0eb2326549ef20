// liquidity: the seller's bank account.

#include "scenarios/config/liquidity_sections.h"

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
        describe_outflow_rules(inner, parameters);
        inner.optional_section(
            {.name = "credit_line", .doc = "A line that is drawn where the balance would fall too low."},
            parameters.credit_line, [&](Visitor& each, CreditLine& line) {
              each.amount({.name = "limit", .doc = "Most that can be drawn.", .example = "1000000", .required = true},
                          line.limit);
              each.share({.name = "rate", .doc = "Interest a year, ACT/360, simple."}, line.rate);
              each.share({.name = "commitment_fee", .doc = "Likewise, on what is not drawn of the limit."},
                         line.commitment_fee);
              each.section(
                  {.name = "availability", .doc = "When the line is there.", .on_demand = true}, [&](Visitor& days) {
                    days.date({.name = "from", .doc = "First day.", .example = "2026-02-01", .on_demand = true},
                              config.line_from);
                    days.date({.name = "until",
                               .doc = "Last day; what is drawn is repaid on the day after.",
                               .example = "2026-12-31",
                               .on_demand = true},
                              config.line_until);
                    if (days.reading() && config.line_from && config.line_until &&
                        *config.line_until < *config.line_from)
                      days.reject("until", "lies before from");
                  });
              each.optional_section(
                  {.name = "borrowing_base",
                   .doc = "The line gives no more than a share of the eligible receivables of the day before."},
                  line.borrowing_base, [&](Visitor& base, BorrowingBase& terms) {
                    base.share({.name = "share", .doc = "Of the eligible receivables.", .fallback = "100%"},
                               terms.share);
                    base.duration(
                        {.name = "maximum_overdue", .doc = "An invoice counts up to this many days past due."},
                        terms.maximum_overdue);
                    describe_eligible(base, config.borrowing_eligible);
                  });
            });
        describe_liquidity_terms(inner, config);
      });
}

}  // namespace delcredere::config
