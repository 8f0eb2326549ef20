#pragma once
// Fills the config from a tree and gathers everything that is wrong with it.

#include <set>

#include "scenarios/config/problems.h"
#include "scenarios/config/visitor.h"

namespace delcredere::config {

class Reader : public Visitor {
 public:
  Reader(const yaml::Node& root, Problems& problems);

  void value(const Key& key, const Slot& slot) override;
  void section(const Key& key, const Body& body) override;
  void table(const Key& key, const char* placeholder, const char* fixed, const EntryBody& body) override;
  void list(const Key& key, const std::function<void()>& begin, const ItemBody& item) override;
  void either(const Key& key, const Body& plain, const Body& detailed) override;
  void overlays(const Key& key, const EntryBody& described,
                const std::function<void(const yaml::Node&)>& read) override;
  void sweep(const Key& key, const std::function<void(const yaml::Node&)>& read) override;
  bool reading() const override { return true; }
  void reject(const char* key, const std::string& message) override;
  bool given(const char* key) const override;
  Position here() const override;

  /// Reports the keys of the top level that nobody read.
  void finish();

 private:
  /// The node that is being read, and which of its keys the description knows.
  struct Frame {
    const yaml::Node* node = nullptr;
    yaml::Mark mark;      ///< of the key that holds it
    std::string path;     ///< "insurance.top_up"
    std::string pattern;  ///< "insurance.*"
    std::vector<std::string> known;
  };
  struct Found {
    const yaml::Node* node = nullptr;
    yaml::Mark mark;
    std::string path, pattern;
  };

  Found find(const Key& key);
  void enter(const Found& found);
  void leave();
  void report_unknown(const Frame& frame);
  bool is_a(const Found& found, yaml::Kind kind, const char* allowed);

  Problems& problems_;
  std::vector<Frame> frames_;
};

}  // namespace delcredere::config
