#pragma once
// Where a key of the config was written, for errors that show up only after reading.

#include <initializer_list>
#include <string>

#include "scenarios/yaml/node.h"

namespace delcredere::assemble {

using KeyPath = std::initializer_list<std::string>;

class Places {
 public:
  explicit Places(const yaml::Node& root) : root_(root) {}

  /// The place of the key, or of the nearest map above it where it is not written.
  Position at(KeyPath path) const {
    const yaml::Node* node = &root_;
    Position where = root_.mark.position();
    for (const std::string& step : path) {
      const yaml::Entry* entry = node->find(step);
      if (entry == nullptr) break;
      where = entry->mark.position();
      node = &entry->value;
    }
    return where;
  }

  /// The place of an item (from 0) of the list at the key; of the key where it is no such list.
  Position at_item(KeyPath path, std::size_t item) const {
    const yaml::Node* node = &root_;
    for (const std::string& step : path) {
      const yaml::Entry* entry = node->find(step);
      if (entry == nullptr) return at(path);
      node = &entry->value;
    }
    return item < node->items.size() ? node->items[item].mark.position() : at(path);
  }

  bool has(KeyPath path) const {
    const yaml::Node* node = &root_;
    for (const std::string& step : path) {
      const yaml::Entry* entry = node->find(step);
      if (entry == nullptr) return false;
      node = &entry->value;
    }
    return true;
  }

  static std::string text(KeyPath path) {
    std::string joined;
    for (const std::string& step : path) joined += (joined.empty() ? "" : ".") + step;
    return joined;
  }

 private:
  const yaml::Node& root_;
};

}  // namespace delcredere::assemble
