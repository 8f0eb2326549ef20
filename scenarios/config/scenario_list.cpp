// The scenarios of a config as overlays: written ones, included files, sweeps.

#include <fmt/core.h>

#include <algorithm>
#include <filesystem>

#include "scenarios/config/grid.h"
#include "scenarios/config/nearest.h"
#include "scenarios/config/overlay.h"
#include "scenarios/yaml/emit.h"
#include "scenarios/yaml/parse.h"
#include "scenarios/yaml/source_text.h"

namespace delcredere::config {
namespace {

using yaml::Entry;
using yaml::Kind;
using yaml::Node;

constexpr std::size_t kMostScenarios = 1000;

const std::vector<std::string> kFixed{"delcredere", "name",           "as_of",     "currency",   "horizon",
                                      "period",     "exchange_rates", "portfolio", "simulation", "outputs",
                                      "scenarios",  "sweep",          "pricing"};

bool contains(const std::vector<std::string>& words, const std::string& word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// Reports what an overlay may not hold and takes it out, so that it is reported once. Unknown keys are the reader's.
void check_overlay(const Node& root, Node& overlay, const std::string& path, Problems& problems) {
  std::vector<std::string> wrong;
  for (const Entry& entry : overlay.entries) {
    const std::string key = path + "." + entry.key;
    if (contains(kFixed, entry.key)) {
      problems.error(entry.mark.position(), key, "a scenario may not change " + entry.key);
    } else if (entry.key == "include") {
      problems.error(entry.mark.position(), key, "an included file may not include another one");
    } else {
      continue;
    }
    wrong.push_back(entry.key);
  }
  for (const std::string& key : wrong) overlay.erase(key);
  const Entry* policies = overlay.find("insurance");
  const Entry* base = root.find("insurance");
  if (policies != nullptr && policies->value.kind == Kind::map) {
    std::vector<std::string> known;
    if (base != nullptr) {
      for (const Entry& entry : base->value.entries) known.push_back(entry.key);
    }
    for (const Entry& entry : policies->value.entries) {
      if (contains(known, entry.key)) continue;
      problems.error(entry.mark.position(), path + ".insurance." + entry.key,
                     "there is no such policy in base; a scenario may change the terms of policies, not their list." +
                         suggestion(entry.key, known));
    }
  }
  const Entry* liquidity = overlay.find("liquidity");
  if (liquidity != nullptr && liquidity->value.kind != Kind::null && root.find("liquidity") == nullptr) {
    problems.error(liquidity->mark.position(), path + ".liquidity", "base has no liquidity section to change");
  }
}

/// A map, or nothing written (an empty overlay).
bool is_overlay(const Node& node, const yaml::Mark& mark, const std::string& path, Problems& problems) {
  if (node.kind == Kind::map || node.kind == Kind::null) return true;
  problems.error(mark.position(), path, "has the wrong form, got " + describe(node) + " (allowed: a map, {} = base)");
  return false;
}

class Collector {
 public:
  Collector(const Node& root, const Grids& grids, std::string folder, std::vector<IncludedFile>& included,
            Problems& problems)
      : root_(root), grids_(grids), folder_(std::move(folder)), included_(included), problems_(problems) {}

  void written(const Node& scenarios) {
    for (const Entry& entry : scenarios.entries) {
      const std::string path = "scenarios." + entry.key;
      if (entry.key.empty()) problems_.error(entry.mark.position(), "scenarios", "a name is empty");
      if (!is_overlay(entry.value, entry.mark, path, problems_)) continue;
      Node overlay = entry.value;
      overlay.kind = Kind::map;
      Node below;
      below.kind = Kind::map;
      if (const Entry* include = overlay.find("include")) {
        below = read_include(*include, path);
        overlay.erase("include");
      }
      for (Node* part : {&below, &overlay}) {
        grids_.spread(*part, path, problems_);
        check_overlay(root_, *part, path, problems_);
      }
      list.push_back({entry.key, merged(below, overlay)});
    }
  }

  void swept(const Node& sweep) {
    Node known = root_;
    grids_.add_names(known);
    std::vector<ScenarioOverlay> made(1);
    made.front().overlay.kind = Kind::map;
    for (const Entry& entry : sweep.entries) {
      const std::string path = "sweep." + entry.key;
      if (entry.value.kind != Kind::list || entry.value.items.empty()) {
        problems_.error(
            entry.mark.position(), path,
            "has the wrong form, got " + describe(entry.value) + " (allowed: a list of at least one value)");
        return;
      }
      if (made.size() * entry.value.items.size() > kMostScenarios) {
        problems_.error(entry.mark.position(), path, fmt::format("makes more than {} scenarios", kMostScenarios));
        return;
      }
      std::vector<ScenarioOverlay> next;
      for (const ScenarioOverlay& scenario : made) {
        for (const Node& value : entry.value.items) {
          ScenarioOverlay more = scenario;
          more.name += (more.name.empty() ? "" : ",") + entry.key + "=" + yaml::flow_text(value);
          const std::string wrong = set_path(more.overlay, entry.key, value, &known);
          if (!wrong.empty()) {
            problems_.error(entry.mark.position(), path, wrong);
            return;
          }
          next.push_back(std::move(more));
        }
      }
      made = std::move(next);
    }
    if (sweep.entries.empty()) return;
    for (ScenarioOverlay& scenario : made) grids_.spread(scenario.overlay, "sweep", problems_);
    check_overlay(root_, made.front().overlay, "sweep", problems_);
    for (ScenarioOverlay& scenario : made) list.push_back(std::move(scenario));
  }

  std::vector<ScenarioOverlay> list;

 private:
  Node read_include(const Entry& include, const std::string& scenario) {
    Node nothing;
    nothing.kind = Kind::map;
    const std::string path = scenario + ".include";
    if (include.value.kind != Kind::scalar || include.value.text.empty()) {
      problems_.error(include.mark.position(), path,
                      "is no file, got " + describe(include.value) + " (allowed: a path)");
      return nothing;
    }
    IncludedFile file{include.value.text, (std::filesystem::path(folder_) / include.value.text).string(), ""};
    try {
      file.text = yaml::read_source(file.path);
      Node overlay = yaml::parse(file.text, file.name);
      included_.push_back(std::move(file));
      if (overlay.kind == Kind::null) return nothing;
      return is_overlay(overlay, overlay.mark, path, problems_) ? overlay : nothing;
    } catch (const Error& error) {
      if (error.code() == ExitCode::io) {
        problems_.io_error(include.value.mark.position(), path,
                           "the file '" + include.value.text + "' " + error.diagnostics().at(0).message);
      } else {
        for (const Diagnostic& d : error.diagnostics()) {
          Position where = d.where;
          where.file = include.value.text;
          problems_.error(where, path, d.message);
        }
      }
      return nothing;
    }
  }

  const Node& root_;
  const Grids& grids_;
  std::string folder_;
  std::vector<IncludedFile>& included_;
  Problems& problems_;
};

}  // namespace

std::vector<ScenarioOverlay> collect_scenarios(const Node& root, const Grids& grids, const std::string& folder,
                                               std::vector<IncludedFile>& included, Problems& problems) {
  Collector collector(root, grids, folder, included, problems);
  const Entry* scenarios = root.find("scenarios");
  const Entry* sweep = root.find("sweep");
  if (scenarios != nullptr && scenarios->value.kind == Kind::map) collector.written(scenarios->value);
  if (collector.list.empty()) {
    ScenarioOverlay base{"base", {}};
    base.overlay.kind = Kind::map;
    collector.list.push_back(std::move(base));
  }
  if (sweep != nullptr && sweep->value.kind == Kind::map) collector.swept(sweep->value);
  for (std::size_t i = 0; i < collector.list.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (collector.list[i].name != collector.list[j].name) continue;
      problems.error(sweep != nullptr ? sweep->mark.position() : root.mark.position(), "sweep",
                     "makes two scenarios named '" + collector.list[i].name + "'");
    }
  }
  return std::move(collector.list);
}

/// Several names in one value, as other programs take them: " Give ... for each". A sweep's own names have commas too.
std::string repeat_hint(const std::string& name) {
  if (name.find(',') == std::string::npos || name.find('=') != std::string::npos) return "";
  std::string hint = " Repeat the flag for several: --scenario ";
  for (const char c : name) hint += c == ',' ? std::string(" --scenario ") : std::string(1, c);
  return hint;
}

void keep_only(std::vector<ScenarioOverlay>& scenarios, const std::vector<std::string>& names, Problems& problems) {
  if (names.empty()) return;
  std::vector<std::string> known;
  for (const ScenarioOverlay& scenario : scenarios) known.push_back(scenario.name);
  bool found = true;
  for (const std::string& name : names) {
    if (contains(known, name)) continue;
    found = false;
    std::string hint = suggestion(name, known);
    if (hint.empty()) {
      hint = " (allowed: ";
      for (std::size_t i = 0; i < known.size(); ++i) hint += (i > 0 ? ", " : "") + known[i];
      hint += ")";
    }
    problems.error({"--scenario " + name, 0, 0}, "", "there is no such scenario." + hint + repeat_hint(name));
  }
  if (!found) return;
  std::erase_if(scenarios, [&](const ScenarioOverlay& scenario) { return !contains(names, scenario.name); });
}

}  // namespace delcredere::config
