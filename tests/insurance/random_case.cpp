#include "tests/insurance/random_case.h"

#include <algorithm>
#include <array>
#include <random>
#include <tuple>

namespace delcredere::testing {
namespace {

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : engine_(seed) {}
  /// Uniform on low..high; modulo bias does not matter here, reproducibility on every library does.
  std::int64_t in(std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(engine_() % static_cast<std::uint64_t>(high - low + 1));
  }
  bool chance(int percent_value) { return in(1, 100) <= percent_value; }
  Day day(Day low, Day high) { return static_cast<Day>(in(low, high)); }

 private:
  std::mt19937_64 engine_;
};

Decimal random_percentage(Dice& dice) {
  constexpr std::array<Decimal, 9> kShares{
      {{0, 0}, {5, 1}, {8, 1}, {85, 2}, {9, 1}, {95, 2}, {1, 0}, {333, 3}, {75, 2}}};
  return kShares[static_cast<std::size_t>(dice.in(0, 8))];
}

Limits random_limits(Dice& dice, std::uint32_t buyers, Money scale) {
  Limits limits;
  limits.present = true;
  if (dice.chance(50)) {
    limits.column = true;
  } else {
    for (std::uint32_t buyer = 0; buyer < buyers; ++buyer) {
      Day from = dice.day(-300, 50);
      for (std::int64_t n = dice.in(0, 4); n > 0; --n, from += dice.day(1, 120)) {
        const bool decided = !dice.chance(15);
        limits.dated.push_back(
            {buyer, from,
             decided ? std::optional<Money>(dice.chance(15) ? 0 : dice.in(1, 300) * scale) : std::nullopt});
      }
    }
  }
  if (dice.chance(50)) {
    limits.discretionary = DiscretionaryLimit{dice.in(0, 150) * scale, std::nullopt};
    if (dice.chance(60)) limits.discretionary->insured_percentage = random_percentage(dice);
  }
  return limits;
}

ClaimDelay random_delay(Dice& dice) {
  ClaimDelay law;
  std::int64_t share = 0;
  for (Day day = dice.day(0, 3); share < 100; day += dice.day(1, 15)) {
    share = std::min<std::int64_t>(100, share + dice.in(5, 60));
    law.points.push_back({day, percent(share)});
  }
  return law;
}

Deductible random_deductible(Dice& dice, Money largest) {
  return {dice.chance(40) ? 0 : dice.in(0, largest),
          dice.chance(50) ? DeductibleBasis::loss : DeductibleBasis::indemnity};
}

void random_cover(Dice& dice, RandomCase& sample) {
  Cover& cover = sample.terms.cover;
  cover.from = dice.chance(40) ? 0 : dice.day(-200, 60);
  cover.years = static_cast<int>(dice.in(1, 3));
  cover.basis = dice.chance(50) ? CoverBasis::losses_occurring : CoverBasis::risk_attaching;
  cover.year_starts = {cover.from};
  for (int year = 0; year < cover.years; ++year) {
    cover.year_starts.push_back(cover.year_starts.back() + dice.day(60, 150));  // short years, so that they matter
    sample.premiums.push_back(dice.in(0, 50));
  }
}

void random_terms(Dice& dice, RandomCase& sample, std::uint32_t buyers, Money scale) {
  PolicyTerms& terms = sample.terms;
  terms.name = "random";
  random_cover(dice, sample);
  terms.insured_percentage.policy = random_percentage(dice);
  if (dice.chance(30)) terms.insured_percentage.insolvency = random_percentage(dice);
  if (dice.chance(30)) terms.insured_percentage.protracted_default = random_percentage(dice);
  terms.insured_percentage.column = dice.chance(40);
  if (dice.chance(75)) terms.limits = random_limits(dice, buyers, scale);
  if (terms.limits.present && dice.chance(30)) {
    sample.primary.limits = random_limits(dice, buyers, scale);
    terms.limits.excess_of = "primary";
  }
  if (dice.chance(30)) terms.max_terms = dice.day(0, 90);
  if (dice.chance(40)) terms.max_extension = dice.day(0, 60);
  if (dice.chance(20))
    terms.insolvency.reset();
  else
    terms.insolvency->wait = dice.chance(60) ? 0 : dice.day(1, 40);
  if (dice.chance(20) && terms.insolvency)
    terms.protracted_default.reset();
  else
    terms.protracted_default->wait = dice.day(0, 80);
  for (PolicyTerms* policy : {&terms, &sample.primary})
    for (std::int64_t n = dice.chance(30) && policy->limits.present ? dice.in(1, 2) : 0; n > 0; --n)
      policy->limit_actions.push_back({static_cast<std::uint16_t>(dice.in(0, 2)), dice.day(0, 40),
                                       dice.chance(40) ? Decimal{1, 0} : Decimal{333, 3}});
  if (dice.chance(30) && terms.insolvency) {
    terms.pre_shipment = PreShipment{dice.day(1, 90), random_percentage(dice)};
  }
  if (dice.chance(40)) {
    terms.political = CauseTerms{dice.day(0, 80)};
    if (dice.chance(30) && terms.insolvency) terms.protracted_default.reset();
    if (dice.chance(40)) terms.insured_percentage.political = random_percentage(dice);
    // Equal waits make ties with protracted default common.
    if (terms.protracted_default && dice.chance(40)) terms.political->wait = terms.protracted_default->wait;
  }
  if (dice.chance(40)) terms.non_qualifying_loss = dice.in(0, 100) * scale;
  terms.each_first_loss = random_deductible(dice, 60 * scale);
  terms.aggregate_first_loss = random_deductible(dice, 300 * scale);
  if (dice.chance(30)) terms.minimum_retention = dice.in(0, 60) * scale;
  if (dice.chance(30)) terms.buyer_cap.fallback = dice.in(0, 200) * scale;
  if (dice.chance(20)) terms.buyer_cap.by_key["B1000"] = dice.in(0, 200) * scale;
  if (dice.chance(30)) terms.country_cap.fallback = dice.in(0, 300) * scale;
  if (dice.chance(20)) terms.country_cap.by_key["FR"] = dice.in(0, 300) * scale;
  if (dice.chance(60)) {
    MaximumLiability liability;
    if (dice.chance(70))
      liability.amount = dice.in(0, 500) * scale;
    else
      liability.times_premium = Decimal{dice.in(0, 150), 1};
    liability.reinstate = dice.chance(50);
    terms.maximum_liability = liability;
  }
  terms.settlement = dice.day(0, 40);
  terms.filing_lag = dice.day(0, 10);
  if (dice.chance(15)) terms.settlement_law = random_delay(dice);
  if (dice.chance(25)) {
    terms.filing_law = random_delay(dice);
    if (dice.chance(60)) terms.filing_deadline = dice.day(0, 30);
  }
  terms.sharing = static_cast<RecoverySharing>(dice.in(0, 3));
  if (dice.chance(50)) terms.recovery_cost = Decimal{dice.in(0, 1000), 3};
  if (dice.chance(20)) {
    terms.state.aggregate_first_loss_used = dice.in(0, terms.aggregate_first_loss.amount);
    terms.state.liability_used = dice.in(0, 200) * scale;
    terms.state.country_cap_used["FR"] = dice.in(0, 200) * scale;
  }
  if (dice.chance(15)) terms.excluded_countries = {"FR"};
  if (dice.chance(15)) terms.excluded_buyers = {0};
  if (dice.chance(15)) terms.insured_buyers = std::vector<std::uint32_t>{0, 1};
}

void random_trial(Dice& dice, RandomCase& sample, TrialBuyer& buyer, Money scale) {
  for (Day day = 0; day <= sample.horizon && dice.chance(80); day += dice.day(20, 80))
    buyer.grades.push_back({day, static_cast<std::uint16_t>(dice.in(0, 3))});
  for (Day first = dice.day(1, 150); first <= sample.horizon && dice.chance(50); first += dice.day(1, 120)) {
    const Day last = first + dice.day(0, 60);
    buyer.stops.push_back({0, first, last});
    first = last + 2;
  }
  if (dice.chance(45)) {
    buyer.default_day = dice.day(1, sample.horizon);
    buyer.cause = dice.chance(60) ? DefaultCause::insolvency : DefaultCause::protracted_default;
  }
  const Day slowness = dice.day(5, 150);
  for (std::int64_t n = dice.in(0, 14); n > 0; --n) {
    LedgerInvoice invoice;
    invoice.issue = dice.day(-250, sample.horizon);
    if (invoice.issue >= buyer.default_day) continue;
    invoice.due = invoice.issue + static_cast<Day>(10 * dice.in(0, 9));
    const Day paid = std::max(invoice.issue, invoice.due + dice.day(-10, slowness));
    invoice.paid = paid >= buyer.default_day || dice.chance(3) ? kNever : paid;
    invoice.amount = dice.in(1, 120) * scale + (scale > 1 ? dice.in(0, scale - 1) : 0);
    invoice.row = static_cast<std::uint32_t>(n);
    invoice.disputed = dice.chance(8);
    buyer.invoices.push_back(invoice);
  }
  std::sort(buyer.invoices.begin(), buyer.invoices.end(), [](const LedgerInvoice& a, const LedgerInvoice& b) {
    return std::tie(a.issue, a.due, a.row) < std::tie(b.issue, b.due, b.row);
  });
  if (buyer.default_day == kNever) return;
  for (Day day = buyer.default_day + dice.day(0, 40); day < buyer.default_day + 120; day += dice.day(0, 60)) {
    if (dice.chance(30)) break;
    buyer.orders.push_back({day, day + dice.day(0, 90), dice.in(1, 120) * scale});
  }
  Money debt = 0;
  for (const LedgerInvoice& invoice : buyer.invoices) debt += invoice.paid == kNever ? invoice.amount : 0;
  if (dice.chance(70)) buyer.recovered = dice.in(0, debt);
  buyer.recovery_day = buyer.default_day + dice.day(0, 200);
}

/// Goods that buyers reject, on days that several rejections and dates of loss share.
void random_rejections(Dice dice, RandomCase& sample) {
  if (dice.chance(50)) return;
  if (sample.terms.limits.excess_of.empty() && dice.chance(80)) {
    sample.terms.goods_rejection.emplace();
    if (dice.chance(50)) sample.terms.goods_rejection->insured_percentage = random_percentage(dice);
  }
  for (TrialBuyer& buyer : sample.book.trial)
    for (LedgerInvoice& invoice : buyer.invoices) {
      if (invoice.disputed || invoice.paid <= 0 || invoice.paid == kNever || !dice.chance(35)) continue;
      const Day rounded = (invoice.paid + 9) / 10 * 10;
      if (rounded < buyer.default_day) invoice.paid = rounded;
      invoice.rejected = invoice.disputed = true;
      const Money loss = dice.chance(10) ? 0 : dice.in(0, invoice.amount);
      buyer.rejections.push_back({invoice.paid + dice.day(0, 60), loss, invoice.amount - loss});
    }
}

void random_exposure(Dice& dice, RandomCase& sample, TrialBuyer& buyer, Money scale) {
  const Money exposure = dice.in(1, 120) * scale;
  buyer.invoices = {{0, kNever, kNever, exposure, 0, false}};
  if (!dice.chance(60)) return;
  buyer.default_day = dice.day(1, sample.horizon);
  if (dice.chance(70)) buyer.recovered = dice.in(0, exposure);
  buyer.recovery_day = buyer.default_day + dice.day(0, 200);
}

}  // namespace

RandomCase random_case(std::uint64_t seed) {
  Dice dice(seed);
  RandomCase sample;
  sample.horizon = dice.day(60, 300);
  const Money scale = dice.chance(10) ? dice.in(1, 1'000'000'000'000'000) : (dice.chance(50) ? 1 : dice.in(1, 500));
  sample.scale = scale;
  const auto buyers = static_cast<std::uint32_t>(dice.in(1, 6));
  const bool exposures = dice.chance(15);
  random_terms(dice, sample, buyers, scale);
  sample.book.portfolio.exposure_book = exposures;
  if (exposures) {
    PolicyTerms& terms = sample.terms;
    terms.insolvency = CauseTerms{0};
    terms.max_extension.reset();
    terms.max_terms.reset();
    terms.political.reset();
    terms.pre_shipment.reset();
    if (terms.maximum_liability && terms.maximum_liability->times_premium) terms.maximum_liability.reset();
  }
  for (std::uint32_t i = 0; i < buyers; ++i) {
    std::optional<Money> limit;
    if (!dice.chance(20)) limit = dice.chance(10) ? 0 : dice.in(1, 300) * scale;
    TrialBuyer& trial = sample.book.add(limit, dice.chance(50) ? "DE" : "FR");
    if (dice.chance(40)) sample.book.portfolio.buyers.back().insured_percentage = random_percentage(dice);
    if (exposures)
      random_exposure(dice, sample, trial, scale);
    else
      random_trial(dice, sample, trial, scale);
  }
  if (!exposures) random_rejections(Dice(seed * 2654435761u + 7), sample);
  return sample;
}

}  // namespace delcredere::testing
