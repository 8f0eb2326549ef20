// simulation and outputs.

#include "scenarios/config/config.h"

namespace delcredere::config {
namespace {

/// Ascending, without twins: they become a coordinate of the results.
void check_ascending(Visitor& v, const char* key, const std::vector<Decimal>& values) {
  for (std::size_t i = 1; i < values.size(); ++i) {
    if (values[i - 1].to_double() < values[i].to_double()) continue;
    v.reject(key, "is not ascending: " + values[i].text() + " after " + values[i - 1].text());
    return;
  }
  if (values.empty()) v.reject(key, "is empty");
}

}  // namespace

void describe_simulation(Visitor& v, SimulationSettings& simulation) {
  v.section({.name = "simulation", .doc = "How much is simulated.", .required = true}, [&](Visitor& inner) {
    inner.integer({.name = "trials",
                   .doc = "Number of trials.",
                   .example = "100000",
                   .required = true,
                   .minimum = 1,
                   .maximum = 9223372036854775808.0,
                   .below_maximum = true},
                  simulation.trials);
    inner.integer({.name = "seed",
                   .doc = "Seed of the random numbers: the same seed gives the same results.",
                   .example = "20260105",
                   .required = true},
                  simulation.seed);
    enum class Sampling { plain };
    Sampling sampling = Sampling::plain;
    inner.choice({.name = "sampling", .doc = "How the trials are drawn."}, sampling, {{"plain", Sampling::plain}});
  });
}

void describe_outputs(Visitor& v, OutputSettings& outputs) {
  v.section({.name = "outputs", .doc = "What the results show."}, [&](Visitor& inner) {
    inner.list_of({.name = "probabilities",
                   .doc = "Probabilities of the quantiles.",
                   .fallback = "[1%, 5%, 25%, 50%, 75%, 95%, 99%, 99.5%, 99.9%]"},
                  outputs.probabilities, [](Visitor& item, Decimal& p) {
                    item.share({.name = "",
                                .doc = "A probability.",
                                .minimum = 0,
                                .maximum = 1,
                                .above_minimum = true,
                                .below_maximum = true},
                               p);
                  });
    outputs.return_periods_given = false;
    inner.list(
        {.name = "return_periods",
         .doc = "Return periods in years; only where the horizon is one year (52 weeks to 366 days).",
         .fallback = "[2, 5, 10, 20, 50, 100, 200, 500]",
         .on_demand = true},
        [&] {
          outputs.return_periods.clear();
          outputs.return_periods_given = true;
        },
        [&](Visitor& item, std::size_t) {
          Decimal years{2, 0};
          item.number({.name = "", .doc = "Years.", .minimum = 1, .above_minimum = true}, years);
          if (item.reading()) outputs.return_periods.push_back(years);
        });
    inner.list(
        {.name = "detailed_policies",
         .doc = "Policies with daily cash and results by buyer and sector, a grid by its name; the others have loss "
                "statistics alone. Without this key: all of up to 10 policies, of more only 'none', which always has "
                "both.",
         .example = "[base]",
         .on_demand = true},
        [&] { outputs.detailed_policies.emplace(); },
        [&](Visitor& item, std::size_t) {
          std::string policy;
          item.text({.name = "", .doc = "A policy's name."}, policy);
          if (item.reading()) outputs.detailed_policies->push_back(policy);
        });
    static_assert(OutputSettings::kFewPolicies == 10, "the sentence above says so");
    inner.choice({.name = "trials", .doc = "Columns with one value per trial; auto: up to 256 MiB."}, outputs.trials,
                 {{"auto", TrialColumns::automatic}, {"on", TrialColumns::on}, {"off", TrialColumns::off}});
    if (!inner.reading()) return;
    check_ascending(inner, "probabilities", outputs.probabilities);
    check_ascending(inner, "return_periods", outputs.return_periods);
  });
}

}  // namespace delcredere::config
