#include "outputs/terminal/result_view.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "outputs/text/utf8.h"

namespace delcredere::terminal {
namespace {

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();
constexpr double kNormal975 = 1.959963984540054;  // Phi^-1(0.975)

std::optional<std::size_t> offset(const Variable& variable, const std::vector<Index>& at) {
  std::size_t position = 0;
  for (std::size_t axis = 0; axis < variable.dims.size(); ++axis) {
    const auto named =
        std::find_if(at.begin(), at.end(), [&](const Index& i) { return i.first == variable.dims[axis]; });
    if (named == at.end() || named->second >= variable.shape[axis]) return std::nullopt;
    position = position * variable.shape[axis] + named->second;
  }
  return position;
}

}  // namespace

const Variable* ResultView::find(std::string_view group, std::string_view variable) const {
  const Group* found = file_.find(group);
  return found == nullptr ? nullptr : found->find(variable);
}

bool ResultView::has(std::string_view group, std::string_view variable) const {
  return find(group, variable) != nullptr;
}

double ResultView::value(std::string_view group, std::string_view name, const std::vector<Index>& at) const {
  const Variable* variable = find(group, name);
  if (variable == nullptr) return kUnknown;
  const std::optional<std::size_t> position = offset(*variable, at);
  if (!position) return kUnknown;
  if (const auto* reals = std::get_if<std::vector<double>>(&variable->data)) return (*reals)[*position];
  const AttributeValue* scale = variable->attribute("scale_factor");
  const double factor = scale == nullptr ? 1.0 : std::get<double>(*scale);
  return static_cast<double>(variable->integers()[*position]) * factor;
}

double ResultView::half_width(std::string_view group, std::string_view name, const std::vector<Index>& at) const {
  const std::string own(name);
  const std::string error = group == "losses" && name == "mean" ? "standard_error" : own + "_standard_error";
  if (has(group, error)) return kNormal975 * value(group, error, at);
  const double middle = value(group, name, at);
  const double below = middle - value(group, own + "_lower", at);
  const double above = value(group, own + "_upper", at) - middle;
  return std::isnan(below) || std::isnan(above) ? kUnknown : std::max(below, above);
}

std::vector<std::string> ResultView::texts(std::string_view group, std::string_view name) const {
  const Variable* variable = find(group, name);
  return variable == nullptr ? std::vector<std::string>{} : variable->strings();
}

std::vector<double> ResultView::numbers(std::string_view group, std::string_view name) const {
  const Variable* variable = find(group, name);
  if (variable == nullptr) return {};
  if (const auto* reals = std::get_if<std::vector<double>>(&variable->data)) return *reals;
  const std::vector<std::int64_t>& integers = variable->integers();
  return {integers.begin(), integers.end()};
}

std::optional<std::size_t> ResultView::probability(std::string_view group, double p) const {
  const std::vector<double> axis = numbers(group, "probability");
  for (std::size_t i = 0; i < axis.size(); ++i) {
    if (std::abs(axis[i] - p) < 1e-12) return i;
  }
  return std::nullopt;
}

Date ResultView::as_of() const { return Date::parse_iso(file_.text_attribute("as_of")).value_or(Date{}); }

Date ResultView::date(double days) const { return Date{as_of().serial + static_cast<std::int32_t>(days)}; }

int ResultView::digits() const {
  return static_cast<int>(std::clamp<std::int64_t>(file_.integer_attribute("currency_digits"), 0, 6));
}

std::string ResultView::currency() const { return for_terminal(file_.text_attribute("currency")); }

}  // namespace delcredere::terminal
