// A full commented config. Sentences are indented like their key ("  # ..."); what is not in force stands behind a '#'
// in the first column, so that taking those away makes it live.

#include <algorithm>

#include "scenarios/config/spec.h"
#include "scenarios/config/writers.h"

namespace delcredere::config {
namespace {

constexpr std::size_t kWidth = 110;

std::string spaces(int count) { return std::string(static_cast<std::size_t>(count), ' '); }

/// A sentence as comment lines.
std::string comment(const std::string& sentence, int indent) {
  const std::string margin = spaces(indent) + "#";
  std::string text, line;
  const auto flush = [&] {
    if (!line.empty()) text.append(margin).append(line).append(1, '\n');
    line.clear();
  };
  for (std::size_t at = 0; at < sentence.size();) {
    const std::size_t end = std::min(sentence.find(' ', at), sentence.size());
    if (line.size() + (end - at) + 1 > kWidth) flush();
    line.append(1, ' ').append(sentence, at, end - at);
    at = end + 1;
  }
  flush();
  return text;
}

/// '#' in front of every line that has none yet.
std::string commented_out(const std::string& block) {
  std::string text;
  bool start = true;
  for (const char c : block) {
    if (start && c != '#') text += '#';
    text += c;
    start = c == '\n';
  }
  return text;
}

/// "<sector>" -> "sector"
std::string plain_name(const std::string& placeholder) {
  return placeholder.size() > 2 && placeholder.front() == '<' ? placeholder.substr(1, placeholder.size() - 2)
                                                              : placeholder;
}

std::string keys(const Spec& spec, int indent, bool repeated);

std::string shown_value(const Spec& key) {
  if (!key.fallback.empty()) return key.fallback;
  if (!key.example.empty()) return key.example;
  if (key.kind == SpecKind::either || key.kind == SpecKind::list) return shown_value(key.children.front());
  if (key.type == ScalarType::choice) return key.choices.front();
  if (key.type == ScalarType::amount) return "0";
  return "1";
}

std::string entry(const Spec& form, const std::string& name, int indent) {
  const std::string head = spaces(indent) + name + ":";
  if (form.kind != SpecKind::section) return head + " " + shown_value(form) + '\n';
  return head + '\n' + keys(form, indent + 2, false);
}

std::string sentence(const Spec& key) {
  std::string text = key.doc;
  const bool speaks = key.type == ScalarType::text || key.type == ScalarType::flag;
  if (key.kind == SpecKind::scalar && !speaks) text += " Allowed: " + key.allowed + ".";
  if (key.kind == SpecKind::either) {
    const Spec& plain = key.children.front();
    text += " Allowed: " + (plain.kind == SpecKind::list ? "a list" : plain.allowed) + ", or a map.";
  }
  return text;
}

/// The longer form of a key that may be a map, for reading only.
std::string longer_form(const char* begin, const Spec& key, int indent) {
  const Spec& detailed = key.children.back();
  if (detailed.kind != SpecKind::section) return "";
  std::string longer;
  for (const Spec& inner : detailed.children) longer += (longer.empty() ? "" : ", ") + inner.name;
  return comment(std::string(begin) + " a map with the keys " + longer + ".", indent);
}

std::string one_key(const Spec& key, int indent) {
  const std::string head = comment(sentence(key), indent);
  const std::string name = spaces(indent) + key.name + ":";
  std::string body;
  switch (key.kind) {
    case SpecKind::section:
      body = name + '\n' + keys(key, indent + 2, false);
      break;
    case SpecKind::table:
      if (!key.example.empty()) {
        body = name + " " + key.example + '\n';
        if (key.children.front().kind == SpecKind::either)
          body += longer_form("An entry may be", key.children.front(), indent);
        break;
      }
      body = name + '\n' +
             entry(key.children.front(), key.fixed.empty() ? plain_name(key.placeholder) : key.fixed, indent + 2);
      break;
    case SpecKind::overlays:
      body = name + '\n' + spaces(indent + 2) + "scenario:\n" + keys(key, indent + 4, true);
      break;
    case SpecKind::either: {
      body = name + " " + shown_value(key) + '\n' + longer_form("Or", key, indent);
      break;
    }
    default:
      body = name + " " + shown_value(key) + '\n';
      break;
  }
  const bool container = key.kind == SpecKind::section || key.kind == SpecKind::table;
  const bool live =
      key.required || key.key.shown || (!key.on_demand && !key.key.aside && (container || !key.fallback.empty()));
  return head + (live ? body : commented_out(body));
}

std::string keys(const Spec& spec, int indent, bool repeated) {
  std::string text;
  for (const Spec& key : spec.children) {
    // The sections of a scenario are those of the config.
    if (repeated && config_spec().child(key.name) != nullptr) continue;
    if (indent == 0 && !text.empty()) text += '\n';
    text += one_key(key, indent);
  }
  return text;
}

}  // namespace

std::string commented_defaults() {
  return "# A delcredere config with every key. Live lines are required or show the default; lines that begin with '#' "
         "in the\n"
         "# first column show what else there is.\n\n" +
         keys(config_spec(), 0, false);
}

}  // namespace delcredere::config
