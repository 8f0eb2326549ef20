#include "scenarios/csv/amounts.h"

#include <fmt/format.h>

#include "scenarios/csv/fields.h"

namespace delcredere::csv {

namespace {
const std::map<std::string, Decimal> kNoRates;
}  // namespace

AmountReader::AmountReader(const Currency& base) : AmountReader(base, kNoRates) {}

std::optional<Money> convert(Money amount, const Currency& from, const Decimal& rate, const Currency& to) {
  // amount < 2^61 and mantissa < 10^18 < 2^60, so only the scaling to base minor units can leave 128 bits.
  Int128 numerator = scaled_product(amount, rate);
  if (__builtin_mul_overflow(numerator, static_cast<Int128>(to.minor_per_unit()), &numerator)) return std::nullopt;
  const Int128 denominator = static_cast<Int128>(rate.denominator()) * from.minor_per_unit();
  const Int128 converted = divide_half_even(numerator, denominator);
  if (converted > kLargestAmount || converted < -kLargestAmount) return std::nullopt;
  return static_cast<Money>(converted);
}

const AmountReader::Rate& AmountReader::rate_of(std::string_view code) {
  if (last_ != nullptr && last_->currency.code == code) return *last_;
  auto found = seen_.find(code);
  if (found == seen_.end()) {
    const std::string name(code);
    Rate entry{{name, 2}, std::nullopt, ""};
    const auto currency = find_currency(name);
    const auto rate = rates_->find(name);
    if (name == base_.code) {
      entry.currency = base_;
      entry.rate = Decimal{1, 0};
    } else if (!currency) {
      entry.fault = fmt::format("no currency of ISO 4217, got {}", shown(name));
    } else if (rate == rates_->end()) {
      entry.fault = fmt::format(
          "no exchange rate for {}. Give it in the config: exchange_rates: {{{}: N}}, in {} for "
          "one {}",
          name, name, base_.code, name);
    } else if (rate->second.mantissa <= 0) {
      entry.fault = fmt::format("the exchange rate of {} must be above 0, got {}", name, rate->second.text());
    } else {
      entry.currency = *currency;
      entry.rate = rate->second;
      entry.number = static_cast<std::uint8_t>(currencies_.size());  // ISO 4217 has fewer than 255
      currencies_.push_back(name);
    }
    found = seen_.emplace(name, std::move(entry)).first;
  }
  last_ = &found->second;
  return *last_;
}

std::optional<Money> AmountReader::read(std::string_view text, int line, std::string_view column,
                                        Report& report) const {
  const auto amount = parse_amount(text, base_.digits);
  if (!amount) report.error(line, column, describe_amount_fault(text, base_));
  return amount;
}

std::optional<Money> AmountReader::read(std::string_view text, std::string_view currency, int line,
                                        std::string_view amount_column, std::string_view currency_column,
                                        Report& report) {
  if (currency.empty() || currency == base_.code) return read(text, line, amount_column, report);
  const Rate& rate = rate_of(currency);
  if (!rate.rate) {
    report.error(line, currency_column, rate.fault);
    return std::nullopt;
  }
  const auto amount = parse_amount(text, rate.currency.digits);
  if (!amount) {
    report.error(line, amount_column, describe_amount_fault(text, rate.currency));
    return std::nullopt;
  }
  const auto converted = convert(*amount, rate.currency, *rate.rate, base_);
  if (!converted) {
    report.error(line, amount_column,
                 fmt::format("too large in {} at {} for one {}, got {}", base_.code, rate.rate->text(),
                             rate.currency.code, shown(text)));
  }
  return converted;
}

}  // namespace delcredere::csv
