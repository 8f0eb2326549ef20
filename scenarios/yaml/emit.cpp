#include "scenarios/yaml/emit.h"

#include <fmt/core.h>

#include <array>
#include <string_view>

namespace delcredere::yaml {
namespace {

/// Plain where every character is harmless in block and flow context and the text is not a null word.
bool plain(std::string_view text) {
  constexpr std::array<std::string_view, 5> kNull{"~", "null", "Null", "NULL", ""};
  for (const std::string_view word : kNull) {
    if (text == word) return false;
  }
  const auto harmless = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.' ||
           c == '/' || c == '+' || c == '(' || c == ')';
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool inside = i > 0 && i + 1 < text.size();
    if (harmless(text[i]) || (text[i] == '%' && i > 0) || (text[i] == ' ' && inside && text[i + 1] != '#')) continue;
    if (text[i] == '-' && (i > 0 || (text.size() > 1 && text[1] >= '0' && text[1] <= '9')) && text != "---") continue;
    return false;
  }
  return true;
}

std::string in_quotes(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      quoted += '\\';
      quoted += c;
    } else if (c == '\n') {
      quoted += "\\n";
    } else if (c == '\t') {
      quoted += "\\t";
    } else if (c == '\r') {
      quoted += "\\r";
    } else {
      quoted += c;
    }
  }
  return quoted + '"';
}

}  // namespace

std::string scalar_text(const Node& scalar) {
  return scalar.quoted || !plain(scalar.text) ? in_quotes(scalar.text) : scalar.text;
}

std::string key_text(const std::string& key) { return plain(key) ? key : in_quotes(key); }

std::string flow_text(const Node& node) {
  switch (node.kind) {
    case Kind::null:
      return "~";
    case Kind::scalar:
      return scalar_text(node);
    case Kind::list: {
      std::string text;
      for (const Node& item : node.items) text += (text.empty() ? "" : ", ") + flow_text(item);
      return "[" + text + "]";
    }
    case Kind::map:
      break;
  }
  std::string text;
  for (const Entry& entry : node.entries) {
    text += (text.empty() ? "" : ", ") + key_text(entry.key) + ": " + flow_text(entry.value);
  }
  return "{" + text + "}";
}

std::string block_text(const Node& map, int indent) {
  std::string text;
  for (const Entry& entry : map.entries) {
    text.append(static_cast<std::size_t>(indent), ' ').append(key_text(entry.key)).append(1, ':');
    if (entry.value.kind == Kind::map && !entry.value.entries.empty()) {
      text.append(1, '\n').append(block_text(entry.value, indent + 2));
    } else {
      text.append(1, ' ').append(flow_text(entry.value)).append(1, '\n');
    }
  }
  return text;
}

}  // namespace delcredere::yaml
