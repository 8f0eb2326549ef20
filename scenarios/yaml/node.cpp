#include "scenarios/yaml/node.h"

#include <algorithm>
#include <utility>

namespace delcredere::yaml {

const Entry* Node::find(std::string_view key) const {
  const auto found = std::find_if(entries.begin(), entries.end(), [&](const Entry& entry) { return entry.key == key; });
  return found == entries.end() ? nullptr : &*found;
}

Entry* Node::find(std::string_view key) { return const_cast<Entry*>(static_cast<const Node*>(this)->find(key)); }

void Node::erase(std::string_view key) {
  entries.erase(std::remove_if(entries.begin(), entries.end(), [&](const Entry& entry) { return entry.key == key; }),
                entries.end());
}

std::string describe(const Node& node) {
  constexpr std::size_t kShown = 60;
  switch (node.kind) {
    case Kind::null:
      return "nothing";
    case Kind::list:
      return "a list";
    case Kind::map:
      return "a map";
    case Kind::scalar:
      break;
  }
  return "'" + (node.text.size() > kShown ? node.text.substr(0, kShown) + "..." : node.text) + "'";
}

void raise(ExitCode code, const Position& where, std::string message) {
  std::vector<Diagnostic> diagnostics;
  diagnostics.push_back({where, "", std::move(message)});
  throw Error(code, std::move(diagnostics));
}

}  // namespace delcredere::yaml
