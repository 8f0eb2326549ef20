#include "scenarios/config/reader.h"

#include <algorithm>

#include "scenarios/config/nearest.h"

namespace delcredere::config {
namespace {

using yaml::Kind;
using yaml::Node;

std::string joined(const std::string& path, const std::string& name) { return path.empty() ? name : path + "." + name; }

/// Keys that stand in a wrong place often enough to say where they belong.
const char* belongs(const std::string& pattern) {
  if (pattern == "fail") return "belongs into a scenario: scenarios: {NAME: {fail: [...]}}";
  if (pattern == "include") return "belongs into a scenario: scenarios: {NAME: {include: FILE}}";
  for (const char* file : {"loadings", "weights"}) {
    if (pattern == std::string("portfolio.") + file || pattern == std::string("credit.") + file)
      return "belongs under credit.dependence";
  }
  if (pattern == "portfolio.links" || pattern == "credit.links") return "belongs under credit.contagion";
  if (pattern == "portfolio.migration") return "belongs under credit: migration: {matrix: FILE}";
  for (const char* key : {"portfolio.guarantees", "portfolio.securities", "credit.guarantees"})
    if (pattern == key) return "belongs under credit.securities";
  if (pattern == "portfolio.claims")
    return "belongs under insurance.<policy>.state.open_claims (claims to be paid) or pricing.history (past years)";
  if (pattern == "trials" || pattern == "seed" || pattern == "sampling") return "belongs under simulation";
  return nullptr;
}

}  // namespace

Reader::Reader(const Node& root, Problems& problems) : problems_(problems) {
  frames_.push_back({&root, root.mark, "", "", {}});
}

Reader::Found Reader::find(const Key& key) {
  Frame& frame = frames_.back();
  const std::string name = key.name;
  if (name.empty()) return {frame.node, frame.mark, frame.path, frame.pattern};
  frame.known.push_back(name);
  // A value where a map of keys was expected: said once, and nothing is missing inside it.
  if (frame.node->kind == Kind::scalar || frame.node->kind == Kind::list) {
    if (frame.known.size() == 1) is_a({frame.node, frame.mark, frame.path, frame.pattern}, Kind::map, "a map of keys");
    return {};
  }
  Found found{nullptr, frame.mark, joined(frame.path, name), joined(frame.pattern, name)};
  if (const yaml::Entry* entry = frame.node->find(name)) {
    found.node = &entry->value;
    found.mark = entry->mark;
  } else if (key.required) {
    const std::string example = *key.example != 0 ? std::string(" Example: ") + name + ": " + key.example : "";
    problems_.error(frame.mark.position(), found.path, std::string("is required and missing. ") + key.doc + example);
  }
  return found;
}

bool Reader::is_a(const Found& found, Kind kind, const char* allowed) {
  if (found.node->kind == kind) return true;
  if (found.node->kind == Kind::null) {
    problems_.error(found.mark.position(), found.path, std::string("has no value (allowed: ") + allowed + ")");
  } else {
    problems_.error(found.node->mark.position(), found.path,
                    "has the wrong form, got " + describe(*found.node) + " (allowed: " + allowed + ")");
  }
  return false;
}

void Reader::value(const Key& key, const Slot& slot) {
  const Found found = find(key);
  if (found.node == nullptr || !is_a(found, Kind::scalar, slot.allowed.c_str())) return;
  std::string wrong = slot.read(*found.node);
  if (wrong.empty()) return;
  wrong += ", got " + describe(*found.node) + " (allowed: " + slot.allowed + ")." +
           suggestion(found.node->text, slot.choices);
  if (wrong.ends_with(").")) wrong.pop_back();
  problems_.error(found.node->mark.position(), found.path, wrong);
}

void Reader::enter(const Found& found) { frames_.push_back({found.node, found.mark, found.path, found.pattern, {}}); }

void Reader::leave() {
  const Frame frame = std::move(frames_.back());
  frames_.pop_back();
  report_unknown(frame);
}

void Reader::finish() { report_unknown(frames_.front()); }

void Reader::report_unknown(const Frame& frame) {
  for (const yaml::Entry& entry : frame.node->entries) {
    if (problems_.full()) return;
    if (std::find(frame.known.begin(), frame.known.end(), entry.key) != frame.known.end()) continue;
    std::string message;
    if (const char* place = belongs(joined(frame.pattern, entry.key))) {
      message = place;
    } else {
      message = "unknown key." + suggestion(entry.key, frame.known);
      if (message.ends_with("key.")) {
        message = "unknown key (allowed: ";
        for (std::size_t i = 0; i < frame.known.size(); ++i) message += (i > 0 ? ", " : "") + frame.known[i];
        message += ")";
      }
    }
    problems_.error(entry.mark.position(), joined(frame.path, entry.key), message);
  }
}

void Reader::section(const Key& key, const Body& body) {
  const Found found = find(key);
  if (found.node == nullptr) return;
  // A section whose keys are all commented out is an empty map.
  if (found.node->kind != Kind::null && !is_a(found, Kind::map, "a map of keys")) return;
  if (*key.name == 0) {  // the item itself: its frame is open
    body(*this);
    return;
  }
  enter(found);
  body(*this);
  leave();
}

void Reader::table(const Key& key, const char*, const char*, const EntryBody& body) {
  const Found found = find(key);
  if (found.node == nullptr) return;
  if (found.node->kind != Kind::null && !is_a(found, Kind::map, "a map of names")) return;
  for (const yaml::Entry& entry : found.node->entries) {
    if (*key.name == 0) frames_.back().known.push_back(entry.key);
    if (entry.key.empty()) {
      problems_.error(entry.mark.position(), found.path, "a name is empty");
      continue;
    }
    enter({&entry.value, entry.mark, joined(found.path, entry.key), joined(found.pattern, "*")});
    body(*this, entry.key);
    leave();
  }
}

void Reader::list(const Key& key, const std::function<void()>& begin, const ItemBody& item) {
  const Found found = find(key);
  if (found.node == nullptr || !is_a(found, Kind::list, "a list")) return;
  begin();
  for (std::size_t i = 0; i < found.node->items.size(); ++i) {
    const Node& node = found.node->items[i];
    enter({&node, node.mark, found.path + "[" + std::to_string(i + 1) + "]", found.pattern + "[]"});
    item(*this, i);
    leave();
  }
}

void Reader::either(const Key& key, const Body& plain, const Body& detailed) {
  const Found found = find(key);
  if (found.node == nullptr) return;
  const bool map = found.node->kind == Kind::map;
  if (*key.name == 0) {  // the item itself: its frame is open
    (map ? detailed : plain)(*this);
    return;
  }
  enter(found);
  if (map) {
    detailed(*this);
  } else {
    plain(*this);
  }
  leave();
}

void Reader::overlays(const Key& key, const EntryBody&, const std::function<void(const Node&)>& read) {
  const Found found = find(key);
  if (found.node == nullptr || found.node->kind == Kind::null || !is_a(found, Kind::map, "a map of scenarios")) return;
  if (read) read(*found.node);
}

void Reader::sweep(const Key& key, const std::function<void(const Node&)>& read) {
  const Found found = find(key);
  if (found.node == nullptr || found.node->kind == Kind::null || !is_a(found, Kind::map, "a map of key paths to lists"))
    return;
  if (read) read(*found.node);
}

void Reader::reject(const char* key, const std::string& message) {
  const Frame& frame = frames_.back();
  const yaml::Entry* entry = *key != 0 ? frame.node->find(key) : nullptr;
  const Position where = entry != nullptr ? entry->value.mark.position() : frame.mark.position();
  problems_.error(where, *key != 0 ? joined(frame.path, key) : frame.path, message);
}

bool Reader::given(const char* key) const { return frames_.back().node->find(key) != nullptr; }

Position Reader::here() const { return frames_.back().node->mark.position(); }

}  // namespace delcredere::config
