#include "outputs/result_file.h"

#include <algorithm>
#include <bit>
#include <functional>
#include <numeric>

#include "models/core/error.h"

namespace delcredere {
namespace {

template <class Range>
auto find_named(Range& range, std::string_view name) -> decltype(&*range.begin()) {
  for (auto& element : range) {
    if (element.name == name) return &element;
  }
  return nullptr;
}

template <class T>
const std::vector<T>& held(const Variable& variable, const char* kind) {
  if (const auto* values = std::get_if<std::vector<T>>(&variable.data)) return *values;
  throw Error(ExitCode::io, "variable '" + variable.name + "' does not hold " + kind);
}

bool same_bits(double a, double b) { return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b); }

bool same_data(const VariableData& a, const VariableData& b) {
  const auto* left = std::get_if<std::vector<double>>(&a);
  const auto* right = std::get_if<std::vector<double>>(&b);
  if (left == nullptr || right == nullptr) return a == b;
  return std::equal(left->begin(), left->end(), right->begin(), right->end(), same_bits);
}

template <class T>
bool same_elements(const std::vector<T>& a, const std::vector<T>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const T& x, const T& y) { return same_contents(x, y); });
}

}  // namespace

std::size_t Variable::size() const {
  return std::accumulate(shape.begin(), shape.end(), std::size_t{1}, std::multiplies<>{});
}

const std::vector<double>& Variable::doubles() const { return held<double>(*this, "real numbers"); }
const std::vector<std::int64_t>& Variable::integers() const { return held<std::int64_t>(*this, "integers"); }
const std::vector<std::string>& Variable::strings() const { return held<std::string>(*this, "texts"); }

const AttributeValue* Variable::attribute(std::string_view attribute_name) const {
  const Attribute* found = find_named(attributes, attribute_name);
  return found == nullptr ? nullptr : &found->value;
}

const Variable* Group::find(std::string_view variable) const { return find_named(variables, variable); }

const Variable& Group::at(std::string_view variable) const {
  if (const Variable* found = find(variable)) return *found;
  throw Error(ExitCode::io, "the result file has no variable /" + name + "/" + std::string(variable));
}

const Group* ResultFile::find(std::string_view group) const { return find_named(groups, group); }

const AttributeValue* ResultFile::attribute(std::string_view name) const {
  const Attribute* found = find_named(attributes, name);
  return found == nullptr ? nullptr : &found->value;
}

std::string ResultFile::text_attribute(std::string_view name) const {
  const AttributeValue* value = attribute(name);
  const auto* text = value == nullptr ? nullptr : std::get_if<std::string>(value);
  return text == nullptr ? std::string{} : *text;
}

std::int64_t ResultFile::integer_attribute(std::string_view name) const {
  const AttributeValue* value = attribute(name);
  const auto* number = value == nullptr ? nullptr : std::get_if<std::int64_t>(value);
  return number == nullptr ? 0 : *number;
}

bool same_contents(const Variable& a, const Variable& b) {
  return a.name == b.name && a.dims == b.dims && a.shape == b.shape && a.attributes == b.attributes &&
         same_data(a.data, b.data);
}

bool same_contents(const Group& a, const Group& b) {
  return a.name == b.name && a.attributes == b.attributes && same_elements(a.variables, b.variables);
}

bool same_contents(const ResultFile& a, const ResultFile& b) {
  return a.attributes == b.attributes && same_elements(a.groups, b.groups);
}

}  // namespace delcredere
