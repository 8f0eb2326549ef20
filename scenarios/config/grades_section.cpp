// credit.scale, credit.grades, credit.suggested_limits: what grades mean.

#include "models/credit/score_scale.h"
#include "scenarios/config/config.h"

namespace delcredere::config {
namespace {

constexpr std::size_t kMostYears = 100;

void describe_years(Visitor& v, const char* name, const char* doc, const char* example, std::vector<double>& years) {
  v.list_of({.name = name, .doc = doc, .example = example, .on_demand = true}, years, [](Visitor& each, double& share) {
    each.share({.name = "", .doc = "Probability, one for each year.", .example = "1.2%"}, share);
  });
}

void describe_term(Visitor& v, PdTerm& pd) {
  std::vector<double> annual, cumulative;
  describe_years(
      v, "annual",
      "Default probability of each year given survival to its start; after the last year its hazard goes on.",
      "[0.05%, 0.08%, 0.1%]", annual);
  describe_years(v, "cumulative", "Default probability up to the end of each year, never falling; this or annual.",
                 "[0.05%, 0.13%, 0.23%]", cumulative);
  if (!v.reading()) return;
  if (v.given("annual") == v.given("cumulative")) {
    v.reject(v.given("annual") ? "cumulative" : "",
             v.given("annual") ? "is given beside annual (allowed: one of the two; a scenario keeps the form of base)"
                               : "needs annual or cumulative, a list of probabilities by year");
    return;
  }
  const char* given = v.given("annual") ? "annual" : "cumulative";
  const std::vector<double>& years = v.given("annual") ? annual : cumulative;
  if (years.empty() || years.size() > kMostYears) {
    v.reject(given,
             "has " + std::to_string(years.size()) + " years (allowed: 1 to " + std::to_string(kMostYears) + ")");
    return;
  }
  if (&years == &annual) {
    pd = PdTerm::conditional(annual);
    return;
  }
  for (std::size_t y = 1; y < years.size(); ++y) {
    if (years[y] >= years[y - 1]) continue;
    v.reject(given, "falls from " + percent_text(years[y - 1]) + " after year " + std::to_string(y) + " to " +
                        percent_text(years[y]) + " after year " + std::to_string(y + 1) +
                        " (allowed: values that never fall)");
    return;
  }
  pd = PdTerm::cumulative(cumulative);
}

}  // namespace

void describe_grades(Visitor& v, CreditParameters& credit) {
  enum class Scale { none, score_1_10 };
  Scale scale = Scale::none;
  v.choice(
      {.name = "scale",
       .doc = "Grades that are there without being listed. score_1_10: credit scores 1 (best) to 10 with built-in, "
              "illustrative default probabilities and suggested limits; grades and suggested_limits replace "
              "single ones."},
      scale, {{"none", Scale::none}, {"score_1_10", Scale::score_1_10}});
  if (v.reading() && scale == Scale::score_1_10) {
    for (const ScoreGrade& score : kScoreScale) {
      credit.grades[score.name] = score.annual_pd;
      credit.suggested_limits[score.name] = score.suggested_limit * v.context.currency.minor_per_unit();
    }
  }
  v.table({.name = "grades",
           .doc = "Annual default probability of every grade that the buyers use, or a table of it by year.",
           .example = "{A: 0.05%, B: 0.3%, C: 1.2%, D: 4%, E: 12%}",
           .on_demand = true,
           .shown = true},
          "<grade>", nullptr, [&](Visitor& entry, const std::string& grade) {
            entry.either(
                {.name = "", .doc = "Annual default probability, or a table by year.", .example = "1.2%"},
                [&](Visitor& plain) {
                  double annual = credit.grades[grade].first();
                  plain.share({.name = "", .doc = "Annual default probability.", .example = "1.2%"}, annual);
                  if (plain.reading()) credit.grades[grade] = annual;
                },
                [&](Visitor& detailed) { describe_term(detailed, credit.grades[grade]); });
          });
  v.map_of({.name = "suggested_limits",
            .doc = "Limit that a grade suggests for one buyer: explain shows who owes more, nothing acts on it.",
            .example = "{A: 1000000}",
            .on_demand = true},
           "<grade>", nullptr, credit.suggested_limits, [](Visitor& each, Money& limit) {
             each.amount({.name = "", .doc = "Suggested limit.", .example = "250000"}, limit);
           });
}

}  // namespace delcredere::config
