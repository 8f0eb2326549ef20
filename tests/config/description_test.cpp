// Whatever is written from the description agrees with what is read: defaults, schema, reference page.

#include <catch2/catch.hpp>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <sstream>

#include "scenarios/config/reader.h"
#include "scenarios/config/spec.h"
#include "scenarios/config/writers.h"
#include "scenarios/yaml/parse.h"
#include "tests/config/study_folder.h"

using namespace delcredere;
using namespace delcredere::test;
using nlohmann::json;

namespace {

/// Takes the '#' of the first column away from lines that are keys, not sentences ("# word").
std::string uncommented(const std::string& text) {
  std::istringstream lines(text);
  std::string result, line;
  while (std::getline(lines, line)) {
    const bool sentence = line.size() > 2 && line[0] == '#' && line[1] == ' ' && line[2] != ' ';
    result += (!line.empty() && line[0] == '#' && !sentence ? line.substr(1) : line) + '\n';
  }
  return result;
}

void collect_keys(const config::Spec& spec, std::vector<const config::Spec*>& keys) {
  for (const config::Spec& child : spec.children) {
    if (!child.name.empty()) keys.push_back(&child);
    collect_keys(child, keys);
  }
}

/// The tree as a YAML 1.2 reader gives it to a schema checker.
json as_json(const yaml::Node& node) {
  switch (node.kind) {
    case yaml::Kind::null:
      return nullptr;
    case yaml::Kind::list: {
      json list = json::array();
      for (const yaml::Node& item : node.items) list.push_back(as_json(item));
      return list;
    }
    case yaml::Kind::map: {
      json map = json::object();
      for (const yaml::Entry& entry : node.entries) map[entry.key] = as_json(entry.value);
      return map;
    }
    case yaml::Kind::scalar:
      break;
  }
  if (node.quoted) return node.text;
  if (node.text == "true" || node.text == "false") return node.text == "true";
  const json number = json::parse(node.text, nullptr, false);
  return number.is_number() ? number : json(node.text);
}

bool has_validator() {
  return std::system("python3 -W ignore -c 'import jsonschema' >/dev/null 2>&1") == 0;  // NOLINT: a test may ask
}

/// What python3-jsonschema says of a config: true = valid.
bool valid(const WrittenFolder& folder, const std::string& text) {
  folder.write("schema.json", config_schema());
  folder.write("config.json", as_json(yaml::parse(text, "t")).dump());
  const std::string command =
      "cd '" + folder.path() +
      "' && python3 -W ignore -c \"import json, jsonschema; s = json.load(open('schema.json')); "
      "jsonschema.Draft7Validator.check_schema(s); "
      "jsonschema.Draft7Validator(s).validate(json.load(open('config.json')))\""
      " >/dev/null 2>&1";
  return std::system(command.c_str()) == 0;  // NOLINT
}

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// Compares a committed file with what the program writes; DELCREDERE_UPDATE=1 writes it anew.
void check_committed(const std::string& name, const std::string& text) {
  const std::string path = std::string(DELCREDERE_SOURCE_DIR) + "/" + name;
  if (std::getenv("DELCREDERE_UPDATE") != nullptr) {  // NOLINT: tests run in one thread
    std::filesystem::create_directories(std::filesystem::path(path).parent_path());
    std::ofstream(path, std::ios::binary) << text;
  }
  INFO("run this test with DELCREDERE_UPDATE=1 to write " << name << " anew");
  CHECK((read_file(path) == text));
}

}  // namespace

TEST_CASE("the commented defaults are a valid config with the defaults in force") {
  const StudyFolder folder;
  folder.folder().write("buyers.csv", "buyer_id,sector,annual_pd\nB1,a,0.01\nB2,b,0.02\nB3,b,0.02\n");
  const Study shown = folder.load(default_config()).study;
  const Study least = folder
                          .load(
                              "delcredere: 1\nname: example\nas_of: 2026-01-05\ncurrency: EUR\nhorizon: 52 weeks\n"
                              "portfolio: {buyers: buyers.csv, invoices: invoices.csv}\n"
                              "credit: {grades: {A: 0.05%, B: 0.3%, C: 1.2%, D: 4%, E: 12%}}\n"
                              "simulation: {trials: 100000, seed: 20260105}\n")
                          .study;
  CHECK(summary(shown) == summary(least));
}

TEST_CASE("every key of the defaults, live or commented out, is read, and every key that is read is there") {
  const std::string text = uncommented(default_config());
  const yaml::Node root = yaml::parse(text, "defaults");
  config::Problems problems;
  config::Reader reader(root, problems);
  config::Config read;
  config::describe(reader, read, {}, false);
  reader.finish();
  // Keys that exclude each other are all there; nothing is unknown, missing or of a wrong form.
  for (const Diagnostic& d : problems.errors()) {
    INFO(d.text());
    const bool exclusive = d.message.find("one of the two") != std::string::npos ||
                           d.message.find("either") != std::string::npos ||
                           d.message.find("does not apply") != std::string::npos || d.path == "exchange_rates";
    CHECK(exclusive);
  }
  std::vector<const config::Spec*> keys;
  collect_keys(config::config_spec(), keys);
  CHECK(keys.size() > 100);
  for (const config::Spec* key : keys) {
    INFO(key->name);
    const bool named = default_config().find(key->name + ":") != std::string::npos ||
                       default_config().find(" " + key->name + ",") != std::string::npos ||
                       default_config().find(" " + key->name + ".") != std::string::npos;
    CHECK(named);
    CHECK_FALSE(key->doc.empty());
  }
}

TEST_CASE("the schema has the keys of the description and no others") {
  const json schema = json::parse(config_schema());
  const std::function<void(const config::Spec&, const json&)> same = [&](const config::Spec& spec, const json& part) {
    INFO(spec.name);
    switch (spec.kind) {
      case config::SpecKind::section: {
        // Beside the map there may be the list of a grid.
        const json& map = part.contains("properties") ? part : part.at("anyOf").at(0);
        CHECK(map.at("properties").size() == spec.children.size());
        CHECK(map.at("additionalProperties") == false);
        for (const config::Spec& child : spec.children) same(child, map.at("properties").at(child.name));
        break;
      }
      case config::SpecKind::table:
        same(spec.children.front(), part.at("additionalProperties"));
        break;
      case config::SpecKind::list:
        same(spec.children.front(), part.at("items"));
        break;
      case config::SpecKind::either:
        same(spec.children.front(), part.at("anyOf").at(0));
        same(spec.children.back(), part.at("anyOf").at(1));
        break;
      case config::SpecKind::overlays: {
        const json& scenario = schema.at("definitions").at("scenario");
        CHECK(scenario.at("properties").size() == spec.children.size());
        for (const config::Spec& child : spec.children) same(child, scenario.at("properties").at(child.name));
        break;
      }
      default:
        CHECK(part.contains("description"));
        break;
    }
  };
  same(config::config_spec(), schema);
}

TEST_CASE("configs are valid by the schema, and typing errors are not") {
  if (!has_validator()) {
    WARN("skipped: python3 has no jsonschema");
    return;
  }
  const StudyFolder folder;
  const WrittenFolder scratch;
  CHECK(valid(scratch, default_config()));
  const std::string grid =
      "insurance: {p: {insured_percentage: [80%, 0.9], aggregate_first_loss: [0, 5], max_terms: [30 days]}}\n";
  CHECK(valid(scratch, kLeast + grid));
  CHECK_FALSE(valid(scratch, std::string(kLeast) + "insurance: {p: {insured_percentage: [80%, [1]]}}\n"));
  CHECK_FALSE(valid(scratch, std::string(kLeast) + "insurance: {p: {currency: [EUR]}}\n"));
  for (const char* text : {kLeast, kFull, kExposures}) {
    INFO(text);
    CHECK(valid(scratch, text));
    CHECK(valid(scratch, folder.load(text).config_effective));
  }
  const std::string least = kLeast;
  CHECK_FALSE(valid(scratch, least + "trails: 1\n"));
  CHECK_FALSE(valid(scratch, least + "period: day\n"));
  CHECK_FALSE(valid(scratch, least + "payment: {buyer_effect: 1.2}\n"));
  CHECK_FALSE(valid(scratch, least + "payment: {buyer_effect: '0.2'}\n"));
  CHECK_FALSE(valid(scratch, least + "scenarios: {s: {simulation: {}}}\n"));
  CHECK_FALSE(valid(scratch, least + "liquidity: {credit_line: {}}\n"));
  CHECK(valid(scratch, least + "scenarios: {s: {shocks: {x: {occurs: certain}}}}\n"));  // overlays need not be whole
}

TEST_CASE("committed schema and reference page are what the program writes") {
  check_committed("configs/schema/run.schema.json", config_schema());
  check_committed("docs/configuration.md", config::reference_page());
}
