// shocks, and the named failures of scenarios.

#include "scenarios/config/config.h"

namespace delcredere::config {

void describe_shocks(Visitor& v, std::map<std::string, ShockConfig>& shocks) {
  v.map_of(
      {.name = "shocks", .doc = "What hits a part of the book for a while.", .on_demand = true}, "<shock>", nullptr,
      shocks, [](Visitor& each, ShockConfig& config) {
        Shock& shock = config.shock;
        each.list_of({.name = "sectors",
                      .doc = "Only these sectors; several scopes: all must hold.",
                      .example = "[construction]",
                      .on_demand = true},
                     shock.sectors, [](Visitor& i, std::string& s) { i.text({.name = "", .doc = "A sector."}, s); });
        each.list_of({.name = "countries", .doc = "Only these countries.", .example = "[DE]", .on_demand = true},
                     shock.countries, [](Visitor& i, std::string& s) { i.text({.name = "", .doc = "A country."}, s); });
        each.list_of({.name = "grades", .doc = "Only these grades, as of as_of.", .example = "[D]", .on_demand = true},
                     shock.grades, [](Visitor& i, std::string& s) { i.text({.name = "", .doc = "A grade."}, s); });
        each.list_of({.name = "buyers", .doc = "Only these buyers, by id.", .example = "[B17]", .on_demand = true},
                     shock.buyers, [](Visitor& i, std::string& s) { i.text({.name = "", .doc = "A buyer's id."}, s); });
        each.date({.name = "start",
                   .doc = "Fixed first day; without it random starts, or day 1 where it is certain.",
                   .example = "2026-03-01",
                   .on_demand = true},
                  config.start);
        each.duration(
            {.name = "duration", .doc = "How long a window is.", .example = "26 weeks", .required = true, .minimum = 1},
            shock.duration);
        each.share({.name = "annual_probability",
                    .doc = "Probability of at least one start in a year.",
                    .below_maximum = true},
                   shock.annual_probability);
        enum class Occurs { at_random, certain };
        Occurs occurs = shock.certain ? Occurs::certain : Occurs::at_random;
        each.choice({.name = "occurs", .doc = "certain: exactly one window, from start or day 1."}, occurs,
                    {{"random", Occurs::at_random}, {"certain", Occurs::certain}});
        shock.certain = occurs == Occurs::certain;
        each.factor({.name = "default_multiplier", .doc = "On the hazard of default while it lasts."},
                    shock.default_multiplier);
        each.factor({.name = "delay_multiplier", .doc = "On the delay of invoices due in the window."},
                    shock.delay_multiplier);
        each.duration({.name = "delay_days", .doc = "Added to the delay of invoices due in the window."},
                      shock.delay_days);
        each.factor({.name = "sales_multiplier", .doc = "On the amounts issued in the window."},
                    shock.sales_multiplier);
        each.factor({.name = "lgd",
                     .doc = "On the loss given default of buyers that fail in the window, which stays at most 100%.",
                     .fallback = "1"},
                    shock.lgd_multiplier);
        each.map_of({.name = "fx",
                     .doc = "On the exchange rate of a currency while it lasts, for every buyer.",
                     .on_demand = true},
                    "<currency>", nullptr, shock.fx, [](Visitor& i, double& multiplier) {
                      i.factor({.name = "",
                                .doc = "Multiplier of the value of one unit in base currency.",
                                .example = "85%",
                                .maximum = 1000,
                                .above_minimum = true},
                               multiplier);
                    });
        each.map_of({.name = "spillover", .doc = "Part of the effect that reaches another sector.", .on_demand = true},
                    "<sector>", nullptr, shock.spillover, [](Visitor& i, double& share) {
                      i.share({.name = "", .doc = "Share s: a multiplier m acts as 1 + s (m - 1).", .example = "40%"},
                              share);
                    });
      });
  for (auto& [name, config] : shocks) config.shock.name = name;
}

void describe_failures(Visitor& v, std::vector<FailureConfig>& failures) {
  v.list_of(
      {.name = "fail",
       .doc = "Buyers that fail on a day in every trial.",
       .example = "[{top: 3, by: exposure, on: 2026-02-02, cause: insolvency}]",
       .on_demand = true},
      failures, [](Visitor& item, FailureConfig& failure) {
        failure.where = item.here();
        item.section({.name = "", .doc = "One failure."}, [&](Visitor& each) {
          each.integer({.name = "top",
                        .doc = "The N largest buyers; this or buyers.",
                        .example = "3",
                        .on_demand = true,
                        .minimum = 1},
                       failure.top);
          enum class By { exposure };
          By by = By::exposure;
          each.choice({.name = "by", .doc = "What makes a buyer large: its open debt at as_of, or its exposure."}, by,
                      {{"exposure", By::exposure}});
          each.list_of(
              {.name = "buyers", .doc = "The buyers by id; this or top.", .example = "[B17, B20]", .on_demand = true},
              failure.buyers, [](Visitor& i, std::string& s) { i.text({.name = "", .doc = "A buyer's id."}, s); });
          each.date({.name = "on",
                     .doc = "The day of the failure, after as_of and inside the horizon.",
                     .example = "2026-02-02",
                     .required = true},
                    failure.on);
          each.choice(
              {.name = "cause", .doc = "What kind of default it is."}, failure.cause,
              {{"insolvency", DefaultCause::insolvency}, {"protracted_default", DefaultCause::protracted_default}});
          if (each.reading() && failure.top.has_value() == !failure.buyers.empty()) {
            each.reject("", "needs either top or buyers");
          }
        });
      });
}

}  // namespace delcredere::config
