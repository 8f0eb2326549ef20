// liquidity: rules of outflows, what the account is promised to keep, factoring, the reserve, tax.

#include "scenarios/config/liquidity_sections.h"
#include "scenarios/config/weekdays.h"

namespace delcredere::config {
namespace {

void describe_rule_day(Visitor& v, OutflowRule& rule) {
  v.section({.name = "on", .doc = "The day of payment.", .required = true}, [&](Visitor& on) {
    on.integer({.name = "day",
                .doc = "Day of the month, clipped to its end; with every: N months.",
                .example = "25",
                .on_demand = true,
                .minimum = 1,
                .maximum = 31},
               rule.day);
    on.integer({.name = "month",
                .doc = "One of the months of payment, 1 to 12, where it is not every month; without it they count from "
                       "the first payment.",
                .example = "1",
                .on_demand = true,
                .minimum = 1,
                .maximum = 12},
               rule.month);
    Weekday weekday = Weekday::monday;
    describe_weekday(
        on, {.name = "weekday", .doc = "Day of the week; with every: N weeks.", .example = "friday", .on_demand = true},
        weekday);
    rule.weekday = static_cast<int>(weekday);
    if (!on.reading()) return;
    if (rule.weeks > 0 && !on.given("weekday")) on.reject("", "needs a weekday, because every is in weeks");
    if (rule.weeks > 0 && (on.given("day") || on.given("month")))
      on.reject(on.given("day") ? "day" : "month", "does not apply (allowed: with every in months)");
    if (rule.months > 0 && !on.given("day")) on.reject("", "needs a day of the month, because every is in months");
    if (rule.months > 0 && on.given("weekday")) on.reject("weekday", "does not apply (allowed: with every in weeks)");
    if (rule.month > 0 && rule.months > 0 && 12 % rule.months != 0)
      on.reject("month", "does not say which months these are (allowed: every 1, 2, 3, 4, 6 or 12 months)");
  });
}

void check_rule(Visitor& v, const OutflowRule& rule) {
  const int kinds =
      static_cast<int>(v.given("amount")) + static_cast<int>(v.given("share")) + static_cast<int>(v.given("tax_rate"));
  if (kinds != 1) v.reject("", "needs exactly one of amount, share and tax_rate");
  if (!rule.by_basis() && (v.given("basis") || v.given("lag")))
    v.reject(v.given("basis") ? "basis" : "lag", "does not apply to a fixed amount");
  if (rule.by_basis() && rule.weeks > 0) v.reject("every", "a share is taken of calendar months (allowed: N months)");
  if (rule.from && rule.until && *rule.until < *rule.from) v.reject("until", "lies before from");
}

void describe_rule(Visitor& v, OutflowRule& rule) {
  v.text({.name = "label", .doc = "What it is.", .example = "payroll", .on_demand = true}, rule.label);
  v.amount({.name = "amount",
            .doc = "Amount of each payment; this, share or tax_rate.",
            .example = "180000",
            .on_demand = true},
           rule.amount);
  v.share({.name = "share", .doc = "Share of the basis.", .example = "1.5%", .on_demand = true}, rule.share);
  v.share({.name = "tax_rate",
           .doc = "Rate r of a tax that the amounts contain, r / (1 + r) of the basis.",
           .example = "19%",
           .on_demand = true},
          rule.tax_rate);
  v.choice({.name = "basis", .doc = "Of what a share is taken: amounts issued, or payments received."}, rule.basis,
           {{"sales", OutflowBasis::sales}, {"receipts", OutflowBasis::receipts}});
  v.integer({.name = "lag",
             .doc = "Months from the last month of the basis to the payment; 1: due in the month after.",
             .minimum = 1,
             .maximum = 24},
            rule.lag);
  Span every{1, SpanUnit::months};
  v.duration({.name = "every", .doc = "How often: N months, or N weeks.", .minimum = 1}, every);
  rule.months = every.unit == SpanUnit::months ? static_cast<int>(every.count) : 0;
  rule.weeks = every.unit == SpanUnit::weeks ? static_cast<int>(every.count) : 0;
  if (v.reading() && ((rule.months < 1 && rule.weeks < 1) || rule.months > 120 || rule.weeks > 520)) {
    v.reject("every", "is no rule (allowed: 1 to 120 months, or 1 to 520 weeks)");
    rule.months = 1;
    rule.weeks = 0;
  }
  describe_rule_day(v, rule);
  v.date({.name = "from", .doc = "No payment before this date.", .example = "2026-03-01", .on_demand = true},
         rule.from);
  v.date({.name = "until", .doc = "No payment after this date.", .example = "2026-12-31", .on_demand = true},
         rule.until);
  v.choice({.name = "shift", .doc = "Where the day is no working day: none, previous or next working day."}, rule.shift,
           {{"none", DayShift::none}, {"previous", DayShift::previous}, {"next", DayShift::next}});
  if (v.reading()) check_rule(v, rule);
}

void describe_covenant(Visitor& v, Covenant& covenant) {
  v.choice({.name = "measure",
            .doc = "cash: balance; net_cash: without drawn credit; liquidity: with the credit not yet drawn; dso.",
            .required = true},
           covenant.measure,
           {{"cash", CovenantMeasure::cash},
            {"net_cash", CovenantMeasure::net_cash},
            {"liquidity", CovenantMeasure::liquidity},
            {"dso", CovenantMeasure::dso}});
  v.amount({.name = "minimum",
            .doc = "Least amount; not for dso.",
            .example = "300000",
            .on_demand = true,
            .minimum = -9.2e18},
           covenant.level);
  v.number({.name = "maximum_days",
            .doc = "Most days sales outstanding; dso only.",
            .example = "60",
            .on_demand = true,
            .minimum = 0},
           covenant.days);
  v.choice({.name = "tested", .doc = "On which closes: every day, last days of calendar months or quarters."},
           covenant.tested,
           {{"daily", CovenantTest::daily},
            {"month_end", CovenantTest::month_end},
            {"quarter_end", CovenantTest::quarter_end}});
  if (!v.reading()) return;
  const bool dso = covenant.measure == CovenantMeasure::dso;
  if (dso && !v.given("maximum_days")) v.reject("", "needs maximum_days");
  if (!dso && !v.given("minimum")) v.reject("", "needs a minimum");
  if (dso && v.given("minimum")) v.reject("minimum", "does not apply to dso (allowed: maximum_days)");
  if (!dso && v.given("maximum_days")) v.reject("maximum_days", "does not apply (allowed: with the measure dso)");
}

}  // namespace

void describe_eligible(Visitor& v, EligibleConfig& eligible) {
  v.section(
      {.name = "eligible", .doc = "Which invoices count; disputed ones never do.", .on_demand = true},
      [&](Visitor& inner) {
        EligibleInvoices& rule = eligible.rule;
        inner.duration({.name = "maximum_terms",
                        .doc = "Longest time from issue to due date.",
                        .example = "90 days",
                        .on_demand = true},
                       rule.maximum_terms);
        inner.amount({.name = "minimum_amount", .doc = "Least amount of an invoice."}, rule.minimum_amount);
        inner.list_of({.name = "sectors", .doc = "Only these sectors.", .example = "[retail]", .on_demand = true},
                      rule.sectors, [](Visitor& i, std::string& s) { i.text({.name = "", .doc = "A sector."}, s); });
        inner.list_of({.name = "countries", .doc = "Only these countries.", .example = "[DE]", .on_demand = true},
                      rule.countries, [](Visitor& i, std::string& s) { i.text({.name = "", .doc = "A country."}, s); });
        inner.list_of(
            {.name = "excluded_buyers", .doc = "Not these buyers, by id.", .example = "[B17]", .on_demand = true},
            eligible.excluded_buyers,
            [](Visitor& i, std::string& s) { i.text({.name = "", .doc = "A buyer's id."}, s); });
      });
}

void describe_outflow_rules(Visitor& v, LiquidityParameters& parameters) {
  v.list_of(
      {.name = "outflow_rules",
       .doc = "Payments by rule, such as payroll on the 25th, or tax on last month's sales.",
       .example = "[{label: payroll, amount: 180000, on: {day: 25}, shift: previous}, {label: wages, amount: 5000, "
                  "every: 2 weeks, on: {weekday: friday}}, {label: VAT, tax_rate: 19%, on: {day: 10}}]",
       .on_demand = true},
      parameters.outflow_rules, describe_rule);
  v.list_of({.name = "holidays",
             .doc = "Dates that are no working days, beside Saturdays and Sundays.",
             .example = "[2026-12-25]",
             .on_demand = true},
            parameters.holidays, [](Visitor& each, Date& date) { each.date({.name = "", .doc = "A date."}, date); });
}

void describe_liquidity_terms(Visitor& v, LiquidityConfig& config) {
  LiquidityParameters& parameters = config.parameters;
  v.section({.name = "collection_cost", .doc = "What collecting costs.", .on_demand = true}, [&](Visitor& inner) {
    inner.share({.name = "of_receipts", .doc = "Share of the payments on invoices."},
                parameters.collection_cost.of_receipts);
    inner.amount({.name = "per_default", .doc = "For each buyer that fails, on its default day."},
                 parameters.collection_cost.per_default);
  });
  v.optional_section(
      {.name = "factoring", .doc = "Advances on invoices, repaid when the customer pays (invoice discounting)."},
      config.parameters.factoring, [&](Visitor& inner, FactoringTerms& terms) {
        inner.share({.name = "advance_rate",
                     .doc = "Share of the invoice that is advanced.",
                     .example = "85%",
                     .required = true},
                    terms.advance_rate);
        inner.share({.name = "fee", .doc = "Share of the invoice, taken off the advance."}, terms.fee);
        inner.share({.name = "rate", .doc = "Interest a year on the sum in use, ACT/360, simple."}, terms.rate);
        inner.flag({.name = "recourse", .doc = "Is an advance repaid though the customer does not pay?"},
                   terms.recourse);
        inner.duration({.name = "recourse_after", .doc = "Days past due after which it is repaid."},
                       terms.recourse_after);
        inner.amount({.name = "limit",
                      .doc = "Most that is in use; without it unlimited.",
                      .example = "500000",
                      .on_demand = true},
                     terms.limit);
        inner.choice({.name = "open_items",
                      .doc = "Invoices open at as_of: left out, advanced on day 1, or advanced before (which is in the "
                             "opening balance)."},
                     terms.open_items,
                     {{"left_out", OpenItems::left_out},
                      {"advanced_on_day_1", OpenItems::advanced_on_day_1},
                      {"already_advanced", OpenItems::already_advanced}});
        describe_eligible(inner, config.factoring_eligible);
        if (inner.reading() && !terms.recourse && inner.given("recourse_after"))
          inner.reject("recourse_after", "does not apply without recourse");
      });
  v.table(
      {.name = "covenants", .doc = "Promises to a bank; their probability of breach is reported.", .on_demand = true},
      "<covenant>", nullptr, [&](Visitor& each, const std::string& name) {
        Covenant covenant;
        covenant.name = name;
        describe_covenant(each, covenant);
        if (each.reading()) parameters.covenants.push_back(std::move(covenant));
      });
  v.optional_section(
      {.name = "bad_debt_reserve",
       .doc = "A reserve in the books: fed from quarterly sales, drawn by the retained losses of failed buyers."},
      parameters.bad_debt_reserve, [](Visitor& inner, BadDebtReserve& reserve) {
        inner.share({.name = "share_of_sales",
                     .doc = "Share of a quarter's sales that is added at its end.",
                     .example = "0.5%",
                     .required = true},
                    reserve.share_of_sales);
        inner.amount({.name = "opening", .doc = "The reserve at as_of."}, reserve.opening);
      });
  v.optional_section(
      {.name = "bad_debt_relief", .doc = "Tax contained in invoices that is got back when the debt goes bad."},
      parameters.bad_debt_relief, [](Visitor& inner, BadDebtRelief& relief) {
        inner.share(
            {.name = "tax_rate", .doc = "Rate of the tax on top of the net price.", .example = "19%", .required = true},
            relief.tax_rate);
        inner.duration({.name = "after", .doc = "From the default to the relief."}, relief.after);
      });
  v.optional_section({.name = "working_capital", .doc = "What else ties up working capital, beside receivables."},
                     parameters.working_capital, [](Visitor& inner, WorkingCapital& capital) {
                       inner.amount({.name = "inventory", .doc = "Stock, at cost."}, capital.inventory);
                       inner.amount({.name = "payables", .doc = "Owed to suppliers."}, capital.payables);
                     });
}

}  // namespace delcredere::config
