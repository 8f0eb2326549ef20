#pragma once
// The tree that a config text becomes: maps in written order, lists, scalars as text. Nothing above sees yaml-cpp.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "models/core/error.h"

namespace delcredere::yaml {

/// Where a node was written. The file's name is shared by all nodes of a file.
struct Mark {
  std::shared_ptr<const std::string> file;
  int line = 0;    ///< from 1; 0 = not known
  int column = 0;  ///< from 1, in bytes

  Position position() const { return {file ? *file : std::string(), line, column}; }
};

enum class Kind { null, scalar, list, map };

struct Entry;

/// One value. Scalars stay text ("NO", "010", "40%"): what they mean is decided by the key that reads them.
struct Node {
  Kind kind = Kind::null;
  Mark mark;
  std::string text;            ///< scalar
  bool quoted = false;         ///< scalar written in quotes (or as a block)
  std::vector<Node> items;     ///< list
  std::vector<Entry> entries;  ///< map, in written order

  const Entry* find(std::string_view key) const;
  Entry* find(std::string_view key);
  void erase(std::string_view key);
};

struct Entry {
  std::string key;
  Mark mark;
  Node value;
};

/// "a number", "a list", ... for messages; scalars are quoted: 'abc'.
std::string describe(const Node& node);

/// Throws an Error with one diagnostic.
[[noreturn]] void raise(ExitCode code, const Position& where, std::string message);

}  // namespace delcredere::yaml
