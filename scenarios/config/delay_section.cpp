// payment.segments: the laws of delays.

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "models/payment/delay_families.h"
#include "models/payment/delay_table.h"
#include "scenarios/config/config.h"
#include "scenarios/config/weekdays.h"

namespace delcredere::config {
namespace {

enum class Family { lognormal, weibull, gamma, empirical, mixture };

Family family_of(const DelayFamily& family) { return static_cast<Family>(family.index()); }

/// The keys of a family as written; made into a law when all are read.
struct FamilyKeys {
  Family family = Family::lognormal;
  double mean = 18.0, standard_deviation = 22.0;
  std::optional<double> shape, scale;
  std::map<std::string, double> quantiles;
  std::vector<MixtureDelay::Component> components;
};

const std::vector<std::pair<const char*, Family>> kSimpleFamilies{{"lognormal", Family::lognormal},
                                                                  {"weibull", Family::weibull},
                                                                  {"gamma", Family::gamma},
                                                                  {"empirical", Family::empirical}};

std::vector<std::pair<const char*, Family>> all_families() {
  auto families = kSimpleFamilies;
  families.emplace_back("mixture", Family::mixture);
  return families;
}

void describe_numbers(Visitor& v, FamilyKeys& keys) {
  v.days({.name = "mean",
          .doc = "Mean of the continuous law, before rounding up to whole days (lognormal, weibull, gamma).",
          .above_minimum = true},
         keys.mean);
  v.days({.name = "standard_deviation", .doc = "Standard deviation of the continuous law, likewise."},
         keys.standard_deviation);
  v.number({.name = "shape",
            .doc = "Shape of a weibull or gamma law, with scale in place of mean and standard_deviation.",
            .example = "1.4",
            .on_demand = true,
            .minimum = 0.05,
            .maximum = 1000},
           keys.shape);
  v.days({.name = "scale",
          .doc = "Scale of a weibull or gamma law.",
          .example = "20 days",
          .on_demand = true,
          .above_minimum = true},
         keys.scale);
  v.map_of({.name = "quantiles",
            .doc = "Days by probability of an empirical law, straight lines between them; 100% is needed, 0% is 0 days "
                   "unless given. Equal days at two probabilities are a point mass.",
            .example = "{50%: 10 days, 90%: 40 days, 100%: 120 days}",
            .on_demand = true},
           "<probability>", nullptr, keys.quantiles, [](Visitor& each, double& days) {
             each.days({.name = "",
                        .doc = "Days after the due date; negative before it.",
                        .example = "10 days",
                        .minimum = kMinDelay,
                        .maximum = kMaxDelay},
                       days);
           });
}

EmpiricalDelay empirical_of(Visitor& v, const FamilyKeys& keys) {
  EmpiricalDelay law;
  for (const auto& [name, days] : keys.quantiles) {
    const auto p = parse_share(name);
    if (!p || *p < 0.0 || *p > 1.0) {
      v.reject("quantiles", fmt::format("'{}' is no probability (allowed: from 0% to 100%)", name));
      return {{{0.0, 0.0}, {1.0, 0.0}}};
    }
    law.quantiles.push_back({*p, days});
  }
  std::sort(law.quantiles.begin(), law.quantiles.end(),
            [](const auto& a, const auto& b) { return a.probability < b.probability; });
  if (law.quantiles.empty() || law.quantiles.back().probability < 1.0) {
    v.reject(v.given("quantiles") ? "quantiles" : "", "an empirical law needs its quantiles up to 100%");
    return {{{0.0, 0.0}, {1.0, 0.0}}};
  }
  if (law.quantiles.front().probability > 0.0) law.quantiles.insert(law.quantiles.begin(), {0.0, 0.0});
  for (std::size_t i = 1; i < law.quantiles.size(); ++i) {
    const auto &low = law.quantiles[i - 1], &high = law.quantiles[i];
    if (low.probability == high.probability)
      v.reject("quantiles", fmt::format("{} is given twice", percent_text(high.probability)));
    if (low.days > high.days)
      v.reject("quantiles",
               fmt::format(
                   "falls from {} days at {} to {} days at {}{}", number_text(low.days), percent_text(low.probability),
                   number_text(high.days), percent_text(high.probability),
                   i == 1 && !keys.quantiles.contains("0%") && low.days == 0.0 ? " (0% is 0 days unless given)" : ""));
  }
  return law;
}

/// Shape and scale, or mean and standard deviation.
template <class Law, class Make>
Law shaped(Visitor& v, const FamilyKeys& keys, const Make& make) {
  if (keys.shape && keys.scale) {
    for (const char* key : {"mean", "standard_deviation"})
      if (v.given(key)) v.reject(key, "is given beside shape and scale (allowed: one of the two forms)");
    return {*keys.shape, *keys.scale};
  }
  if (keys.shape || keys.scale) {
    v.reject(keys.shape ? "shape" : "scale", "shape and scale belong together");
    return {};
  }
  const double variation = keys.standard_deviation / keys.mean;
  if (variation < kLeastVariation || variation > kMostVariation) {
    v.reject(v.given("standard_deviation") ? "standard_deviation" : "",
             fmt::format("is {} times the mean (allowed for this family: from {} to {} times; lognormal allows 0)",
                         number_text(variation), kLeastVariation, kMostVariation));
    return {};
  }
  return make(keys.mean, keys.standard_deviation);
}

SimpleDelay simple_of(Visitor& v, const FamilyKeys& keys) {
  const bool shapes = keys.family == Family::weibull || keys.family == Family::gamma;
  for (const char* key : {"shape", "scale"})
    if (!shapes && v.given(key)) v.reject(key, "does not apply to this family (allowed: with weibull and gamma)");
  if (keys.family != Family::empirical && v.given("quantiles"))
    v.reject("quantiles", "does not apply to this family (allowed: with empirical)");
  if (keys.family == Family::empirical)
    for (const char* key : {"mean", "standard_deviation"})
      if (v.given(key)) v.reject(key, "does not apply to the family empirical, which has quantiles");
  switch (keys.family) {
    case Family::weibull:
      return shaped<WeibullDelay>(v, keys, weibull_of);
    case Family::gamma:
      return shaped<GammaDelay>(v, keys, gamma_of);
    case Family::empirical:
      return empirical_of(v, keys);
    default:
      return LognormalDelay{keys.mean, keys.standard_deviation};
  }
}

/// The numbers of a law already in force, so that the description shows them as defaults.
FamilyKeys keys_of(const DelayFamily& family) {
  FamilyKeys keys;
  keys.family = family_of(family);
  if (const auto* law = std::get_if<LognormalDelay>(&family)) {
    keys.mean = law->mean;
    keys.standard_deviation = law->standard_deviation;
  }
  return keys;
}

void describe_component(Visitor& v, MixtureDelay::Component& component) {
  FamilyKeys keys;
  v.share({.name = "weight", .doc = "Probability of the component.", .required = true, .above_minimum = true},
          component.weight);
  v.choice({.name = "family", .doc = "Family of the component."}, keys.family, kSimpleFamilies);
  describe_numbers(v, keys);
  if (v.reading()) component.law = simple_of(v, keys);
}

void describe_family(Visitor& v, DelayFamily& family, const char* doc) {
  FamilyKeys keys = keys_of(family);
  v.choice({.name = "family", .doc = doc}, keys.family, all_families());
  describe_numbers(v, keys);
  v.list_of(
      {.name = "components",
       .doc = "Components of a mixture; their weights add up to 100%.",
       .example = "[{weight: 80%, family: weibull, mean: 6 days, standard_deviation: 5 days}, {weight: 20%, mean: "
                  "40 days, standard_deviation: 30 days}]",
       .on_demand = true},
      keys.components, describe_component);
  if (!v.reading()) return;
  if (keys.family != Family::mixture) {
    if (v.given("components")) v.reject("components", "does not apply to this family (allowed: with mixture)");
    family = std::visit([](const auto& law) { return DelayFamily(law); }, simple_of(v, keys));
    return;
  }
  for (const char* key : {"mean", "standard_deviation", "shape", "scale", "quantiles"})
    if (v.given(key)) v.reject(key, "does not apply to the family mixture, which has components");
  double weights = 0.0;
  for (const auto& component : keys.components) weights += component.weight;
  if (keys.components.empty() || std::abs(weights - 1.0) > 1e-9) {
    v.reject(
        v.given("components") ? "components" : "",
        fmt::format("the weights of a mixture's components are together {} (allowed: 100%)", percent_text(weights)));
    return;
  }
  for (auto& component : keys.components) component.weight /= weights;
  family = MixtureDelay{std::move(keys.components)};
}

void describe_early(Visitor& v, EarlyPayment& early) {
  v.share({.name = "probability",
           .doc = "Probability that an invoice is paid before its due date.",
           .example = "20%",
           .required = true},
          early.probability);
  describe_family(v, early.days_before, "Distribution of the days before the due date, counted positively.");
  if (v.reading() && family_lowest(early.days_before) < 0.0)
    v.reject("", "the days before the due date are counted positively");
}

void describe_run(Visitor& v, PaymentRun& run) {
  Span every;
  v.duration({.name = "every",
              .doc = "Time between two runs in months (up to 12, counted from January: 3 months is March, June, "
                     "September, December) or weeks.",
              .example = "1 month",
              .on_demand = true},
             every);
  v.integer({.name = "day",
             .doc = "Day of the month, clipped to its end.",
             .example = "20",
             .on_demand = true,
             .minimum = 1,
             .maximum = 31},
            run.day);
  std::optional<Date> start;
  v.date({.name = "start", .doc = "A day of payment, for runs by weeks.", .example = "2026-01-05", .on_demand = true},
         start);
  const std::uint8_t weekdays =
      describe_weekdays(v, {.name = "weekdays",
                            .doc = "Days on which payments leave; others wait for the next of them.",
                            .example = "[monday, tuesday, wednesday, thursday, friday]",
                            .on_demand = true});
  if (!v.reading()) return;
  if (v.given("every")) {
    if (every.unit == SpanUnit::months && every.count >= 1 && every.count <= 12) {
      run.months = static_cast<int>(every.count);
    } else if (every.unit == SpanUnit::weeks && every.count >= 1 && every.count <= 52) {
      run.weeks = static_cast<int>(every.count);
      if (!start) v.reject("every", "runs by weeks need a start: the date of one of them");
      if (start) run.start = *start;
    } else {
      v.reject("every", "is no rule of payment runs (allowed: 1 to 12 months, or 1 to 52 weeks with a start)");
    }
  } else if (!v.given("weekdays")) {
    v.reject("", "needs every, weekdays or both");
  }
  if (v.given("day") && run.months == 0) v.reject("day", "does not apply (allowed: with runs by months)");
  if (start && run.weeks == 0) v.reject("start", "does not apply (allowed: with runs by weeks)");
  if (v.given("weekdays")) {
    run.weekdays = weekdays;
    if (run.weekdays == 0) v.reject("weekdays", "is empty");
  }
  if (run.weekdays == 0) run.weekdays = PaymentRun::kEveryWeekday;
}

void describe_law(Visitor& v, DelayLaw& law) {
  describe_family(v, law.late, "Distribution of the late part.");
  v.share({.name = "on_time",
           .doc = "Probability that an invoice is paid on its due date; 0% with the family empirical unless given.",
           .fallback = "35%"},
          law.on_time);
  v.optional_section({.name = "early", .doc = "Payment before the due date; never before the issue date."}, law.early,
                     describe_early);
  v.optional_section({.name = "payment_run", .doc = "The days on which these buyers pay; every day unless given."},
                     law.run, describe_run);
  if (!v.reading()) return;
  if (std::holds_alternative<EmpiricalDelay>(law.late) && !v.given("on_time")) law.on_time = 0.0;
  const double before = law.on_time + (law.early ? law.early->probability : 0.0);
  if (before > 1.0)
    v.reject("early", fmt::format("early and on_time are together {} (allowed: up to 100%)", percent_text(before)));
  if (family_lowest(law.late) < 0.0 && before > 0.0)
    v.reject("quantiles",
             "begins before the due date (allowed only without early and on_time, which such a law contains itself)");
}

void describe_condition(Visitor& v, DelayCondition& when) {
  v.flag({.name = "electronic",
          .doc = "Invoices issued on or after the electronic_from of their row (true), or the others.",
          .example = "true",
          .on_demand = true},
         when.electronic);
  v.duration({.name = "terms_from", .doc = "Least terms of payment.", .example = "45 days", .on_demand = true},
             when.terms_from);
  v.duration({.name = "terms_below", .doc = "Terms of payment below this.", .example = "45 days", .on_demand = true},
             when.terms_below);
  v.amount({.name = "amount_from", .doc = "Least amount.", .example = "10000", .on_demand = true}, when.amount_from);
  v.amount({.name = "amount_below", .doc = "Amounts below this.", .example = "10000", .on_demand = true},
           when.amount_below);
  if (v.reading() && when == DelayCondition{}) v.reject("", "names no condition");
}

}  // namespace

void describe_segment(Visitor& v, DelayLaw& law) {
  describe_law(v, law);
  std::map<std::string, DelayVariant> variants;
  for (DelayVariant& variant : law.variants) variants[variant.name] = variant;
  v.map_of({.name = "variants",
            .doc = "Laws of their own for some of the segment's invoices, by what is known at issue; in the order of "
                   "their names, the first whose condition holds.",
            .on_demand = true},
           "<variant>", nullptr, variants, [](Visitor& each, DelayVariant& variant) {
             each.section({.name = "when", .doc = "What must hold of the invoice.", .required = true},
                          [&](Visitor& inner) { describe_condition(inner, variant.when); });
             describe_law(each, variant.law);
           });
  if (!v.reading()) return;
  law.variants.clear();
  for (auto& [name, variant] : variants) {
    variant.name = name;
    law.variants.push_back(std::move(variant));
  }
}

}  // namespace delcredere::config
