#include "scenarios/config/overlay.h"

#include <array>
#include <utility>

#include "scenarios/config/nearest.h"
#include "scenarios/yaml/parse.h"

namespace delcredere::config {
namespace {

using yaml::Entry;
using yaml::Kind;
using yaml::Node;

constexpr std::array<std::pair<const char*, const char*>, 6> kExclusive{{{"asset_correlation", "loadings"},
                                                                         {"amount", "times_premium"},
                                                                         {"rate_on_turnover", "flat"},
                                                                         {"rate_on_turnover", "rate_on_balance"},
                                                                         {"rate_on_balance", "flat"},
                                                                         {"grade", "annual_pd"}}};

/// What `key` replaces besides itself.
void drop_rivals(Node& map, const std::string& key, const Node* keep) {
  const auto drop = [&](const char* rival) {
    if (keep == nullptr || keep->find(rival) == nullptr) map.erase(rival);
  };
  for (const auto& [one, other] : kExclusive) {
    if (key == one) drop(other);
    if (key == other) drop(one);
  }
}

std::vector<std::string> split(const std::string& path) {
  std::vector<std::string> steps(1);
  for (const char c : path) {
    if (c == '.') {
      steps.emplace_back();
    } else {
      steps.back() += c;
    }
  }
  return steps;
}

std::vector<std::string> names_of(const Node& map) {
  std::vector<std::string> names;
  for (const Entry& entry : map.entries) names.push_back(entry.key);
  return names;
}

/// A value from the command line has no line of its own.
void place(Node& node, const yaml::Mark& mark) {
  node.mark = mark;
  for (Node& item : node.items) place(item, mark);
  for (Entry& entry : node.entries) {
    entry.mark = mark;
    place(entry.value, mark);
  }
}

}  // namespace

Node merged(const Node& base, const Node& over) {
  if (over.kind == Kind::null) return base;
  if (base.kind != Kind::map || over.kind != Kind::map) return over;
  Node result = base;
  for (const Entry& entry : over.entries) {
    drop_rivals(result, entry.key, &over);
    if (Entry* old = result.find(entry.key)) {
      if (entry.value.kind != Kind::null) old->mark = entry.mark;
      old->value = merged(old->value, entry.value);
    } else {
      result.entries.push_back(entry);
    }
  }
  return result;
}

std::string set_path(Node& root, const std::string& path, Node value, const Node* known) {
  const std::vector<std::string> steps = split(path);
  Node* at = &root;
  std::string walked;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    if (steps[i].empty()) return "the key path '" + path + "' has an empty step";
    if (at->kind == Kind::null) at->kind = Kind::map;
    if (at->kind != Kind::map)
      return "'" + walked + "' is " + describe(*at) + ", not a map: there is no key '" + path + "'";
    walked += (i > 0 ? "." : "") + steps[i];
    // These names are made in the file; a new one here is a typing error.
    const bool named = i == 1 && (steps[0] == "scenarios" || steps[0] == "insurance" || steps[0] == "shocks");
    if (named && steps.size() > 2) {
      static const Node nothing;
      const Entry* section = (known != nullptr ? *known : root).find(steps[0]);
      const Node& names = section != nullptr ? section->value : nothing;
      if (names.find(steps[i]) == nullptr)
        return "there is no '" + walked + "'." + suggestion(steps[i], names_of(names));
    }
    if (i + 1 == steps.size()) drop_rivals(*at, steps[i], nullptr);
    if (at->find(steps[i]) == nullptr) {
      Node fresh;
      fresh.mark = value.mark;
      at->entries.push_back({steps[i], value.mark, std::move(fresh)});
    }
    Entry* entry = at->find(steps[i]);
    if (i + 1 == steps.size()) entry->mark = value.mark;
    at = &entry->value;
  }
  *at = std::move(value);
  return "";
}

void apply_set(Node& root, const std::string& assignment, const std::string& option, Problems& problems) {
  const Position where{option, 0, 0};  // the key follows as the path, the value in the message
  const std::size_t equals = assignment.find('=');
  if (equals == std::string::npos || equals == 0) {
    problems.error(where, "", "needs the form path.to.key=value, got '" + assignment + "'");
    return;
  }
  const std::string key = assignment.substr(0, equals);
  Node value;
  try {
    value = yaml::parse(assignment.substr(equals + 1), option);
  } catch (const Error& error) {
    for (const Diagnostic& diagnostic : error.diagnostics()) problems.error(where, key, diagnostic.message);
    return;
  }
  place(value, {std::make_shared<const std::string>(option), 0, 0});
  const std::string wrong = set_path(root, key, std::move(value));
  if (!wrong.empty()) problems.error(where, "", wrong);
}

}  // namespace delcredere::config
