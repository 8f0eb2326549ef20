// credit: who fails, together with whom, and what is lost.

#include "models/credit/student_map.h"
#include "models/credit/unit_gamma.h"
#include "scenarios/config/config.h"

namespace delcredere::config {
namespace {

void describe_factor_correlation(Visitor& v, FactorCorrelation& correlation) {
  v.either(
      {.name = "factor_correlation", .doc = "Correlation between the sector factors: one number, or a matrix."},
      [&](Visitor& inner) {
        inner.share({.name = "", .doc = "Common correlation of every two factors.", .minimum = -1}, correlation.common);
      },
      [&](Visitor& inner) {
        describe_correlation_matrix(inner, correlation,
                                    {.things = "factors",
                                     .order = "Names of the factors, in the order of the matrix.",
                                     .example = "[retail, construction]"});
      });
}

void describe_model(Visitor& v, DependenceParameters& dependence) {
  v.choice({.name = "model",
            .doc = "independent, a Gaussian or Student t copula of sector factors, or gamma sector multipliers "
                   "(CreditRisk+)."},
           dependence.model,
           {{"independent", DependenceModel::independent},
            {"gaussian", DependenceModel::gaussian},
            {"student_t", DependenceModel::student_t},
            {"gamma", DependenceModel::gamma}});
  v.number({.name = "degrees_of_freedom",
            .doc = "Model student_t: degrees of freedom; the fewer, the more buyers fail together in the worst years.",
            .aside = true,
            .minimum = kFewestDegrees,
            .maximum = kMostDegrees},
           dependence.degrees_of_freedom);
  v.choice({.name = "counts",
            .doc = "Model gamma: a buyer fails at most once (bernoulli), or a Poisson number of times as in the "
                   "published CreditRisk+ (books of exposures without insurance only).",
            .aside = true},
           dependence.counts, {{"bernoulli", DefaultCounts::bernoulli}, {"poisson", DefaultCounts::poisson}});
}

void describe_sector(Visitor& v, SectorDependence& sector) {
  double correlation = sector.asset_correlation;
  v.share({.name = "asset_correlation",
           .doc = "Share of the latent variable's variance that the sector's own factor explains; this or loadings.",
           .rival = "loadings"},
          correlation);
  std::map<std::string, double> loadings;
  v.map_of(
      {.name = "loadings", .doc = "Loadings on freely named factors; this or asset_correlation.", .on_demand = true},
      "<factor>", nullptr, loadings, [](Visitor& each, double& loading) {
        each.number({.name = "", .doc = "Loading on the factor.", .example = "0.4", .minimum = -1, .maximum = 1},
                    loading);
      });
  if (v.given("asset_correlation") && v.given("loadings")) {
    v.reject("loadings", "are given beside asset_correlation (allowed: one of the two)");
  }
  v.factor({.name = "volatility",
            .doc = "Model gamma: standard deviation of the sector's multiplier, whose mean is 1.",
            .aside = true,
            .maximum = kLargestVolatility},
           sector.volatility);
  v.share({.name = "weight",
           .doc = "Model gamma: share of the hazard of the sector's buyers that its multiplier moves; the rest is each "
                  "buyer's own, without variance.",
           .aside = true},
          sector.weight);
  sector.asset_correlation = correlation;
  sector.loadings.assign(loadings.begin(), loadings.end());
}

void describe_country_event(Visitor& v, CountryEventConfig& config) {
  Shock& event = config.event;
  v.share({.name = "annual_probability",
           .doc = "Probability of at least one stop that starts within a year.",
           .below_maximum = true},
          event.annual_probability);
  v.duration({.name = "duration", .doc = "How long it lasts.", .example = "6 months", .required = true, .minimum = 1},
             event.duration);
  v.date({.name = "start",
          .doc = "Fixed first day; without it random starts, or day 1 where it is certain.",
          .example = "2026-03-01",
          .on_demand = true},
         config.start);
  enum class Occurs { at_random, certain };
  Occurs occurs = event.certain ? Occurs::certain : Occurs::at_random;
  v.choice({.name = "occurs", .doc = "certain: exactly one stop, from start or day 1."}, occurs,
           {{"random", Occurs::at_random}, {"certain", Occurs::certain}});
  event.certain = occurs == Occurs::certain;
}

}  // namespace

void describe_credit(Visitor& v, CreditParameters& credit, CreditFiles& files,
                     std::map<std::string, CountryEventConfig>& country_events, const ConfigPlaces& places) {
  v.section({.name = "credit", .doc = "Who fails, together with whom, and what is lost."}, [&](Visitor& inner) {
    describe_grades(inner, credit);
    inner.share(
        {.name = "insolvency_share",
         .doc = "Probability that a default is an insolvency; the rest are protracted defaults. 100% in a book of "
                "exposures."},
        credit.insolvency_share);
    inner.section({.name = "dependence", .doc = "How defaults move together."}, [&](Visitor& d) {
      describe_model(d, credit.dependence);
      describe_factor_correlation(d, credit.dependence.factor_correlation);
      d.map_of({.name = "sectors", .doc = "Dependence by sector; 'default' serves the sectors that are not named."},
               "<sector>", "default", credit.dependence.sectors, describe_sector);
      describe_file(d,
                    {.name = "loadings",
                     .doc = "CSV file of buyers with loadings of their own, which replace their sector's: buyer_id, "
                            "factor, loading.",
                     .example = "loadings.csv",
                     .on_demand = true},
                    files.loadings, places);
      describe_file(d,
                    {.name = "weights",
                     .doc = "Model gamma: CSV file of buyers with weights of their own, which replace their sector's: "
                            "buyer_id, sector, weight.",
                     .example = "weights.csv",
                     .on_demand = true},
                    files.weights, places);
    });
    inner.section({.name = "contagion", .doc = "Failures that cause failures."}, [&](Visitor& c) {
      c.share({.name = "infection",
               .doc = "Probability that a buyer which fails by itself takes another one of its infection_group with it "
                      "(of the whole book where no buyer has a group)."},
              credit.contagion.infection);
      describe_file(c,
                    {.name = "links",
                     .doc = "CSV file of supply links: after the supplier's failure the customer's hazard is "
                            "multiplied: supplier_id, customer_id, hazard_multiplier.",
                     .example = "links.csv",
                     .on_demand = true},
                    files.links, places);
    });
    inner.map_of(
        {.name = "country_events",
         .doc = "Stops of all payments from a country: none arrives while it lasts, all come the day after; no "
                "buyer fails by it.",
         .on_demand = true},
        "<country>", nullptr, country_events, describe_country_event);
    for (auto& [name, config] : country_events) config.event.name = name;
    inner.map_of(
        {.name = "lgd", .doc = "Loss given default by sector; 'default' serves the sectors that are not named."},
        "<sector>", "default", credit.lgd, describe_lgd);
    describe_securities(inner, files, places);
    describe_migration(inner, credit, files, places);
  });
}

}  // namespace delcredere::config
