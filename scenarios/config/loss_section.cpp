// credit.lgd, credit.securities, credit.migration: what is lost, what secures it, how grades move.

#include "scenarios/config/config.h"

namespace delcredere::config {

void describe_lgd(Visitor& v, LgdLaw& law) {
  v.share({.name = "mean", .doc = "Mean of the loss given default, as a share of the debt."}, law.mean);
  v.share({.name = "standard_deviation", .doc = "Its standard deviation (beta distribution); 0 = constant."},
          law.standard_deviation);
  v.share({.name = "factor_link",
           .doc = "Correlation between the normal variable behind the loss given default and the bad states of the "
                  "buyer's sector: above 0, defaults in bad states cost more. Needs a standard deviation.",
           .minimum = -1},
          law.factor_link);
  v.duration({.name = "recovery_lag", .doc = "From the default to the recovery."}, law.recovery_lag);
  if (!v.reading()) return;
  const double variance = law.standard_deviation * law.standard_deviation;
  if (law.standard_deviation > 0 && variance >= law.mean * (1 - law.mean)) {
    v.reject("standard_deviation", "is too large for the mean: its square " + number_text(variance) +
                                       " is not below mean x (1 - mean) = " + number_text(law.mean * (1 - law.mean)));
  }
  if (law.factor_link != 0 && law.standard_deviation <= 0)
    v.reject("factor_link", "has nothing to move: standard_deviation is 0, so the loss given default is constant");
}

void describe_securities(Visitor& v, CreditFiles& files, const ConfigPlaces& places) {
  describe_file(v,
                {.name = "securities",
                 .doc = "CSV file of guarantees, pledges and retention of title: buyer_id, kind, guarantor, annual_pd, "
                        "sector, amount, percentage, haircut, days.",
                 .example = "guarantees.csv",
                 .on_demand = true},
                files.securities, places);
  v.duration({.name = "security_lag",
              .doc = "From the default to the money of a security whose row says no days, and of the buyers' column "
                     "guarantee."},
             files.security_lag);
}

void describe_migration(Visitor& v, CreditParameters& credit, CreditFiles& files, const ConfigPlaces& places) {
  v.section({.name = "migration", .doc = "Re-rating of the buyers that have a grade.", .on_demand = true},
            [&](Visitor& m) {
              describe_file(m,
                            {.name = "matrix",
                             .doc = "CSV file of a yearly transition matrix: a row for each grade (column from), a "
                                    "column for each grade from best to worst, and one for default.",
                             .example = "migration.csv",
                             .required = true},
                            files.migration, places);
              m.duration({.name = "every", .doc = "Time between two reviews.", .minimum = 1}, files.migration_every);
              m.choice({.name = "factors",
                        .doc = "What moves the grades of many buyers together: static = the factors of the horizon, "
                               "which also drive defaults; per_review = factors of their own at every review."},
                       credit.migration.per_review, {{"static", false}, {"per_review", true}});
              m.map_of({.name = "segments",
                        .doc = "Payment segment of planned invoices by the buyer's grade on their issue day; with "
                               "another grade, or without one, a buyer keeps its own segment.",
                        .example = "{D: slow, E: slow}",
                        .on_demand = true},
                       "<grade>", nullptr, credit.migration.segments, [](Visitor& each, std::string& segment) {
                         each.text({.name = "", .doc = "A segment of payment.segments.", .example = "slow"}, segment);
                       });
            });
}

}  // namespace delcredere::config
