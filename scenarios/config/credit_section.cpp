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
        inner.texts({.name = "order",
                     .doc = "Names of the factors, in the order of the matrix.",
                     .example = "[retail, construction]",
                     .required = true},
                    correlation.order);
        inner.choice(
            {.name = "repair",
             .doc = "What becomes of a matrix that is not positive semi-definite: no = an error; nearest = the "
                    "nearest correlation matrix takes its place, with a warning."},
            correlation.repair, {{"no", false}, {"nearest", true}});
        std::vector<std::size_t> widths;
        correlation.matrix.clear();
        inner.list(
            {.name = "matrix",
             .doc = "Rows of the correlation matrix.",
             .example = "[[1, 40%], [40%, 1]]",
             .required = true},
            [] {},
            [&](Visitor& row, std::size_t) {
              std::vector<double> values;
              row.list_of({.name = "", .doc = "One row."}, values, [](Visitor& cell, double& value) {
                cell.share({.name = "", .doc = "Correlation.", .minimum = -1}, value);
              });
              widths.push_back(values.size());
              correlation.matrix.insert(correlation.matrix.end(), values.begin(), values.end());
            });
        if (!inner.reading() || correlation.order.empty()) return;
        const std::size_t size = correlation.order.size();
        const auto wrong = [&](const std::string& what) {
          inner.reject("matrix", what);
          correlation.matrix.assign(size * size, 0.0);
        };
        if (widths.size() != size) {
          wrong("has " + std::to_string(widths.size()) + " rows, but order names " + std::to_string(size) + " factors");
          return;
        }
        for (std::size_t i = 0; i < size; ++i) {
          if (widths[i] == size) continue;
          wrong("row " + std::to_string(i + 1) + " has " + std::to_string(widths[i]) +
                " values (allowed: " + std::to_string(size) + ", one for each name in order)");
          return;
        }
        for (std::size_t i = 0; i < size; ++i) {
          if (correlation.matrix[i * size + i] != 1.0) {
            inner.reject("matrix", "the diagonal of '" + correlation.order[i] + "' is not 1");
          }
          for (std::size_t j = 0; j < i; ++j) {
            if (correlation.order[i] == correlation.order[j]) {
              inner.reject("order", "names '" + correlation.order[i] + "' twice");
            }
            if (correlation.matrix[i * size + j] == correlation.matrix[j * size + i]) continue;
            inner.reject("matrix", "is not symmetric: '" + correlation.order[i] + "' with '" + correlation.order[j] +
                                       "' is " + number_text(correlation.matrix[i * size + j]) + " and " +
                                       number_text(correlation.matrix[j * size + i]));
          }
        }
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
