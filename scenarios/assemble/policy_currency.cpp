// A policy in a foreign currency: its amounts at the rate of the config, each converted once. Debts, claims and
// premiums are in base currency, and rates do not move, so that this is the conversion of the debts at the date of loss
// seen from the other side.

#include <fmt/core.h>

#include <limits>

#include "scenarios/assemble/scene.h"

namespace delcredere::assemble {
namespace {

constexpr Int128 kLargest = std::numeric_limits<Money>::max() / 4;

/// Amounts of the config are numbers with the decimals of the base currency, so the rate alone converts them.
class Conversion {
 public:
  explicit Conversion(const Decimal& rate) : rate_(rate) {}

  void operator()(Money& amount) {
    if (amount == kUnlimited) return;
    const Int128 converted = divide_half_even(scaled_product(amount, rate_), rate_.denominator());
    fits_ = fits_ && converted <= kLargest;
    amount = fits_ ? static_cast<Money>(converted) : 0;
  }
  void operator()(std::optional<Money>& amount) {
    if (amount) (*this)(*amount);
  }
  void operator()(CapTable& caps) {
    (*this)(caps.fallback);
    for (auto& [name, cap] : caps.by_key) (*this)(cap);
  }
  bool fits() const { return fits_; }

 private:
  Decimal rate_;
  bool fits_ = true;
};

void convert(Conversion& to_base, PolicyTerms& terms) {
  for (DatedLimit& limit : terms.limits.dated) to_base(limit.amount);
  if (terms.limits.discretionary) to_base(terms.limits.discretionary->amount);
  for (Money* amount : {&terms.non_qualifying_loss, &terms.each_first_loss.amount, &terms.aggregate_first_loss.amount,
                        &terms.minimum_retention, &terms.premium.minimum, &terms.state.aggregate_first_loss_used,
                        &terms.state.liability_used})
    to_base(*amount);
  to_base(terms.buyer_cap);
  to_base(terms.country_cap);
  if (terms.maximum_liability) to_base(terms.maximum_liability->amount);
  to_base(terms.premium.flat);
  to_base(terms.state.premium_paid);
  for (auto& [country, used] : terms.state.country_cap_used) to_base(used);
  for (TreatyTerms& treaty : terms.treaties)
    for (Money* amount : {&treaty.retention, &treaty.limit, &treaty.annual_deductible, &treaty.line}) to_base(*amount);
}

}  // namespace

void convert_to_base(const Scene& scene, const std::string& currency, PolicyTerms& terms) {
  if (currency.empty() || currency == scene.currency.code) return;
  const auto& rates = scene.config.portfolio.exchange_rates;
  const auto rate = rates.find(currency);
  if (rate == rates.end()) {
    scene.error({"insurance", terms.name, "currency"},
                fmt::format("has no exchange rate, got '{}' (allowed: {}, or a currency of exchange_rates)", currency,
                            scene.currency.code));
    return;
  }
  if (rate->second.mantissa <= 0) return;  // refused where it stands
  Conversion to_base(rate->second);
  convert(to_base, terms);
  terms.limits.column_rate = rate->second;
  if (!to_base.fits())
    scene.error({"insurance", terms.name, "currency"},
                fmt::format("makes amounts of policy '{}' too large in {}", terms.name, scene.currency.code));
}

}  // namespace delcredere::assemble
