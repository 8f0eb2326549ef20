// The top of the config, and the order of its sections.

#include "scenarios/config/config.h"

namespace delcredere::config {
namespace {

std::vector<Decimal> decimals(std::initializer_list<const char*> texts) {
  std::vector<Decimal> values;
  for (const char* text : texts) values.push_back(*Decimal::parse(text));
  return values;
}

bool usable_name(const std::string& name) {
  // It becomes a file's name: NAME.h5.
  return name.find_first_of("/\\") == std::string::npos && name[0] != '.' && name[0] != '-' && name.size() <= 200;
}

}  // namespace

Config::Config() {
  outputs.probabilities = decimals({"0.01", "0.05", "0.25", "0.5", "0.75", "0.95", "0.99", "0.995", "0.999"});
  outputs.return_periods = decimals({"2", "5", "10", "20", "50", "100", "200", "500"});
}

void describe_head(Visitor& v, Config& config) {
  v.integer({.name = "delcredere",
             .doc = "Version of this format.",
             .example = "1",
             .required = true,
             .minimum = 1,
             .maximum = 1},
            config.version);
  v.text(
      {.name = "name", .doc = "Name of the study; the result file is NAME.h5.", .example = "example", .required = true},
      config.name);
  if (v.reading() && !config.name.empty() && !usable_name(config.name)) {
    v.reject("name",
             "cannot be a file's name, got '" + config.name + "' (allowed: no slashes, no dot or dash in front)");
  }
  v.date({.name = "as_of",
          .doc = "The last day that is known; days 1 to H after it are simulated.",
          .example = "2026-01-05",
          .required = true},
         config.as_of);
  v.context.as_of = config.as_of;
  v.text({.name = "currency",
          .doc = "Base currency, an ISO 4217 code; every amount of the config is in it.",
          .example = "EUR",
          .required = true},
         config.currency);
  if (v.reading() && !config.currency.empty()) {
    if (const auto currency = find_currency(config.currency)) {
      v.context.currency = *currency;
    } else {
      v.reject("currency",
               "is not a known currency, got '" + config.currency + "' (allowed: an ISO 4217 code such as EUR)");
    }
  }
  v.duration({.name = "horizon",
              .doc = "How long the future is; months are those of the calendar.",
              .example = "52 weeks",
              .required = true,
              .minimum = 1},
             config.horizon);
  v.choice(
      {.name = "period", .doc = "Step of the tables of cash: 7 days, or from as_of to the same day of each month."},
      config.period, {{"week", PeriodKind::week}, {"month", PeriodKind::month}});
  v.map_of(
      {.name = "exchange_rates",
       .doc = "Units of the base currency for one unit of a foreign one; needed for every currency of the invoices.",
       .on_demand = true},
      "<currency>", nullptr, config.portfolio.exchange_rates, [](Visitor& each, Decimal& rate) {
        each.number({.name = "",
                     .doc = "Units of the base currency for one unit.",
                     .example = "0.92",
                     .minimum = 0,
                     .above_minimum = true},
                    rate);
      });
  if (v.reading()) {
    for (const auto& [code, rate] : config.portfolio.exchange_rates) {
      if (code == config.currency)
        v.reject("exchange_rates", "names the base currency '" + code + "', which is always 1");
      if (!find_currency(code))
        v.reject("exchange_rates", "'" + code + "' is not a known currency (allowed: ISO 4217 codes)");
    }
  }
}

void describe(Visitor& v, Config& config, const ConfigPlaces& places, bool in_scenario) {
  describe_head(v, config);
  describe_portfolio(v, config.portfolio, places);
  const auto model = [&places](Visitor& inner, Config& into) {
    describe_credit(inner, into.credit, into.credit_files, into.country_events, places);
    describe_payment(inner, into.payment);
    describe_credit_management(inner, into.credit_management);
    describe_sales(inner, into.sales);
    describe_fx(inner, into.fx);
    describe_shocks(inner, into.shocks);
    describe_insurance(inner, into, places);
    describe_liquidity(inner, into.liquidity, places);
  };
  model(v, config);
  describe_pricing(v, config.pricing, places);
  describe_simulation(v, config.simulation);
  v.overlays(
      {.name = "scenarios",
       .doc = "Overlays on this config, each with the same random numbers: maps merge, lists replace. A scenario may "
              "not change as_of, horizon, period, currency, simulation, portfolio, pricing or the list of policies.",
       .on_demand = true},
      [&model](Visitor& inner, const std::string&) {
        std::string include;
        std::vector<FailureConfig> failures;
        Config changed;
        inner.text({.name = "include",
                    .doc = "A file with an overlay, relative to this config; keys beside it win over the file's.",
                    .example = "stress/severe_recession.yaml",
                    .on_demand = true},
                   include);
        describe_failures(inner, failures);
        model(inner, changed);
      },
      places.scenarios);
  v.sweep({.name = "sweep",
           .doc = "One more scenario for every combination of the listed values of the named keys.",
           .example = "{credit.dependence.factor_correlation: [20%, 40%, 60%]}",
           .on_demand = true},
          places.sweep);
  describe_outputs(v, config.outputs);
  if (in_scenario) describe_failures(v, config.failures);
}

}  // namespace delcredere::config
