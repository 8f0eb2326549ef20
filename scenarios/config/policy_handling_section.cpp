// insurance.<policy>: handling of claims, the state of a running policy year, bonus and malus, who is insured, what the
// insurer does to limits.

#include <algorithm>

#include "scenarios/config/policy_sections.h"

namespace delcredere::config {
namespace {

constexpr Day kLongestHandling = 36'500;

/// A fixed duration, or "within so many days: share" by point.
void describe_days(Visitor& v, const Key& key, Day& fixed, std::optional<ClaimDelay>& law) {
  v.either(
      key, [&](Visitor& plain) { plain.duration({.name = "", .doc = "The same days for every claim."}, fixed); },
      [&](Visitor& map) {
        ClaimDelay points;
        map.table({.name = "", .doc = "Share of the claims that are through within the days."}, "<days>", nullptr,
                  [&](Visitor& each, const std::string& name) {
                    DelayPoint point;
                    each.share({.name = "", .doc = "Share of the claims.", .example = "90%"}, point.share);
                    if (!each.reading()) return;
                    const std::optional<Span> span = parse_span(name);
                    if (!span || span->days() < 0 || span->days() > kLongestHandling) {
                      each.reject("", "is not a number of days, got '" + name + "' (allowed: such as 30 days)");
                      return;
                    }
                    point.days = static_cast<Day>(span->days());
                    points.points.push_back(point);
                  });
        if (!map.reading()) return;
        std::sort(points.points.begin(), points.points.end(),
                  [](const DelayPoint& a, const DelayPoint& b) { return a.days < b.days; });
        if (const char* fault = claim_delay_fault(points); *fault != 0)
          map.reject("", fault);
        else
          law = std::move(points);
      });
}

void describe_clause(Visitor& v, const Key& key, std::optional<LossRatioClause>& clause, const char* ratio_doc) {
  v.optional_section(key, clause, [&](Visitor& inner, LossRatioClause& into) {
    inner.share({.name = "loss_ratio", .doc = ratio_doc, .example = "30%", .required = true, .maximum = 100},
                into.loss_ratio);
    inner.share({.name = "share", .doc = "Share of the year's premium.", .example = "20%", .required = true},
                into.share);
  });
}

}  // namespace

void describe_claims_handling(Visitor& v, PolicyTerms& terms) {
  describe_days(v,
                {.name = "settlement",
                 .doc = "From the filing of a claim to its payment: days, or shares of the claims by days."},
                terms.settlement, terms.settlement_law);
  describe_days(v,
                {.name = "filing_lag",
                 .doc = "From the date of loss to the filing of a claim: days, or shares of the claims by days."},
                terms.filing_lag, terms.filing_law);
  v.duration({.name = "filing_deadline",
              .doc = "A claim filed later than this after the date of loss is not paid; needs a random filing_lag.",
              .example = "60 days",
              .on_demand = true},
             terms.filing_deadline);
  if (!v.reading() || !terms.filing_deadline) return;
  if (!terms.filing_law) {
    v.reject("filing_deadline", "does not apply to policy '" + terms.name +
                                    "': its filing_lag is not random (allowed: filing_lag: {30 days: 90%, ...})");
  } else if (*terms.filing_deadline >= terms.filing_law->longest()) {
    v.reject("filing_deadline", "never acts in policy '" + terms.name + "': no claim is filed later");
  }
}

void describe_clauses(Visitor& v, Premium& premium) {
  describe_clause(v, {.name = "bonus", .doc = "A share of the premium comes back after a good policy year."},
                  premium.bonus, "Below this loss ratio, claims net of recoveries over premium.");
  describe_clause(v, {.name = "malus", .doc = "A share of the premium is due besides after a bad policy year."},
                  premium.malus, "Above this loss ratio, claims net of recoveries over premium.");
  if (!v.reading() || !premium.bonus || !premium.malus) return;
  if (premium.bonus->loss_ratio.to_double() > premium.malus->loss_ratio.to_double())
    v.reject("malus", "begins below the loss ratio of the bonus");
}

void describe_state(Visitor& v, PolicyConfig& policy, const ConfigPlaces& places) {
  PolicyState& state = policy.terms.state;
  v.section({.name = "state",
             .doc = "A start in mid-term: what losses up to as_of have used of the policy year that contains as_of.",
             .on_demand = true},
            [&](Visitor& inner) {
              inner.amount({.name = "aggregate_first_loss_used", .doc = "Of the aggregate first loss."},
                           state.aggregate_first_loss_used);
              inner.amount({.name = "liability_used", .doc = "Of the maximum liability: claims paid or agreed."},
                           state.liability_used);
              inner.map_of({.name = "country_cap_used", .doc = "Of the country caps.", .on_demand = true}, "<country>",
                           nullptr, state.country_cap_used, [](Visitor& each, Money& amount) {
                             each.amount({.name = "", .doc = "Used.", .example = "100000"}, amount);
                           });
              inner.amount({.name = "premium_paid",
                            .doc = "Premium paid for that year so far; without this key the advances that were due.",
                            .example = "20000",
                            .on_demand = true},
                           state.premium_paid);
              describe_file(inner,
                            {.name = "open_claims",
                             .doc = "CSV file of claims of losses up to as_of (date_of_loss, paid, cash_date); those "
                                    "with a cash_date after as_of are cash to come.",
                             .example = "claims.csv",
                             .on_demand = true},
                            policy.open_claims, places);
              policy.has_state = inner.reading();
            });
}

void describe_limit_actions(Visitor& v, PolicyConfig& policy) {
  v.list_of(
      {.name = "limit_actions",
       .doc = "What the insurer does to a buyer's limit when a re-rating (credit.migration) lowers its grade; for "
              "later shipments only.",
       .example = "[{below: B, notice: 30 days, cut: 50%}]",
       .on_demand = true},
      policy.limit_actions, [](Visitor& item, LimitActionConfig& each) {
        item.section({.name = "", .doc = "One action."}, [&](Visitor& inner) {
          inner.text({.name = "below",
                      .doc = "A grade of the matrix: a fall from it, or from a better one, to a worse one sets "
                             "the action off.",
                      .example = "B",
                      .required = true},
                     each.below);
          inner.duration({.name = "notice",
                          .doc = "From that review to the first shipment with the smaller limit.",
                          .example = "30 days",
                          .maximum = 36'500},
                         each.action.notice);
          inner.share({.name = "cut",
                       .doc = "Share of the limit that is taken off; 100% cancels it.",
                       .example = "50%",
                       .above_minimum = true},
                      each.action.cut);
        });
      });
}

void describe_insured_buyers(Visitor& v, PolicyConfig& policy) {
  v.either(
      {.name = "insured_buyers",
       .doc = "Only these buyers are insured: a list, or the top share by sales.",
       .example = "[B17, B20]",
       .on_demand = true},
      [&](Visitor& plain) {
        plain.list(
            {.name = "", .doc = "Ids of buyers."}, [&] { policy.insured_buyers.emplace(); },
            [&](Visitor& item, std::size_t) {
              std::string buyer;
              item.text({.name = "", .doc = "A buyer's id."}, buyer);
              if (item.reading()) policy.insured_buyers->push_back(buyer);
            });
      },
      [&](Visitor& map) {
        enum class By { sales };
        By by = By::sales;
        map.share({.name = "top",
                   .doc = "Share of the buyers, rounded up to whole ones.",
                   .example = "20%",
                   .required = true,
                   .above_minimum = true},
                  policy.insured_top);
        map.choice({.name = "by", .doc = "Amounts issued in the 365 days up to as_of and up to the horizon."}, by,
                   {{"sales", By::sales}});
      });
}

}  // namespace delcredere::config
