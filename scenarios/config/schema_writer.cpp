// JSON Schema (draft-07) from the description.

#include <cmath>
#include <nlohmann/json.hpp>

#include "scenarios/config/grid.h"
#include "scenarios/config/spec.h"
#include "scenarios/config/writers.h"
#include "scenarios/yaml/parse.h"

namespace delcredere::config {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kPercent = "^-?(0|[1-9][0-9]*)(\\.[0-9]+)?%$";
constexpr const char* kDuration = "^(0|[1-9][0-9]*) (day|days|week|weeks|month|months)$";
constexpr const char* kDays = "^(0|[1-9][0-9]*)((\\.[0-9]+)? (day|days|week|weeks)| (month|months))$";
constexpr const char* kDate = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$";

void add_range(Json& schema, const Key& key) {
  if (std::isfinite(key.minimum)) schema[key.above_minimum ? "exclusiveMinimum" : "minimum"] = key.minimum;
  if (std::isfinite(key.maximum)) schema[key.below_maximum ? "exclusiveMaximum" : "maximum"] = key.maximum;
}

Json number_schema(const Key& key) {
  Json schema{{"type", "number"}};
  add_range(schema, key);
  return schema;
}

Json integer_schema(const Key& key) {
  Json schema{{"type", "integer"}};
  schema["minimum"] = std::isfinite(key.minimum) ? static_cast<std::int64_t>(key.minimum) : 0;
  if (!std::isfinite(key.maximum)) {
    schema["maximum"] = std::numeric_limits<std::uint64_t>::max();
  } else {
    const auto maximum = static_cast<std::uint64_t>(key.maximum);
    schema["maximum"] = key.below_maximum ? maximum - 1 : maximum;
  }
  return schema;
}

Json scalar_schema(const Spec& spec) {
  switch (spec.type) {
    case ScalarType::text:
      return {{"type", {"string", "number"}}};
    case ScalarType::flag:
      return {{"type", "boolean"}};
    case ScalarType::choice:
      return {{"enum", spec.choices}};
    case ScalarType::integer:
      return integer_schema(spec.key);
    case ScalarType::number:
    case ScalarType::amount:
      return number_schema(spec.key);
    case ScalarType::share:
    case ScalarType::factor:
      return {{"anyOf", {number_schema(spec.key), {{"type", "string"}, {"pattern", kPercent}}}}};
    case ScalarType::duration:
      return {{"type", "string"}, {"pattern", kDuration}};
    case ScalarType::days:
      return {{"type", "string"}, {"pattern", kDays}};
    case ScalarType::date:
      return {{"type", "string"}, {"pattern", kDate}};
  }
  return {};
}

/// Text of a default as JSON: a number where it is one.
Json default_value(const yaml::Node& node) {
  if (node.kind == yaml::Kind::list) {
    Json list = Json::array();
    for (const yaml::Node& item : node.items) list.push_back(default_value(item));
    return list;
  }
  if (node.text == "true" || node.text == "false") return node.text == "true";
  if (const auto whole = parse_integer(node.text)) return static_cast<std::int64_t>(*whole);
  if (const auto number = parse_number(node.text)) return *number;
  return node.text;
}

Json schema_of(const Spec& spec, bool overlay, bool grid = false);

/// A term of a policy, or the list of a grid. A section's list is one of amounts.
Json or_list(const Spec& spec, Json schema) {
  Json one = spec.kind == SpecKind::section ? scalar_schema(*spec.child("amount")) : schema;
  if (spec.kind == SpecKind::either) one = scalar_schema(spec.children.front());
  if (!schema.contains("anyOf")) schema = {{"anyOf", Json::array({std::move(schema)})}};
  schema["anyOf"].push_back({{"type", "array"}, {"minItems", 1}, {"items", std::move(one)}});
  return schema;
}

Json section_schema(const Spec& spec, bool overlay, bool grid = false) {
  Json schema{{"type", {"object", "null"}}};
  Json required = Json::array();
  Json properties = Json::object();
  for (const Spec& key : spec.children) {
    properties[key.name] = schema_of(key, overlay, grid);
    if (key.required) required.push_back(key.name);
  }
  if (!required.empty() && !overlay) schema["required"] = required;
  if ((!required.empty() || spec.required) && !overlay) schema["type"] = "object";
  schema["properties"] = std::move(properties);
  schema["additionalProperties"] = false;
  return schema;
}

/// grid: inside a policy of the base.
Json schema_of(const Spec& spec, bool overlay, bool grid) {
  Json schema;
  switch (spec.kind) {
    case SpecKind::scalar:
      schema = scalar_schema(spec);
      break;
    case SpecKind::section:
      schema = section_schema(spec, overlay, grid);
      break;
    case SpecKind::table: {
      const bool policies = spec.name == "insurance" && !overlay;
      schema = {{"type", {"object", "null"}},
                {"additionalProperties", schema_of(spec.children.front(), overlay, policies)}};
      break;
    }
    case SpecKind::list:
      schema = {{"type", "array"}, {"items", schema_of(spec.children.front(), false)}};
      break;
    case SpecKind::either:
      schema = {{"anyOf", {schema_of(spec.children.front(), overlay), schema_of(spec.children.back(), overlay, grid)}}};
      break;
    case SpecKind::overlays:
      schema = {{"type", {"object", "null"}}, {"additionalProperties", {{"$ref", "#/definitions/scenario"}}}};
      break;
    case SpecKind::sweep:
      schema = {{"type", {"object", "null"}}, {"additionalProperties", {{"type", "array"}, {"minItems", 1}}}};
      break;
  }
  if (grid && !spec.name.empty() && takes_grid(spec)) schema = or_list(spec, std::move(schema));
  if (!spec.doc.empty()) schema["description"] = spec.doc;
  if (!spec.fallback.empty()) schema["default"] = default_value(yaml::parse(spec.fallback, "default"));
  return schema;
}

}  // namespace

std::string json_schema() {
  const Spec& root = config_spec();
  Json schema{{"$schema", "http://json-schema.org/draft-07/schema#"}, {"title", "delcredere config"}};
  schema.update(schema_of(root, false));
  if (const Spec* scenarios = root.child("scenarios")) {
    schema["definitions"] = {{"scenario", section_schema(*scenarios, true)}};
  }
  return schema.dump(2) + "\n";
}

}  // namespace delcredere::config
