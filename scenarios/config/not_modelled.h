#pragma once
// What the design of the config knows and this version does not model yet: one table, to be shortened. Such a key or
// value is an error that says so, never ignored and never called unknown.

#include <string>
#include <string_view>
#include <vector>

namespace delcredere::config {

struct NotModelled {
  const char*
      pattern;       ///< key path, '*' for a free name; with "=value" it is about a value, with "={}" about a map there
  const char* what;  ///< subject of the message
};

const std::vector<NotModelled>& not_modelled_table();

/// The table's subject for a key path (as a pattern), or "".
std::string not_modelled_key(std::string_view pattern);

/// The same for a value of a key.
std::string not_modelled_value(std::string_view pattern, std::string_view value);

}  // namespace delcredere::config
