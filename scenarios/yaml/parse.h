#pragma once
// YAML text to our tree, by yaml-cpp's events, refusing what configs do not need.
//
// Refused: aliases, anchors, tags, merge keys, several documents, nesting deeper than kMaximumDepth, keys that are not
// plain text, duplicate keys. JSON is read by the same grammar.

#include <string>
#include <string_view>

#include "scenarios/yaml/node.h"

namespace delcredere::yaml {

inline constexpr int kMaximumDepth = 32;

/// The one document of a text. Throws Error (2) with every duplicate key found, or with the first thing that stops
/// reading. An empty text is a null node.
Node parse(std::string_view text, const std::string& file);

/// A file as a tree whose top level is a map. Throws Error (2 or 4). `text` receives the bytes.
Node parse_file(const std::string& path, std::string* text);

}  // namespace delcredere::yaml
