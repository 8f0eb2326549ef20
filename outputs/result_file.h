#pragma once
// A result file in memory: groups of named, labelled arrays. outputs/layout/ fills it from a run, outputs/hdf5/ writes
// and reads it, everything that shows results (terminal, tables, report) reads nothing else.
//
// A coordinate is a variable of one dimension that bears the dimension's name ("scenario" over scenario).

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace delcredere {

/// Version of the layout that docs/result-file.md specifies. A reader accepts its own major and any minor.
inline constexpr std::int64_t kResultFormatMajor = 1;
inline constexpr std::int64_t kResultFormatMinor = 0;
inline constexpr std::string_view kResultFormatName = "delcredere-result";

using AttributeValue = std::variant<std::string, double, std::int64_t, std::uint64_t, std::vector<double>,
                                    std::vector<std::int64_t>, std::vector<std::string>>;

struct Attribute {
  std::string name;
  AttributeValue value;

  friend bool operator==(const Attribute&, const Attribute&) = default;
};

using Attributes = std::vector<Attribute>;  ///< in the order they are written

using VariableData = std::variant<std::vector<double>, std::vector<std::int64_t>, std::vector<std::string>>;

struct Variable {
  std::string name;
  std::vector<std::string> dims;   ///< dimension names; empty = a scalar
  std::vector<std::size_t> shape;  ///< one length per dimension
  VariableData data;               ///< row-major
  Attributes attributes;

  std::size_t size() const;
  bool is_coordinate() const { return dims.size() == 1 && dims.front() == name; }
  const std::vector<double>& doubles() const;         ///< throws Error(io) when it holds something else
  const std::vector<std::int64_t>& integers() const;  ///< likewise
  const std::vector<std::string>& strings() const;    ///< likewise
  const AttributeValue* attribute(std::string_view attribute_name) const;  ///< null when absent
};

struct Group {
  std::string name;                 ///< without the slash: "losses"
  std::vector<Variable> variables;  ///< a coordinate comes before the variables along it
  Attributes attributes;

  const Variable* find(std::string_view variable) const;  ///< null when absent
  const Variable& at(std::string_view variable) const;    ///< throws Error(io) when absent
};

struct ResultFile {
  Attributes attributes;
  std::vector<Group> groups;

  const Group* find(std::string_view group) const;  ///< null when absent
  const AttributeValue* attribute(std::string_view name) const;
  std::string text_attribute(std::string_view name) const;      ///< "" when absent
  std::int64_t integer_attribute(std::string_view name) const;  ///< 0 when absent
};

/// Equal contents; NaN equals NaN.
bool same_contents(const Variable& a, const Variable& b);
bool same_contents(const Group& a, const Group& b);
bool same_contents(const ResultFile& a, const ResultFile& b);

}  // namespace delcredere
