#pragma once
// Exact decimal numbers and fractions: percentages of a policy, probabilities of a quantile.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "models/core/money.h"

namespace delcredere {

/// mantissa x 10^-scale, exactly. 0 <= scale <= 18; kept in lowest terms (no trailing zero digits in the scale).
struct Decimal {
  std::int64_t mantissa = 0;
  int scale = 0;

  /// Reads "12", "-0.5", "12.340" (no sign '+', no exponent, no leading zeros but "0.", no separators, no locale);
  /// nothing when the text is not of that form or needs more than 18 digits.
  static std::optional<Decimal> parse(std::string_view text);
  /// Reads a probability or share: a plain number, or one with a trailing '%' (divided by 100 exactly).
  static std::optional<Decimal> parse_share(std::string_view text);

  double to_double() const;
  std::string text() const;          ///< shortest exact form: "0.995"
  std::string percent_text() const;  ///< "99.5%"
  std::int64_t denominator() const;  ///< 10^scale
  /// This number of whole currency units in minor units; nothing when finer than the minor unit or out of int64.
  std::optional<Money> to_money(const Currency& currency) const;

  friend bool operator==(const Decimal&, const Decimal&) = default;
};

/// amount x share, exactly, as numerator over share.denominator().
constexpr Int128 scaled_product(Money amount, const Decimal& share) {
  return static_cast<Int128>(amount) * share.mantissa;
}

}  // namespace delcredere
