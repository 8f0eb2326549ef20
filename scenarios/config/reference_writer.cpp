// docs/configuration.md from the description.

#include "scenarios/config/spec.h"
#include "scenarios/config/writers.h"

namespace delcredere::config {
namespace {

constexpr const char* kIntroduction = R"(# Configuration

Every key of the config. This page is written from the program's own description of the keys; a test keeps it equal.

A config is one YAML (or JSON) document, UTF-8, at most 1 MiB. What is written is read strictly:

- **Numbers** are exact decimals with a point: `0.3`, `12`, `1e-6`. Not numbers: `0,3` `1_000` `010` `0x10` `+5` `.5` `nan` `.inf`. Amounts, exchange rates and the shares of policies and outputs are exact to 18 digits and have no exponent.
- **Shares** are a number in [0, 1] or `N%`.
- **Durations** are `N days`, `N weeks` or `N months`. The months of the horizon are those of the calendar; elsewhere N months are N x 365 / 12 days, rounded half to even (3 months = 91 days, 6 = 182, 12 = 365). Means and standard deviations of delays may have decimals: `17.8 days`.
- **Dates** are ISO: `2026-01-05`. **Amounts** are in whole units of the base currency, with at most the decimals of its smallest unit.
- A quoted duration, date or percentage means the same as an unquoted one; a quoted bare number is an error. Words such as `NO`, `on`, `y` stay text.
- Unknown keys, duplicate keys, aliases, anchors, merge keys, tags and second documents are errors. Every error names file, line, column and key; all are reported in one pass, at most 50.
- A named entry of a table (a sector, a segment) stands for itself: what it leaves out takes the default of this page, not the value of the entry `default`.
- Files are relative to the folder of the config. `columns` maps our column names to the headers of the file.

Scenarios are overlays on the base: maps merge deeply, lists replace, and of two keys that exclude each other the overlay's replaces the base's. `include` reads an overlay from a file; keys beside it win over the file's. `sweep` adds one scenario for every combination of its values, named `key=value,key=value`. On the command line `--set path.to.key=value` edits the base before the scenarios.

A policy may be a **grid** of structures: `insured_percentage: [80%, 90%]` and `aggregate_first_loss: [0, 50000]` (a list of its amounts) under `insurance.base` make four policies, `base/insured_percentage=80%,aggregate_first_loss=0` and so on, the first list varying slowest, at most 1,000 for each policy. A scenario may change the terms beside the lists, for the whole grid (`insurance: {base: {...}}`) or for one structure by its name.

Exit codes: 2 the config is wrong, 3 an input file is wrong, 4 a file cannot be read, 7 the horizon needs more memory than is sensible.
)";

std::string cell(const std::string& text) {
  std::string safe;
  for (const char c : text) {
    if (c == '|') safe += '\\';
    safe += c;
  }
  return safe;
}

std::string type_of(const Spec& key) {
  switch (key.kind) {
    case SpecKind::scalar:
      return key.allowed;
    case SpecKind::section:
      return "a map, below";
    case SpecKind::table: {
      const Spec& form = key.children.front();
      const std::string inside = form.kind == SpecKind::section ? "a map, below" : type_of(form);
      return "a map from `" + key.placeholder + "` to " + inside;
    }
    case SpecKind::list: {
      const Spec& form = key.children.front();
      return form.kind == SpecKind::section ? "a list of maps, below" : "a list; each: " + type_of(form);
    }
    case SpecKind::either: {
      const Spec& detailed = key.children.back();
      return type_of(key.children.front()) + "; or " +
             (detailed.kind == SpecKind::section ? "a map, below" : type_of(detailed));
    }
    case SpecKind::overlays:
      return "a map from `<scenario>` to an overlay, below";
    case SpecKind::sweep:
      return "a map from key paths to lists of values";
  }
  return "";
}

std::string default_of(const Spec& key) {
  if (key.required) return "required";
  return key.fallback.empty() ? "" : "`" + key.fallback + "`";
}

void write(const Spec& spec, const std::string& path, bool repeated, std::string& page);

/// The keys inside a form of a value, where it has any.
void write_form(const Spec& form, const std::string& path, std::string& page) {
  if (form.kind == SpecKind::section) write(form, path, false, page);
}

void write(const Spec& spec, const std::string& path, bool repeated, std::string& page) {
  page += "\n## " + (path.empty() ? "Top level" : "`" + path + "`") +
          "\n\n| key | value | default | meaning |\n|---|---|---|---|\n";
  const auto shown = [&](const Spec& key) { return !repeated || config_spec().child(key.name) == nullptr; };
  for (const Spec& key : spec.children) {
    if (!shown(key)) continue;
    page +=
        "| `" + key.name + "` | " + cell(type_of(key)) + " | " + cell(default_of(key)) + " | " + cell(key.doc) + " |\n";
  }
  if (repeated) {
    page += "\nBesides these, a scenario may have the sections";
    bool first = true;
    for (const Spec& key : spec.children) {
      if (shown(key)) continue;
      page += (first ? " `" : ", `") + key.name + "`";
      first = false;
    }
    page += ", with any of their keys.\n";
  }
  for (const Spec& key : spec.children) {
    if (!shown(key)) continue;
    const std::string below = path.empty() ? key.name : path + "." + key.name;
    switch (key.kind) {
      case SpecKind::section:
        write(key, below, false, page);
        break;
      case SpecKind::table:
        write_form(key.children.front(), below + "." + key.placeholder, page);
        break;
      case SpecKind::list:
        write_form(key.children.front(), below + "[]", page);
        break;
      case SpecKind::either:
        write_form(key.children.back(), below, page);
        break;
      case SpecKind::overlays:
        write(key, below + ".<scenario>", true, page);
        break;
      default:
        break;
    }
  }
}

}  // namespace

std::string reference_page() {
  std::string page = kIntroduction;
  write(config_spec(), "", false, page);
  return page;
}

}  // namespace delcredere::config
