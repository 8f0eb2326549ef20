// How each type of value is read, and what its messages say is allowed.

#include <fmt/core.h>

#include <cmath>

#include "scenarios/config/visitor.h"

namespace delcredere::config {
namespace {

using yaml::Node;

constexpr const char* kQuoted = "is a number in quotes. Remove the quotes";

std::string bound_text(double bound, ScalarType type) {
  return type == ScalarType::share ? percent_text(bound) : number_text(bound);
}

std::string range_text(const Key& key, ScalarType type) {
  const bool low = std::isfinite(key.minimum);
  const bool high = std::isfinite(key.maximum);
  if (low && high && !key.above_minimum && !key.below_maximum) {
    return fmt::format(" from {} to {}", bound_text(key.minimum, type), bound_text(key.maximum, type));
  }
  std::string text;
  if (low) text += fmt::format(" {} {}", key.above_minimum ? "above" : "of at least", bound_text(key.minimum, type));
  if (high) {
    text += fmt::format("{} {} {}", low ? " and" : "", key.below_maximum ? "below" : "at most",
                        bound_text(key.maximum, type));
  }
  return text;
}

bool outside(const Key& key, double value) {
  if (!(value >= key.minimum && value <= key.maximum)) return true;
  return (key.above_minimum && value <= key.minimum) || (key.below_maximum && value >= key.maximum);
}

constexpr const char* kOutside = "is out of range";

}  // namespace

Slot text_slot(const Key&, std::string& target) {
  return {ScalarType::text, {}, target, "text", [&target](const Node& node) -> std::string {
            if (node.text.empty()) return "is empty";
            target = node.text;
            return "";
          }};
}

Slot flag_slot(const Key&, bool& target) {
  return {ScalarType::flag, {}, target ? "true" : "false", "true or false", [&target](const Node& node) -> std::string {
            if (node.quoted || (node.text != "true" && node.text != "false")) return "is neither true nor false";
            target = node.text == "true";
            return "";
          }};
}

Slot choice_slot(std::vector<std::string> names, std::size_t current, std::function<void(std::size_t)> choose) {
  std::string allowed;
  for (const std::string& name : names) allowed += (allowed.empty() ? "" : ", ") + name;
  Slot slot{ScalarType::choice, names, current < names.size() ? names[current] : "", allowed, {}};
  slot.read = [names = std::move(names), choose = std::move(choose)](const Node& node) -> std::string {
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (names[i] != node.text) continue;
      choose(i);
      return "";
    }
    return "is not one of the choices";
  };
  return slot;
}

namespace {

template <class T>
Slot integer_slot_of(Key key, T& target, Int128 maximum) {
  Int128 highest = maximum;
  if (key.maximum < static_cast<double>(maximum))
    highest = static_cast<Int128>(key.maximum) - (key.below_maximum ? 1 : 0);
  const std::string upper = fmt::format("{}", static_cast<std::uint64_t>(highest));
  const Int128 lowest = std::isfinite(key.minimum) ? static_cast<Int128>(key.minimum) : 0;
  const std::string allowed =
      lowest == highest ? upper : fmt::format("a whole number from {} to {}", static_cast<std::int64_t>(lowest), upper);
  return {ScalarType::integer,
          {},
          fmt::format("{}", target),
          allowed,
          [lowest, highest, &target](const Node& node) -> std::string {
            const auto number = parse_integer(node.text);
            // All digits but beyond 64 bits is a number, too.
            const bool digits = !node.text.empty() && node.text.find_first_not_of("0123456789") == std::string::npos;
            if (!number) return digits && node.text[0] != '0' ? kOutside : "is not a whole number";
            if (node.quoted) return kQuoted;
            if (*number < lowest || *number > highest) return kOutside;
            target = static_cast<T>(*number);
            return "";
          }};
}

}  // namespace

Slot integer_slot(const Key& key, std::uint64_t& target) {
  return integer_slot_of(key, target, static_cast<Int128>(std::numeric_limits<std::uint64_t>::max()));
}

Slot integer_slot(const Key& key, int& target) {
  return integer_slot_of(key, target, static_cast<Int128>(std::numeric_limits<int>::max()));
}

Slot number_slot(const Key& key, double& target) {
  return {ScalarType::number,
          {},
          number_text(target),
          "a number" + range_text(key, ScalarType::number),
          [key, &target](const Node& node) -> std::string {
            const auto number = parse_number(node.text);
            if (!number) return "is not a number";
            if (node.quoted) return kQuoted;
            if (outside(key, *number)) return kOutside;
            target = *number;
            return "";
          }};
}

Slot number_slot(const Key& key, Decimal& target) {
  return {ScalarType::number,
          {},
          target.text(),
          "a decimal number" + range_text(key, ScalarType::number),
          [key, &target](const Node& node) -> std::string {
            const auto number = Decimal::parse(node.text);
            if (!number) return "is not a decimal number of at most 18 digits";
            if (node.quoted) return kQuoted;
            if (outside(key, number->to_double())) return kOutside;
            target = *number;
            return "";
          }};
}

namespace {

std::string share_allowed(const Key& key, ScalarType type) {
  return (type == ScalarType::share ? "a share" : "a factor") + range_text(key, type) + ", as a number or as N%";
}

bool bare_quoted(const Node& node) { return node.quoted && !node.text.ends_with('%'); }

}  // namespace

Slot share_slot(const Key& key, ScalarType type, double& target) {
  return {type,
          {},
          type == ScalarType::share ? percent_text(target) : number_text(target),
          share_allowed(key, type),
          [key, &target](const Node& node) -> std::string {
            const auto share = parse_share(node.text);
            if (!share) return "is not a number or percentage";
            if (bare_quoted(node)) return kQuoted;
            if (outside(key, *share)) return kOutside;
            target = *share;
            return "";
          }};
}

Slot share_slot(const Key& key, ScalarType type, Decimal& target) {
  return {type,
          {},
          type == ScalarType::share ? target.percent_text() : target.text(),
          share_allowed(key, type),
          [key, &target](const Node& node) -> std::string {
            const auto share = Decimal::parse_share(node.text);
            if (!share) return "is not a decimal number or percentage of at most 18 digits";
            if (bare_quoted(node)) return kQuoted;
            // The ends of the range are whole numbers, so the nearest double is on the right side of them or equal.
            const double value = share->to_double();
            const bool above_one = key.maximum == 1 && share->mantissa > share->denominator();
            if (outside(key, value) || above_one) return kOutside;
            target = *share;
            return "";
          }};
}

Slot amount_slot(const Key& key, const Context& context, Money& target) {
  const Currency currency = context.currency;
  const std::string unit = currency.code.empty() ? "in the base currency" : "of " + currency.code;
  const std::string range = key.minimum < -1e18 ? "" : range_text(key, ScalarType::amount);
  const std::string decimals = currency.code.empty() ? "" : fmt::format(", with at most {} decimals", currency.digits);
  const std::string allowed = "an amount " + unit + range + decimals;
  return {ScalarType::amount,
          {},
          Decimal{target, currency.digits}.text(),
          allowed,
          [key, currency, &target](const Node& node) -> std::string {
            const auto number = Decimal::parse(node.text);
            if (!number) return "is not an amount";
            if (node.quoted) return kQuoted;
            if (outside(key, number->to_double())) return kOutside;
            const auto money = number->to_money(currency);
            if (!money) {
              return number->scale > currency.digits ? "is finer than the currency's smallest unit" : "is too large";
            }
            target = *money;
            return "";
          }};
}

namespace {

constexpr const char* kSpanForm = ", as 'N days', 'N weeks' or 'N months'";

template <class Take>
Slot span_slot(const Key& key, const std::string& fallback, Take take) {
  const std::string range = key.minimum >= 1 ? " of at least 1 day" : "";
  return {ScalarType::duration,
          {},
          fallback,
          "a duration" + range + kSpanForm,
          [key, take](const Node& node) -> std::string {
            const auto span = parse_span(node.text);
            if (!span) return "is not a duration";
            if (static_cast<double>(span->count) < key.minimum) return kOutside;
            return take(*span);
          }};
}

}  // namespace

Slot duration_slot(const Key& key, Span& target) {
  return span_slot(key, target.count > 0 ? target.text() : "", [&target](const Span& span) {
    target = span;
    return std::string();
  });
}

Slot duration_slot(const Key& key, Day& target) {
  return span_slot(key, Span{target, SpanUnit::days}.text(), [&target](const Span& span) -> std::string {
    constexpr Day kLongest = 365 * 1000;
    if (span.days() > kLongest) return "is longer than 1,000 years";
    target = static_cast<Day>(span.days());
    return "";
  });
}

Slot days_slot(const Key& key, double& target) {
  return {ScalarType::days,
          {},
          number_text(target) + " days",
          "a duration" + range_text(key, ScalarType::days) + kSpanForm,
          [key, &target](const Node& node) -> std::string {
            const auto days = parse_days(node.text);
            if (!days) return "is not a duration";
            if (outside(key, *days)) return kOutside;
            target = *days;
            return "";
          }};
}

Slot date_slot(const Key&, Date& target) {
  return {ScalarType::date, {}, "", "a date as YYYY-MM-DD", [&target](const Node& node) -> std::string {
            const auto date = Date::parse_iso(node.text);
            if (!date) return "is not a date";
            target = *date;
            return "";
          }};
}

}  // namespace delcredere::config
