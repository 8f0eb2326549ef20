// insurance: the policies, term by term.

#include "scenarios/config/policy_sections.h"

namespace delcredere::config {
namespace {

/// A column of the buyers file goes by our name; the file's own header is mapped under portfolio.
bool takes_column(Visitor& v, const char* ours, const char* doc) {
  std::string column;
  v.text({.name = "column", .doc = doc, .example = ours, .on_demand = true}, column);
  if (v.reading() && !column.empty() && column != ours) {
    v.reject("column", "is not a column for this, got '" + column + "' (allowed: " + ours +
                           "). Map the file's own header with portfolio.buyers: {file: ..., columns: {" + ours + ": " +
                           column + "}}");
  }
  return !column.empty();
}

void describe_percentage(Visitor& v, InsuredPercentage& percentage) {
  v.either(
      {.name = "insured_percentage", .doc = "Share of an insured loss that the insurer bears."},
      [&](Visitor& plain) {
        plain.share({.name = "", .doc = "Insured percentage of every buyer and cause."}, percentage.policy);
      },
      [&](Visitor& map) {
        map.share({.name = "default", .doc = "Where neither buyer nor cause says otherwise."}, percentage.policy);
        map.section({.name = "causes", .doc = "By cause of loss.", .on_demand = true}, [&](Visitor& causes) {
          causes.share({.name = "insolvency", .doc = "Of insolvencies.", .example = "90%", .on_demand = true},
                       percentage.insolvency);
          causes.share(
              {.name = "protracted_default", .doc = "Of protracted defaults.", .example = "85%", .on_demand = true},
              percentage.protracted_default);
          causes.share({.name = "political", .doc = "Of political causes.", .example = "85%", .on_demand = true},
                       percentage.political);
        });
        percentage.column =
            takes_column(map, "insured_percentage",
                         "insured_percentage: that column of the buyers file counts where a buyer has one.");
      });
}

void describe_limits(Visitor& v, PolicyConfig& policy, const ConfigPlaces& places) {
  Limits& limits = policy.terms.limits;
  v.section({.name = "limits",
             .doc = "Insured limits of the buyers; without this key every debt is insured.",
             .on_demand = true},
            [&](Visitor& inner) {
              limits.present = true;
              limits.column =
                  takes_column(inner, "insured_limit", "insured_limit: the limits in that column of the buyers file.");
              describe_file(inner,
                            {.name = "file",
                             .doc = "CSV file of dated limits: buyer_id, from, amount.",
                             .example = "limits.csv",
                             .on_demand = true},
                            policy.limits_file, places);
              inner.optional_section(
                  {.name = "discretionary", .doc = "Limit of the buyers without a decision; without this key it is 0."},
                  limits.discretionary, [](Visitor& each, DiscretionaryLimit& limit) {
                    each.amount({.name = "amount", .doc = "The limit.", .example = "20000", .required = true},
                                limit.amount);
                    each.share({.name = "insured_percentage",
                                .doc = "Its own insured percentage.",
                                .example = "80%",
                                .on_demand = true},
                               limit.insured_percentage);
                  });
              inner.text({.name = "excess_of",
                          .doc = "Top-up: these limits stand above those of the named policy.",
                          .example = "primary",
                          .on_demand = true},
                         limits.excess_of);
            });
}

void describe_deductible(Visitor& v, const Key& key, Deductible& deductible) {
  v.section(key, [&](Visitor& inner) {
    inner.amount({.name = "amount", .doc = "The deductible."}, deductible.amount);
    inner.choice({.name = "basis", .doc = "Deducted from the loss, or from the indemnity."}, deductible.basis,
                 {{"loss", DeductibleBasis::loss}, {"indemnity", DeductibleBasis::indemnity}});
  });
}

void describe_caps(Visitor& v, Key key, const char* placeholder, CapTable& caps) {
  key.on_demand = true;
  v.either(
      key,
      [&](Visitor& plain) {
        plain.amount({.name = "", .doc = "The cap of each.", .example = "100000"}, caps.fallback);
      },
      [&](Visitor& map) {
        map.table({.name = "", .doc = "By name; 'default' serves the others."}, placeholder, nullptr,
                  [&](Visitor& each, const std::string& name) {
                    Money amount = 0;
                    each.amount({.name = "", .doc = "The cap.", .example = "100000"}, amount);
                    if (name == "default") {
                      caps.fallback = amount;
                    } else {
                      caps.by_key[name] = amount;
                    }
                  });
      });
}

void describe_causes(Visitor& v, PolicyTerms& terms) {
  v.section(
      {.name = "causes",
       .doc = "Insured causes of loss; a cause not listed is off. Without this key insolvency and protracted default "
              "are on with their usual waits.",
       .on_demand = true},
      [&](Visitor& inner) {
        const auto cause = [&](const Key& key, std::optional<CauseTerms>& target, CauseTerms usual) {
          target.reset();
          inner.section(key, [&](Visitor& each) {
            CauseTerms given = usual;
            each.duration({.name = "wait", .doc = "Waiting period."}, given.wait);
            target = given;
          });
        };
        cause({.name = "insolvency", .doc = "The date of loss is the insolvency plus the wait.", .on_demand = true},
              terms.insolvency, CauseTerms{0});
        cause({.name = "protracted_default",
               .doc = "The date of loss is the original due date plus the wait.",
               .on_demand = true},
              terms.protracted_default, CauseTerms{180});
        cause({.name = "political",
               .doc = "A stop of the payments from the buyer's country (credit.country_events): for what is due by its "
                      "end, the date of loss is the later of due date and first day of the stop, plus the wait.",
               .on_demand = true},
              terms.political, CauseTerms{180});
        if (inner.reading() && !terms.insolvency && !terms.protracted_default && !terms.political) {
          inner.reject("", "lists no cause: the policy can never pay");
        }
      });
}

void describe_premium(Visitor& v, Premium& premium) {
  v.section({.name = "premium", .doc = "The price; without this key it is 0.", .on_demand = true}, [&](Visitor& inner) {
    inner.share({.name = "rate_on_turnover",
                 .doc = "Rate on the insured turnover; this, rate_on_balance or flat.",
                 .example = "0.25%",
                 .on_demand = true},
                premium.rate_on_turnover);
    inner.share({.name = "rate_on_balance",
                 .doc = "Rate a year on the average insured balance of the month ends; this, rate_on_turnover or flat.",
                 .example = "1.2%",
                 .on_demand = true},
                premium.rate_on_balance);
    inner.amount({.name = "flat",
                  .doc = "Fixed premium of a policy year; this or a rate.",
                  .example = "40000",
                  .on_demand = true},
                 premium.flat);
    inner.amount({.name = "minimum", .doc = "Least premium of a policy year.", .on_demand = true}, premium.minimum);
    describe_clauses(inner, premium);
    if (!inner.reading()) return;
    if (premium.rate_on_turnover && premium.flat)
      inner.reject("flat", "is given beside rate_on_turnover (allowed: one of the two)");
    if (premium.rate_on_balance && premium.flat)
      inner.reject("flat", "is given beside rate_on_balance (allowed: one of the two)");
    if (premium.rate_on_balance && premium.rate_on_turnover)
      inner.reject("rate_on_balance", "is given beside rate_on_turnover (allowed: one of the two)");
    if (premium.flat && premium.minimum > 0) inner.reject("minimum", "does not apply to a flat premium");
  });
}

void describe_policy(Visitor& v, PolicyConfig& policy, const ConfigPlaces& places) {
  PolicyTerms& terms = policy.terms;
  v.text({.name = "currency",
          .doc = "Currency of the policy's amounts and limits: the base currency, or one of exchange_rates.",
          .example = "EUR",
          .on_demand = true},
         policy.currency);
  v.section({.name = "cover", .doc = "What time is covered."}, [&](Visitor& inner) {
    inner.date({.name = "from",
                .doc = "First day of the first policy year; as_of where it is not given.",
                .example = "2026-01-05",
                .on_demand = true},
               policy.from);
    inner.integer({.name = "years", .doc = "Policy years that follow each other.", .minimum = 1, .maximum = 100},
                  terms.cover.years);
    inner.choice({.name = "basis", .doc = "Which date must lie inside: that of the loss, or that of the shipment."},
                 terms.cover.basis,
                 {{"losses_occurring", CoverBasis::losses_occurring}, {"risk_attaching", CoverBasis::risk_attaching}});
  });
  describe_percentage(v, terms.insured_percentage);
  describe_limits(v, policy, places);
  describe_limit_actions(v, policy);
  v.duration({.name = "max_terms",
              .doc = "Invoices granted longer terms are not insured.",
              .example = "180 days",
              .on_demand = true},
             terms.max_terms);
  v.duration(
      {.name = "max_extension",
       .doc = "A shipment is not insured while an invoice of the buyer is unpaid longer than this after its due date.",
       .example = "60 days",
       .on_demand = true},
      terms.max_extension);
  describe_causes(v, terms);
  v.optional_section(
      {.name = "pre_shipment",
       .doc = "Orders in production when the buyer becomes insolvent are insured at what they have cost by then."},
      terms.pre_shipment, [](Visitor& inner, PreShipment& cover) {
        inner.duration({.name = "production",
                        .doc = "How long before its shipment the production of an order begins.",
                        .example = "60 days",
                        .required = true,
                        .minimum = 1},
                       cover.production);
        inner.share({.name = "cost_share", .doc = "Cost of a finished order as a share of its amount, spent evenly."},
                    cover.cost_share);
      });
  v.optional_section({.name = "goods_rejection",
                      .doc = "Goods that the buyer rejects (payment.rejections) are insured for what their resale does "
                             "not bring; each rejection is a loss of its own."},
                     terms.goods_rejection, [](Visitor& inner, GoodsRejection& cover) {
                       inner.share({.name = "insured_percentage",
                                    .doc = "Of rejections, in the place of a cause's; the policy's where not given.",
                                    .example = "80%",
                                    .on_demand = true},
                                   cover.insured_percentage);
                     });
  v.amount(
      {.name = "non_qualifying_loss", .doc = "Franchise: a buyer's loss not above it pays nothing and erodes nothing."},
      terms.non_qualifying_loss);
  describe_deductible(v, {.name = "each_first_loss", .doc = "Deductible of every buyer's loss."},
                      terms.each_first_loss);
  describe_deductible(v, {.name = "aggregate_first_loss", .doc = "Deductible of a policy year."},
                      terms.aggregate_first_loss);
  v.amount({.name = "minimum_retention", .doc = "The insured keeps at least this of every buyer's loss."},
           terms.minimum_retention);
  describe_caps(v, {.name = "buyer_cap", .doc = "Most that is paid for a buyer: an amount, or one by buyer id."},
                "<buyer>", terms.buyer_cap);
  describe_caps(
      v, {.name = "country_cap", .doc = "Most that is paid for a country and policy year: an amount, or by country."},
      "<country>", terms.country_cap);
  v.optional_section(
      {.name = "maximum_liability", .doc = "Most that is paid in a policy year."}, terms.maximum_liability,
      [](Visitor& inner, MaximumLiability& liability) {
        inner.amount(
            {.name = "amount", .doc = "As an amount; this or times_premium.", .example = "1500000", .on_demand = true},
            liability.amount);
        inner.number({.name = "times_premium",
                      .doc = "As a multiple of the provisional premium.",
                      .example = "30",
                      .on_demand = true,
                      .minimum = 0,
                      .above_minimum = true},
                     liability.times_premium);
        inner.flag({.name = "reinstate", .doc = "Recoveries of the insurer refill it."}, liability.reinstate);
        if (inner.reading() && liability.amount.has_value() == liability.times_premium.has_value()) {
          inner.reject("", "needs either amount or times_premium");
        }
      });
  describe_premium(v, terms.premium);
  describe_claims_handling(v, terms);
  v.section({.name = "recoveries", .doc = "How recoveries are shared."}, [&](Visitor& inner) {
    inner.choice({.name = "sharing", .doc = "Who gets what part of a recovery."}, terms.sharing,
                 {{"pro_rata_total", RecoverySharing::pro_rata_total},
                  {"insured_debt_first", RecoverySharing::insured_debt_first},
                  {"insurer_first", RecoverySharing::insurer_first},
                  {"insured_first", RecoverySharing::insured_first}});
    inner.share({.name = "cost", .doc = "Cost of collection as a share of a recovery."}, terms.recovery_cost);
  });
  v.texts({.name = "excluded_countries",
           .doc = "Buyers of these countries are not insured.",
           .example = "[XX]",
           .on_demand = true},
          terms.excluded_countries);
  v.texts({.name = "excluded_buyers", .doc = "These buyers are not insured.", .example = "[B17]", .on_demand = true},
          policy.excluded_buyers);
  describe_insured_buyers(v, policy);
  describe_state(v, policy, places);
  describe_treaties(v, terms);
}

}  // namespace

void describe_insurance(Visitor& v, Config& config, const ConfigPlaces& places) {
  v.table(
      {.name = "insurance",
       .doc = "Policies by name; all are reckoned side by side, next to 'none'. A list where a term takes a number, a "
              "share, a duration or a word makes a grid: one policy for every combination.",
       .on_demand = true},
      "<policy>", nullptr, [&](Visitor& each, const std::string& name) {
        PolicyConfig policy;
        policy.terms.name = name;
        describe_policy(each, policy, places);
        if (!each.reading()) return;
        if (name == "none") each.reject("", "the name 'none' is reserved for no insurance");
        config.insurance.emplace_back(name, std::move(policy));
      });
}

}  // namespace delcredere::config
