#pragma once
// The one description of every key of the config. A section is a function that shows its keys to a visitor:
//
//   void describe(Visitor& v, LgdLaw& law) {
//     v.share({.name = "mean", .doc = "mean loss given default"}, law.mean);
//   }
//
// Two visitors walk it: Reader fills the values from the tree of a config (config/reader.h), SpecBuilder notes names,
// types, ranges and defaults (config/spec.h), from which the schema, the commented defaults, the effective config and
// the reference page are written. A default is the value that the member has before reading, so it is stated once.

#include <functional>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "models/core/calendar.h"
#include "models/core/decimal.h"
#include "models/core/error.h"
#include "models/core/money.h"
#include "scenarios/config/scalars.h"
#include "scenarios/yaml/node.h"

namespace delcredere::config {

enum class ScalarType { text, flag, choice, integer, number, share, factor, amount, duration, days, date };

/// What the description says about a key.
struct Key {
  const char* name = "";      ///< "" = the value itself: an item of a list, a plain form of an alternative
  const char* doc = "";       ///< one sentence
  const char* example = "";   ///< YAML; shown where there is no default
  const char* fallback = "";  ///< YAML; the default where the member's own value cannot say it
  bool required = false;
  bool on_demand = false;  ///< absent is a meaning of its own: never filled in
  bool shown = false;      ///< on demand, but live in the commented defaults, which need it
  bool aside = false;      ///< belongs to a choice that is not the default: commented out in the commented defaults
  const char* rival = "";  ///< the key beside it that takes its place: the default holds only without that one
  double minimum = -std::numeric_limits<double>::infinity();
  double maximum = std::numeric_limits<double>::infinity();
  bool above_minimum = false;  ///< the minimum itself is out
  bool below_maximum = false;  ///< the maximum itself is out
};

/// What values mean: amounts in minor units of the currency.
struct Context {
  Currency currency{"EUR", 2};
  Date as_of;
};

/// A value's type and how it is read. `read` returns what is wrong, "" when the value was taken.
struct Slot {
  ScalarType type = ScalarType::text;
  std::vector<std::string> choices;
  std::string fallback;  ///< the member's value before reading, as YAML; "" = none
  std::string allowed;   ///< "a number from 0 to 1, or N%"
  std::function<std::string(const yaml::Node&)> read;
};

Slot text_slot(const Key& key, std::string& target);
Slot flag_slot(const Key& key, bool& target);
Slot choice_slot(std::vector<std::string> names, std::size_t current, std::function<void(std::size_t)> choose);
Slot integer_slot(const Key& key, std::uint64_t& target);
Slot integer_slot(const Key& key, int& target);
Slot number_slot(const Key& key, double& target);
Slot number_slot(const Key& key, Decimal& target);
Slot share_slot(const Key& key, ScalarType type, double& target);
Slot share_slot(const Key& key, ScalarType type, Decimal& target);
Slot amount_slot(const Key& key, const Context& context, Money& target);
Slot duration_slot(const Key& key, Span& target);
Slot duration_slot(const Key& key, Day& target);
Slot days_slot(const Key& key, double& target);
Slot date_slot(const Key& key, Date& target);

class Visitor {
 public:
  using Body = std::function<void(Visitor&)>;
  using EntryBody = std::function<void(Visitor&, const std::string&)>;
  using ItemBody = std::function<void(Visitor&, std::size_t)>;

  virtual ~Visitor() = default;

  // --- what a visitor does -------------------------------------------------------------------------------------------
  virtual void value(const Key& key, const Slot& slot) = 0;
  /// A map of described keys; `body` is called inside it. Reader: only where the key is given.
  virtual void section(const Key& key, const Body& body) = 0;
  /// A map of free names. `placeholder` names an entry ("<sector>"); `fixed` is an entry that is always in force.
  virtual void table(const Key& key, const char* placeholder, const char* fixed, const EntryBody& body) = 0;
  virtual void list(const Key& key, const std::function<void()>& begin, const ItemBody& item) = 0;
  /// A value that is written as one scalar (`plain`, with keys of name "") or as a map (`detailed`).
  virtual void either(const Key& key, const Body& plain, const Body& detailed) = 0;
  /// Overlays on this same description: `described` for writers, `read` for the reader.
  virtual void overlays(const Key& key, const EntryBody& described,
                        const std::function<void(const yaml::Node&)>& read) = 0;
  /// A map from key paths to lists of values.
  virtual void sweep(const Key& key, const std::function<void(const yaml::Node&)>& read) = 0;
  virtual bool reading() const = 0;
  /// An error at a key of the current map ("" = at the map itself). Ignored where nothing is read.
  virtual void reject(const char* key, const std::string& message) = 0;
  /// Is this key written in the current map?
  virtual bool given(const char* key) const = 0;
  virtual Position here() const = 0;

  // --- what a description says ---------------------------------------------------------------------------------------
  template <class T>
  void text(const Key& key, T& target) {
    take(key, target, [&](auto& into) { return text_slot(key, into); });
  }
  template <class T>
  void flag(const Key& key, T& target) {
    take(key, target, [&](auto& into) { return flag_slot(key, into); });
  }
  template <class T>
  void integer(const Key& key, T& target) {
    take(key, target, [&](auto& into) { return integer_slot(key, into); });
  }
  template <class T>
  void number(const Key& key, T& target) {
    take(key, target, [&](auto& into) { return number_slot(key, into); });
  }
  /// In [0, 1] unless the key says otherwise.
  template <class T>
  void share(Key key, T& target) {
    bound(key, 0, 1);
    take(key, target, [&](auto& into) { return share_slot(key, ScalarType::share, into); });
  }
  /// A multiplier >= 0, as a number or N%.
  template <class T>
  void factor(Key key, T& target) {
    bound(key, 0, std::numeric_limits<double>::infinity());
    take(key, target, [&](auto& into) { return share_slot(key, ScalarType::factor, into); });
  }
  /// >= 0 unless the key says otherwise.
  template <class T>
  void amount(Key key, T& target) {
    bound(key, 0, std::numeric_limits<double>::infinity());
    take(key, target, [&](auto& into) { return amount_slot(key, context, into); });
  }
  template <class T>
  void duration(Key key, T& target) {
    bound(key, 0, std::numeric_limits<double>::infinity());
    take(key, target, [&](auto& into) { return duration_slot(key, into); });
  }
  template <class T>
  void days(Key key, T& target) {
    bound(key, 0, std::numeric_limits<double>::infinity());
    take(key, target, [&](auto& into) { return days_slot(key, into); });
  }
  template <class T>
  void date(const Key& key, T& target) {
    take(key, target, [&](auto& into) { return date_slot(key, into); });
  }
  template <class E>
  void choice(const Key& key, E& target, const std::vector<std::pair<const char*, E>>& options) {
    std::vector<std::string> names;
    std::size_t current = options.size();
    for (std::size_t i = 0; i < options.size(); ++i) {
      names.emplace_back(options[i].first);
      if (options[i].second == target) current = i;
    }
    value(key, choice_slot(std::move(names), current, [&](std::size_t chosen) { target = options[chosen].second; }));
  }
  /// A section whose presence is a choice of its own.
  template <class T, class F>
  void optional_section(Key key, std::optional<T>& target, const F& body) {
    key.on_demand = true;
    section(key, [&](Visitor& v) {
      if (!target) target.emplace();
      body(v, *target);
    });
  }
  template <class T, class F>
  void map_of(const Key& key, const char* placeholder, const char* fixed, std::map<std::string, T>& target,
              const F& body) {
    table(key, placeholder, fixed, [&](Visitor& v, const std::string& name) { body(v, target[name]); });
  }
  template <class T, class F>
  void list_of(const Key& key, std::vector<T>& target, const F& body) {
    list(
        key, [&] { target.clear(); },
        [&](Visitor& v, std::size_t) {
          T item{};
          body(v, item);
          target.push_back(std::move(item));
        });
  }
  void texts(const Key& key, std::vector<std::string>& target) {
    list_of(key, target, [](Visitor& v, std::string& item) { v.text({.name = "", .doc = "One of them."}, item); });
  }

  Context context;

 private:
  static void bound(Key& key, double minimum, double maximum) {
    if (key.minimum == -std::numeric_limits<double>::infinity()) key.minimum = minimum;
    if (key.maximum == std::numeric_limits<double>::infinity()) key.maximum = maximum;
  }
  template <class T, class Make>
  void take(const Key& key, T& target, const Make& make) {
    value(key, make(target));
  }
  template <class T, class Make>
  void take(const Key& key, std::optional<T>& target, const Make& make) {
    T into{};
    Slot slot = make(into);
    slot.fallback.clear();
    value(key, {slot.type, slot.choices, "", slot.allowed, [&](const yaml::Node& node) {
                  std::string wrong = slot.read(node);
                  if (wrong.empty()) target = into;
                  return wrong;
                }});
  }
};

}  // namespace delcredere::config
