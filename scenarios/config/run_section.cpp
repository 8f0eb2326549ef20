// simulation and outputs.

#include <algorithm>

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

void describe_importance(Visitor& v, ImportanceTarget& target) {
  v.amount({.name = "loss",
            .doc = "Gross loss whose exceedance is to be seen often.",
            .example = "2000000",
            .on_demand = true,
            .above_minimum = true},
           target.loss);
  v.share({.name = "probability",
           .doc = "The loss exceeded with this probability, in place of `loss`.",
           .example = "0.1%",
           .on_demand = true,
           .maximum = 0.5,
           .above_minimum = true},
          target.probability);
  if (v.reading() && target.loss.has_value() == target.probability.has_value())
    v.reject("", "needs either loss or probability");
}

/// "retained_var99.5": component, then mean, var or es with a percentage. False where it is none.
bool read_measure(const std::string& measure, StopRule& rule) {
  static const char* const components[] = {"gross", "claims", "insured", "retained", "recovered"};
  const std::size_t cut = measure.find('_');
  if (cut == std::string::npos) return false;
  const auto found = std::find(std::begin(components), std::end(components), measure.substr(0, cut));
  if (found == std::end(components)) return false;
  rule.component = static_cast<std::size_t>(found - std::begin(components));
  std::string statistic = measure.substr(cut + 1);
  if (statistic == "mean") {
    rule.statistic = StopRule::Statistic::mean;
    return true;
  }
  const bool shortfall = statistic.rfind("es", 0) == 0;
  if (!shortfall && statistic.rfind("var", 0) != 0) return false;
  rule.statistic = shortfall ? StopRule::Statistic::expected_shortfall : StopRule::Statistic::value_at_risk;
  statistic.erase(0, shortfall ? 2 : 3);
  const std::optional<Decimal> percent = Decimal::parse_share(statistic + "%");
  if (!percent || !(percent->to_double() > 0.0 && percent->to_double() < 1.0)) return false;
  rule.probability = *percent;
  return true;
}

void describe_stop_rule(Visitor& v, StopRule& rule) {
  std::string measure;
  v.text({.name = "measure",
          .doc = "gross, claims, insured, retained or recovered, then _mean, _var or _es with a percentage: "
                 "retained_var99, gross_mean, retained_es99.5.",
          .example = "retained_var99",
          .required = true},
         measure);
  v.text({.name = "policy", .doc = "Policy of the figure; none = no insurance."}, rule.policy);
  v.text({.name = "scenario",
          .doc = "Scenario of the figure; the first unless given.",
          .example = "base",
          .on_demand = true},
         rule.scenario);
  v.share(
      {.name = "relative_error", .doc = "Standard error over the figure at which the run ends.", .above_minimum = true},
      rule.relative_error);
  v.integer({.name = "max_trials",
             .doc = "No more trials than this.",
             .example = "5000000",
             .required = true,
             .minimum = 1,
             .maximum = 9223372036854775808.0,
             .below_maximum = true},
            rule.max_trials);
  if (v.reading() && !measure.empty() && !read_measure(measure, rule))
    v.reject("measure", "got '" + measure +
                            "' (allowed: gross, claims, insured, retained or recovered, then _mean, "
                            "_var or _es with a percentage: retained_var99)");
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
    inner.choice(
        {.name = "sampling",
         .doc = "How the systematic factors of the trials are drawn; all but plain reduce the variance of some "
                "estimates, and report by how much."},
        simulation.sampling,
        {{"plain", SamplingMethod::plain},
         {"antithetic", SamplingMethod::antithetic},
         {"stratified", SamplingMethod::stratified},
         {"sobol", SamplingMethod::sobol},
         {"importance", SamplingMethod::importance}});
    inner.integer(
        {.name = "strata",
         .doc = "stratified: equally likely strata of the direction of the factors that moves losses most (100 "
                "unless given); the trials are a multiple of it.",
         .example = "100",
         .on_demand = true,
         .minimum = 2,
         .maximum = 65536},
        simulation.strata);
    inner.integer({.name = "replicates",
                   .doc = "sobol: independent scramblings (16 unless given), from which errors come; the trials are "
                          "replicates times a power of two.",
                   .example = "16",
                   .on_demand = true,
                   .minimum = 16,
                   .maximum = 65536},
                  simulation.replicates);
    inner.optional_section({.name = "importance", .doc = "importance: what the sampling aims at."},
                           simulation.importance, describe_importance);
    inner.flag({.name = "control_variate",
                .doc = "Expected losses also corrected by the gross loss, whose mean is known in closed form; books of "
                       "exposures only.",
                .example = "true",
                .on_demand = true},
               simulation.control_variate);
    inner.optional_section(
        {.name = "stop_when",
         .doc = "Runs until a figure is known well enough: `trials` trials at a time, in whole blocks, "
                "until its relative error is small enough or max_trials would be passed."},
        simulation.stop_when, describe_stop_rule);
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
