#pragma once
// One field to one value: amounts, shares, whole numbers, yes/no. Exact, strict, without locale. Each reader gives
// nothing on a fault; the describe_ function beside it then says which ("decimal comma", "finer than the minor unit of
// EUR").

#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include "models/core/money.h"

namespace delcredere::csv {

/// Largest amount accepted, in minor units, also for the sum over a book: a quarter of int64, so nothing later wraps.
inline constexpr Money kLargestAmount = std::numeric_limits<Money>::max() / 4;

/// "1234.50", "-3": whole currency units, decimal point, no sign '+', exponent, separators or leading zeros; digits
/// beyond the currency's minor unit only if they are 0; at most kLargestAmount in size.
std::optional<Money> parse_amount(std::string_view text, int digits);
std::string describe_amount_fault(std::string_view text, const Currency& currency);

/// A probability or share in [0, 1]: "0.012", "1.2%", "1e-6".
std::optional<double> parse_probability(std::string_view text);
std::string describe_probability_fault(std::string_view text);

/// yes, no, true, false, 1, 0 in any case; empty is no.
std::optional<bool> parse_yes_no(std::string_view text);

/// A whole number from 0 to `largest`.
std::optional<int> parse_count(std::string_view text, int largest);

}  // namespace delcredere::csv
