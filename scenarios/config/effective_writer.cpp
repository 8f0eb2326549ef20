// The config in force: what was written, and the default of what was not.

#include "scenarios/config/spec.h"
#include "scenarios/config/writers.h"
#include "scenarios/yaml/emit.h"

namespace delcredere::config {
namespace {

using yaml::Entry;
using yaml::Kind;
using yaml::Node;

class EffectiveWriter {
 public:
  explicit EffectiveWriter(bool exposure_book) : exposure_book_(exposure_book) {}

  std::string keys(const Spec& spec, const Node& map, int indent) const {
    std::string text;
    for (const Spec& key : spec.children) {
      if (key.kind == SpecKind::overlays || key.kind == SpecKind::sweep) continue;
      const Entry* entry = map.find(key.name);
      if (entry != nullptr && entry->value.kind != Kind::null) {
        text += value(key, key.name, entry->value, indent);
      } else {
        const bool rival = *key.key.rival != 0 && map.find(key.key.rival) != nullptr;
        if (!rival && !(key.on_demand && entry == nullptr)) text += absent(key, indent);
      }
    }
    return text;
  }

 private:
  static std::string line(const std::string& name, const std::string& text, int indent) {
    return std::string(static_cast<std::size_t>(indent), ' ') + yaml::key_text(name) + ":" +
           (text.empty() ? "" : " " + text) + '\n';
  }

  /// A map under its name; "{}" where it has no keys.
  static std::string block(const std::string& name, const std::string& inside, int indent) {
    return inside.empty() ? line(name, "{}", indent) : line(name, "", indent) + inside;
  }

  std::string absent(const Spec& key, int indent) const {
    if (exposure_book_ && indent == 0 && (key.name == "payment" || key.name == "credit_management")) return "";
    if (exposure_book_ && key.name == "insolvency_share") return line(key.name, "100%", indent);
    Node nothing;
    nothing.kind = Kind::map;
    switch (key.kind) {
      case SpecKind::section: {
        const std::string inside = keys(key, nothing, indent + 2);
        return inside.empty() && !key.on_demand ? "" : block(key.name, inside, indent);
      }
      case SpecKind::table:
        return key.fixed.empty() ? "" : table(key, key.name, nothing, indent);
      default:
        return key.fallback.empty() ? "" : line(key.name, key.fallback, indent);
    }
  }

  std::string table(const Spec& key, const std::string& name, const Node& map, int indent) const {
    std::string text;
    for (const Entry& entry : map.entries) text += value(key.children.front(), entry.key, entry.value, indent + 2);
    if (!key.fixed.empty() && map.find(key.fixed) == nullptr) {
      Node nothing;
      nothing.kind = Kind::map;
      text += value(key.children.front(), key.fixed, nothing, indent + 2);
    }
    return block(name, text, indent);
  }

  std::string value(const Spec& key, const std::string& name, const Node& node, int indent) const {
    const bool map = node.kind == Kind::map || node.kind == Kind::null;
    switch (key.kind) {
      case SpecKind::section:
        return map ? block(name, keys(key, node, indent + 2), indent) : line(name, yaml::flow_text(node), indent);
      case SpecKind::table:
        return map ? table(key, name, node, indent) : line(name, yaml::flow_text(node), indent);
      case SpecKind::either:
        return map ? value(key.children.back(), name, node, indent) : line(name, yaml::flow_text(node), indent);
      default:
        return line(name, yaml::flow_text(node), indent);
    }
  }

  bool exposure_book_;
};

}  // namespace

std::string effective_config(const Node& root, const std::vector<ScenarioOverlay>& scenarios, bool exposure_book) {
  std::string text = EffectiveWriter(exposure_book).keys(config_spec(), root, 0) + "scenarios:\n";
  for (const ScenarioOverlay& scenario : scenarios) {
    text += "  " + yaml::key_text(scenario.name) + ":";
    text += scenario.overlay.entries.empty() ? " {}\n" : '\n' + yaml::block_text(scenario.overlay, 4);
  }
  return text;
}

}  // namespace delcredere::config
