#include "scenarios/config/not_modelled.h"

namespace delcredere::config {

const std::vector<NotModelled>& not_modelled_table() {
  static const std::vector<NotModelled> table{};
  return table;
}

std::string not_modelled_key(std::string_view pattern) {
  for (const NotModelled& entry : not_modelled_table()) {
    if (pattern == entry.pattern) return entry.what;
  }
  return "";
}

std::string not_modelled_value(std::string_view pattern, std::string_view value) {
  return not_modelled_key(std::string(pattern) + "=" + std::string(value));
}

}  // namespace delcredere::config
