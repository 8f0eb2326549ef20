#pragma once
// Amounts of a file in base currency: parsed exactly, converted once at the config's exact rate, rounded half to even
// to base minor units in 128 bits.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/core/decimal.h"
#include "scenarios/csv/report.h"

namespace delcredere::csv {

class AmountReader {
 public:
  /// Other currencies need their rate in `rates`, which must outlive the reader.
  AmountReader(const Currency& base, const std::map<std::string, Decimal>& rates)
      : base_(base), rates_(&rates), currencies_{base.code} {}
  /// Base currency alone.
  explicit AmountReader(const Currency& base);

  /// The amount in base minor units; `currency` empty = base. Nothing after an error was reported.
  std::optional<Money> read(std::string_view text, std::string_view currency, int line, std::string_view amount_column,
                            std::string_view currency_column, Report& report);
  /// An amount in base currency.
  std::optional<Money> read(std::string_view text, int line, std::string_view column, Report& report) const;

  const Currency& base() const { return base_; }
  /// Number of a currency that was read: 0 is base, the others in the order of their first row.
  std::uint8_t number_of(std::string_view currency) {
    return currency.empty() || currency == base_.code ? std::uint8_t{0} : rate_of(currency).number;
  }
  /// Codes by number.
  const std::vector<std::string>& currencies() const { return currencies_; }

 private:
  struct Rate {
    Currency currency;
    std::optional<Decimal> rate;  // nothing: unknown or without rate
    std::string fault;
    std::uint8_t number = 0;
  };
  const Rate& rate_of(std::string_view code);

  Currency base_;
  const std::map<std::string, Decimal>* rates_;
  std::map<std::string, Rate, std::less<>> seen_;
  const Rate* last_ = nullptr;
  std::vector<std::string> currencies_;
};

/// amount x rate from `from` minor units to `to` minor units, half to even; nothing beyond kLargestAmount.
std::optional<Money> convert(Money amount, const Currency& from, const Decimal& rate, const Currency& to);

}  // namespace delcredere::csv
