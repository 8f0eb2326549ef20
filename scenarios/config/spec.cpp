#include "scenarios/config/spec.h"

#include <algorithm>

namespace delcredere::config {
namespace {

class SpecBuilder : public Visitor {
 public:
  explicit SpecBuilder(Spec& root) { open_.push_back(&root); }

  void value(const Key& key, const Slot& slot) override {
    Spec spec = named(key, SpecKind::scalar);
    spec.type = slot.type;
    spec.choices = slot.choices;
    spec.allowed = slot.allowed;
    if (spec.fallback.empty() && !key.required && !key.on_demand) spec.fallback = slot.fallback;
    add(std::move(spec));
  }
  void section(const Key& key, const Body& body) override { group(named(key, SpecKind::section), body); }
  void table(const Key& key, const char* placeholder, const char* fixed, const EntryBody& body) override {
    Spec spec = named(key, SpecKind::table);
    spec.placeholder = placeholder;
    if (fixed != nullptr) spec.fixed = fixed;
    group(std::move(spec), one([&](Visitor& v) { body(v, placeholder); }));
  }
  void list(const Key& key, const std::function<void()>&, const ItemBody& item) override {
    group(named(key, SpecKind::list), one([&](Visitor& v) { item(v, 0); }));
  }
  void either(const Key& key, const Body& plain, const Body& detailed) override {
    group(named(key, SpecKind::either), [&](Visitor&) {
      one(plain)(*this);
      one(detailed)(*this);
      Spec& self = *open_.back();
      if (self.fallback.empty() && !self.required && !self.on_demand) self.fallback = self.children.front().fallback;
      self.children.front().fallback.clear();
    });
  }
  void overlays(const Key& key, const EntryBody& described, const std::function<void(const yaml::Node&)>&) override {
    group(named(key, SpecKind::overlays), [&](Visitor& v) { described(v, "<scenario>"); });
  }
  void sweep(const Key& key, const std::function<void(const yaml::Node&)>&) override {
    add(named(key, SpecKind::sweep));
  }
  bool reading() const override { return false; }
  void reject(const char*, const std::string&) override {}
  bool given(const char*) const override { return false; }
  Position here() const override { return {}; }

 private:
  static Spec named(const Key& key, SpecKind kind) {
    Spec spec;
    spec.kind = kind;
    spec.name = key.name;
    spec.doc = key.doc;
    spec.example = key.example;
    spec.fallback = key.fallback;
    spec.required = key.required;
    spec.on_demand = key.on_demand;
    spec.key = key;
    return spec;
  }

  void add(Spec spec) { open_.back()->children.push_back(std::move(spec)); }

  void group(Spec spec, const Body& body) {
    open_.push_back(&spec);
    body(*this);
    open_.pop_back();
    add(std::move(spec));
  }

  /// Several keys make a section without name; one value without name stands for itself.
  Body one(const Body& body) {
    return [this, body](Visitor&) {
      Spec form;
      form.kind = SpecKind::section;
      open_.push_back(&form);
      body(*this);
      open_.pop_back();
      if (form.children.size() == 1 && form.children.front().name.empty()) {
        Spec only = std::move(form.children.front());
        if (open_.back()->kind != SpecKind::either) only.fallback.clear();  // an entry is written or not there
        add(std::move(only));
      } else {
        add(std::move(form));
      }
    };
  }

  std::vector<Spec*> open_;
};

Spec build() {
  Spec root;
  root.kind = SpecKind::section;
  SpecBuilder builder(root);
  builder.context.currency = {"", 2};
  Config config;
  describe(builder, config, {}, false);
  return root;
}

}  // namespace

const Spec* Spec::child(std::string_view child_name) const {
  const auto found =
      std::find_if(children.begin(), children.end(), [&](const Spec& s) { return s.name == child_name; });
  return found == children.end() ? nullptr : &*found;
}

const Spec& config_spec() {
  static const Spec spec = build();
  return spec;
}

}  // namespace delcredere::config
