#include "tests/fuzz/draw_config.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "scenarios/config/spec.h"
#include "scenarios/generate/generate.h"
#include "tests/fuzz/dice.h"
#include "tests/support/temporary_folder.h"

namespace delcredere::fuzz {
namespace {

using config::ScalarType;
using config::Spec;
using config::SpecKind;

const std::vector<std::string> kSectors{"construction", "retail", "food", "transport", "services"};
const std::vector<std::string> kCountries{"DE", "FR", "ES", "IT", "PL"};
const std::vector<std::string> kGrades{"A", "B", "C", "D", "E"};
const std::vector<std::string> kBuyers{"B01", "B02", "B03", "B17", "B30"};

bool ends_with(const std::string& text, const std::string& end) {
  return text.size() >= end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
}

class Drawer {
 public:
  explicit Drawer(Dice& dice) : dice_(dice) {}

  /// null: nothing can be drawn for it.
  Json draw(const Spec& spec, const std::string& path) {
    switch (spec.kind) {
      case SpecKind::scalar:
        return scalar(spec, path);
      case SpecKind::section:
        return section(spec, path);
      case SpecKind::table:
        return table(spec, path);
      case SpecKind::list:
        return list(spec, path);
      case SpecKind::either:
        return draw(spec.children[dice_.below(spec.children.size())], path);
      case SpecKind::overlays:
      case SpecKind::sweep:
        break;
    }
    return nullptr;
  }

 private:
  const std::string& one_of(const std::vector<std::string>& list) { return list[dice_.below(list.size())]; }

  Json section(const Spec& spec, const std::string& path) {
    Json drawn = Json::object();
    const std::uint64_t density = 1 + dice_.below(3);  // of 6
    for (const Spec& child : spec.children) {
      if (child.name == "columns" || child.name == "date_format" || child.name == "clean_ids") continue;
      if (!child.required && dice_.below(6) >= density) continue;
      if (Json value = draw(child, path + "." + child.name); !value.is_null()) drawn[child.name] = std::move(value);
    }
    return drawn;
  }

  Json table(const Spec& spec, const std::string& path) {
    std::vector<std::string> names{"one", "two"};
    if (spec.placeholder == "<sector>") names = kSectors;
    if (spec.placeholder == "<grade>") names = kGrades;
    if (spec.placeholder == "<country>") names = kCountries;
    if (spec.placeholder == "<buyer>") names = kBuyers;
    if (spec.placeholder == "<segment>") names = {"default", "retail", "slow"};
    if (spec.placeholder == "<currency>") names = {"USD", "GBP"};
    if (!spec.fixed.empty()) names.push_back(spec.fixed);
    Json drawn = Json::object();
    for (const std::string& name : names) {
      if (dice_.below(2) == 0) continue;
      if (Json value = draw(spec.children.front(), path + ".*"); !value.is_null()) drawn[name] = std::move(value);
    }
    return drawn;
  }

  Json list(const Spec& spec, const std::string& path) {
    Json drawn = Json::array();
    for (std::uint64_t n = 1 + dice_.below(2); n > 0; --n)
      if (Json value = draw(spec.children.front(), path + "[]"); !value.is_null()) drawn.push_back(std::move(value));
    if (drawn.empty()) return nullptr;
    return drawn;
  }

  Json scalar(const Spec& spec, const std::string& path) {
    switch (spec.type) {
      case ScalarType::flag:
        return dice_.below(2) == 0;
      case ScalarType::choice:
        return one_of(spec.choices);
      case ScalarType::integer:
        return static_cast<std::int64_t>(low(spec)) + static_cast<std::int64_t>(dice_.below(12));
      case ScalarType::share:
      case ScalarType::factor:
      case ScalarType::number:
      case ScalarType::amount:
        return number(spec);
      case ScalarType::duration:
        return fmt::format("{} {}", 1 + dice_.below(20), one_of({"days", "weeks", "months"}));
      case ScalarType::days:
        return fmt::format("{} days", dice_.below(120));
      case ScalarType::date:
        return fmt::format("2026-{:02}-{:02}", 1 + dice_.below(12), 1 + dice_.below(28));
      case ScalarType::text:
        break;
    }
    return text(path);
  }

  static double low(const Spec& spec) { return std::isfinite(spec.key.minimum) ? spec.key.minimum : 0.0; }

  Json number(const Spec& spec) {
    const double from = low(spec), u = dice_.uniform();
    const bool money = spec.type == ScalarType::amount;
    const double above = money ? std::pow(10.0, 1.0 + 4.0 * u) : dice_.below(2) == 0 ? 0.1 * u : 3.0 * u;
    const double value = std::min(from + above, std::isfinite(spec.key.maximum) ? spec.key.maximum : 1e9);
    const double step = money ? 1.0 : 1e-4;
    return std::max(from, std::floor(value / step) * step);
  }

  Json text(const std::string& path) {
    for (const auto& [end, words] : std::vector<std::pair<std::string, std::vector<std::string>>>{
             {"sectors[]", kSectors},
             {"countries[]", kCountries},
             {"grades[]", kGrades},
             {"buyers[]", kBuyers},
             {"segments[]", {"default", "retail"}},
             {".currency", {"EUR", "USD"}},
             {".column", {"insured_limit", "insured_percentage"}},
             {".limits.file", {"limits.csv"}},
             {".limits.file.file", {"limits.csv"}},
             {".matrix", {"matrix.csv"}},
             {".matrix.file", {"matrix.csv"}},
             {".outflows", {"outflows.csv"}},
             {".outflows.file", {"outflows.csv"}},
             {".excess_of", {"one", "two"}},
             {".label", {"a rule"}}})
      if (ends_with(path, end)) return one_of(words);
    return nullptr;
  }

  Dice& dice_;
};

void draw_section(Drawer& drawer, Json& into, const std::string& name) {
  Json drawn = drawer.draw(*config::config_spec().child(name), name);
  if (name == "credit") drawn.erase("grades");
  if (into.contains(name))
    into[name].update(drawn);
  else if (!drawn.empty())
    into[name] = std::move(drawn);
}

}  // namespace

Json drawn_config(std::uint64_t seed, std::uint64_t number) {
  Dice dice(seed + number * 0x9E3779B97F4A7C15U);
  Drawer drawer(dice);
  const bool exposures = dice.below(4) == 0;
  Json config{{"delcredere", 1},
              {"name", "drawn"},
              {"as_of", "2026-01-05"},
              {"currency", "EUR"},
              {"horizon", dice.below(2) == 0 ? "26 weeks" : "100 days"},
              {"exchange_rates", {{"USD", 0.92}}}};
  config["portfolio"] =
      exposures ? Json{{"buyers", "exposures.csv"}}
                : Json{{"buyers", "buyers.csv"}, {"invoices", "invoices.csv"}, {"sales_plan", "sales_plan.csv"}};
  config["credit"]["grades"] = {{"A", 0.01}, {"B", 0.03}, {"C", 0.08}, {"D", 0.14}, {"E", 0.25}};
  config["simulation"] = {{"trials", 24}, {"seed", 1 + dice.below(1000)}};
  if (dice.below(3) == 0) {
    const std::vector<std::string> methods{"antithetic", "stratified", "sobol", "importance"};
    const std::string method = methods[dice.below(methods.size())];
    config["simulation"]["sampling"] = method;
    if (method == "stratified") config["simulation"]["strata"] = 8;
    if (method == "sobol") config["simulation"].update({{"trials", 64}, {"replicates", 4}});
    if (method == "importance") config["simulation"]["importance"] = {{"probability", 0.05}};
  }
  const std::vector<std::string> of_book{"payment", "credit_management", "sales", "fx", "liquidity"};
  std::vector<std::string> sections{"credit", "shocks", "insurance", "pricing", "outputs"};
  if (!exposures) sections.insert(sections.end(), of_book.begin(), of_book.end());
  for (const std::string& name : sections)
    if (dice.below(2) == 0) draw_section(drawer, config, name);
  if (dice.below(2) == 0) {
    Json overlay = Json::object();
    for (int k = 0; k < 2; ++k) {
      const std::string& name = sections[dice.below(sections.size())];
      const bool listed = name != "insurance" || config.contains("insurance");
      if (listed && name != "pricing" && name != "outputs") draw_section(drawer, overlay, name);
    }
    config["scenarios"] = {{"base", Json::object()}, {"other", std::move(overlay)}};
  }
  return config;
}

bool take_out(Json& config, const std::vector<Diagnostic>& diagnostics) {
  bool changed = false;
  for (const Diagnostic& diagnostic : diagnostics) {
    Json *here = &config, *parent = nullptr;
    std::string last, rest = diagnostic.path;
    while (!rest.empty() && here->is_object()) {
      // Names may hold dots; the longest key that the path begins with is meant.
      std::string key;
      for (const auto& [name, value] : here->items())
        if (rest.compare(0, name.size(), name) == 0 && name.size() > key.size()) key = name;
      if (key.empty()) break;
      parent = here;
      last = key;
      here = &(*here)[key];
      rest = rest.substr(std::min(rest.size(), key.size() + 1));
    }
    const bool needed = parent == &config && (last == "portfolio" || last == "credit" || last == "simulation");
    if (parent == nullptr || needed || last == "grades") continue;
    changed = parent->erase(last) > 0 || changed;
  }
  return changed;
}

void write_book(const std::string& folder) {
  GenerateSettings settings;
  settings.buyers = 30;
  settings.invoices = 300;
  settings.history_days = 150;
  settings.seed = 7;
  for (const GeneratedFile& file : generate(settings)) test::write_text(folder + "/" + file.name, file.text);
  std::string exposures = "buyer_id,sector,country,grade,exposure,infection_group\n";
  Dice dice(11);
  for (int i = 1; i <= 40; ++i) {
    const std::string& sector = kSectors[dice.below(kSectors.size())];
    exposures += fmt::format("B{:02},{},{},{},{},{}\n", i, sector, kCountries[dice.below(kCountries.size())],
                             kGrades[dice.below(kGrades.size())], 100 * (1 + dice.below(90)), sector);
  }
  test::write_text(folder + "/exposures.csv", exposures);
  test::write_text(folder + "/matrix.csv",
                   "from,A,B,C,D,E,default\nA,0.9,0.06,0.03,0,0,0.01\nB,0.05,0.82,0.08,0.02,0,0.03\n"
                   "C,0.01,0.08,0.76,0.06,0.01,0.08\nD,0,0.02,0.1,0.66,0.08,0.14\nE,0,0,0.05,0.1,0.6,0.25\n");
}

}  // namespace delcredere::fuzz
