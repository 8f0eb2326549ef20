#include "app/studies/calibration.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <random>
#include <set>

#include "models/core/error.h"
#include "models/core/math/elementary.h"
#include "models/core/statistics/scores.h"
#include "models/payment/delay_table.h"
#include "models/payment/payment_run.h"

namespace delcredere::studies {
namespace {

using calibration::DelayFit;
using calibration::DelayItem;
using calibration::DelaySample;

constexpr std::size_t kLeastPaid = 150, kLeastBuyers = 5;  // of a segment with a law of its own
constexpr std::size_t kLeastLevel = 20;                    // paid invoices on each side of a covariate
constexpr double kLeastRatio = 2.5;                        // estimate to standard error of a covariate that stays
constexpr Day kWindow = 28;                                // of the common effect
constexpr double kTail = 1e-6;                             // where the written law ends
constexpr Day kLongestTail = 730;

struct Known {
  const PastInvoice* invoice;
  bool paid;
};

std::vector<Known> known_rows(const History& history, Day origin) {
  std::vector<Known> rows;
  for (const PastInvoice& invoice : history.invoices)
    if (invoice.issue <= origin) rows.push_back({&invoice, invoice.paid <= origin});
  return rows;
}

/// The weekdays on which payments arrive, where hardly any arrives on the others.
std::optional<PaymentRun> weekday_calendar(const History& history, const std::vector<Known>& rows) {
  std::array<std::size_t, 7> counts{};
  std::size_t total = 0;
  for (const Known& row : rows)
    if (row.paid) {
      ++counts[static_cast<std::size_t>(((history.day_zero.serial + row.invoice->paid + 3) % 7 + 7) % 7)];
      ++total;
    }
  if (total < 50) return std::nullopt;
  PaymentRun run;
  run.weekdays = 0;
  std::size_t others = 0;
  for (std::size_t day = 0; day < 7; ++day) {
    if (counts[day] * 50 >= total)
      run.weekdays |= static_cast<std::uint8_t>(1u << day);
    else
      others += counts[day];
  }
  if (run.weekdays == PaymentRun::kEveryWeekday || others * 40 > total) return std::nullopt;
  return run;
}

/// Delay of one row by interval; nothing where nothing follows. Days count from the origin.
std::optional<DelayItem> item_of(const Known& row, Day origin, const RunCalendar* runs) {
  const PastInvoice& invoice = *row.invoice;
  const Day issue = invoice.issue - origin, due = invoice.due - origin;
  DelayItem item;
  item.buyer = invoice.buyer;
  if (!row.paid) {
    const Day seen = std::min<Day>(0, invoice.written_off - origin);  // it was watched for so long
    const Day last_run = runs == nullptr ? seen : runs->before(seen + 1);
    if (issue > last_run) return std::nullopt;
    item.after = last_run - due;
    item.upto = kNever;
    return item;
  }
  const Day paid = invoice.paid - origin;
  const Day run = runs == nullptr ? paid : runs->next(paid);
  const Day before = runs == nullptr ? run - 1 : runs->before(run);
  item.upto = run - due;
  item.after = issue > before ? calibration::kFromTheStart : before - due;
  return item;
}

std::string segment_name(const Buyer& buyer) {
  return !buyer.segment.empty() ? buyer.segment : !buyer.sector.empty() ? buyer.sector : "default";
}

/// Segments with enough data for a law of their own; the others share `default`.
std::vector<std::uint32_t> group_buyers(const History& history, const std::vector<Known>& rows, Calibration& result) {
  std::map<std::string, SegmentFit> found;
  std::set<std::uint32_t> seen;
  for (const Known& row : rows) {
    SegmentFit& segment = found[segment_name(history.buyers[row.invoice->buyer])];
    ++segment.invoices;
    segment.paid += row.paid;
    segment.buyers += seen.insert(row.invoice->buyer).second;
  }
  SegmentFit shared{"default", 0, 0, 0};
  std::map<std::string, std::uint32_t> number;
  for (auto& [name, segment] : found) {
    segment.name = name;
    const bool own =
        found.size() > 1 && name != "default" && segment.paid >= kLeastPaid && segment.buyers >= kLeastBuyers;
    if (own) {
      result.segments.push_back(segment);
      number[name] = static_cast<std::uint32_t>(result.segments.size());
      continue;
    }
    shared.invoices += segment.invoices;
    shared.paid += segment.paid;
    shared.buyers += segment.buyers;
    number[name] = 0;
    if (found.size() > 1 && name != "default")
      result.warnings.push_back(
          fmt::format("segment '{}' has {} paid invoices of {} buyers (a law of its own needs {} "
                      "of {}): it shares the law 'default'",
                      name, segment.paid, segment.buyers, kLeastPaid, kLeastBuyers));
  }
  if (shared.paid == 0 && !result.segments.empty()) {  // every segment has its own: `default` is all of them
    shared = {"default", 0, 0, 0};
    for (auto& [name, n] : number) --n;
  } else {
    result.segments.insert(result.segments.begin(), shared);
  }
  std::vector<std::uint32_t> groups;
  for (const Buyer& buyer : history.buyers) {
    const auto place = number.find(segment_name(buyer));
    groups.push_back(place == number.end() ? 0 : place->second);
  }
  return groups;
}

Invoice as_invoice(const PastInvoice& row) {
  Invoice invoice;
  invoice.issue = row.issue;
  invoice.due = row.due;
  invoice.amount = row.amount;
  invoice.electronic = row.electronic;
  return invoice;
}

template <class T>
T median_of(std::vector<T> values) {
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2), values.end());
  return values[values.size() / 2];
}

std::vector<Covariate> candidates(const std::vector<Known>& rows) {
  std::vector<Covariate> all;
  DelayCondition electronic, terms, amount;
  electronic.electronic = true;
  std::set<Day> lengths;
  std::vector<Money> amounts;
  for (const Known& row : rows) {
    lengths.insert(row.invoice->due - row.invoice->issue);
    amounts.push_back(row.invoice->amount);
  }
  all.push_back({"electronic", electronic});
  if (lengths.size() > 1) {
    terms.terms_from = *std::next(lengths.begin(), static_cast<std::ptrdiff_t>((lengths.size() + 1) / 2));
    all.push_back({"long_terms", terms});
  }
  amount.amount_from = median_of(amounts);
  all.push_back({"large", amount});
  std::vector<Covariate> usable;
  for (const Covariate& covariate : all) {
    std::size_t with = 0, without = 0;
    for (const Known& row : rows)
      if (row.paid) ++(covariate.when.holds(as_invoice(*row.invoice)) ? with : without);
    if (with >= kLeastLevel && without >= kLeastLevel) usable.push_back(covariate);
  }
  return usable;
}

std::uint32_t bits_of(const PastInvoice& row, const std::vector<Covariate>& covariates) {
  std::uint32_t bits = 0;
  for (std::size_t k = 0; k < covariates.size(); ++k)
    if (covariates[k].when.holds(as_invoice(row))) bits |= 1u << k;
  return bits;
}

/// The buyer effect to forecast with: the lower end of its 95 % interval, at least 80 % of the estimate. Buyers change
/// and differ in their spread, which the model leaves out; at the estimate itself forecasts were too sure.
double cautious_effect(const DelayFit& fit) {
  const double effect = fit.buyer_effect().value;
  return std::max(fit.buyer_effect_interval().lower, 0.8 * effect);
}

double rounded(double p) { return std::nearbyint(p * 1e8) / 1e8; }

/// The fitted law as quantiles, one a day where it moves.
EmpiricalDelay written_law(const DelayFit& fit, std::size_t group, std::uint32_t covariates) {
  EmpiricalDelay law;
  Day first = fit.first_day(group);
  while (first > kMinDelay + 1 && fit.cdf(group, covariates, first) > kTail) --first;
  while (fit.cdf(group, covariates, first + 1) <= kTail && first < fit.last_day(group)) ++first;
  law.quantiles.push_back({0.0, static_cast<double>(first)});
  const Day last = fit.last_day(group) + kLongestTail;
  Day day = first + 1;
  for (; day < last && fit.cdf(group, covariates, day) < 1.0 - kTail; ++day) {
    const double p = rounded(fit.cdf(group, covariates, day));
    const double gap = day > fit.last_day(group) ? 1e-5 : 1e-7;
    if (p >= law.quantiles.back().probability + gap && p < 1.0) law.quantiles.push_back({p, static_cast<double>(day)});
  }
  law.quantiles.push_back({1.0, static_cast<double>(day)});
  return law;
}

/// The law of a segment, with a variant for every combination of covariates.
DelayLaw segment_law(const Calibration& result, std::size_t group) {
  const auto law_with = [&](std::uint32_t bits) {
    DelayLaw law;
    law.on_time = 0.0;
    law.late = written_law(*result.fit, group, bits);
    law.run = result.run;
    return law;
  };
  DelayLaw law = law_with(0);
  for (std::uint32_t bits = 1; bits < 1u << result.covariates.size(); ++bits) {
    DelayVariant variant{"", {}, law_with(bits)};
    for (std::size_t k = 0; k < result.covariates.size(); ++k) {
      const Covariate& covariate = result.covariates[k];
      const bool holds = bits >> k & 1;
      if (holds) variant.name += (variant.name.empty() ? "" : "_and_") + covariate.name;
      if (covariate.when.electronic) variant.when.electronic = holds;
      if (covariate.when.terms_from)
        (holds ? variant.when.terms_from : variant.when.terms_below) = covariate.when.terms_from;
      if (covariate.when.amount_from)
        (holds ? variant.when.amount_from : variant.when.amount_below) = covariate.when.amount_from;
    }
    law.variants.push_back(std::move(variant));
  }
  std::sort(law.variants.begin(), law.variants.end(),
            [](const DelayVariant& a, const DelayVariant& b) { return a.name < b.name; });
  return law;
}

/// Randomised PIT of every payment, given the rest of its buyer's record and that it came by the origin. The payment
/// itself is taken out of what is known of the buyer: with it, every PIT would be drawn to the middle.
void judge(const DelaySample& sample, const std::vector<Day>& latest, Calibration& result) {
  const DelayFit& fit = *result.fit;
  const calibration::Vector& grid = DelayFit::effect_grid();
  const double c2 = fit.buyer_effect().value, c = std::sqrt(c2), r = std::sqrt(1.0 - c2);
  std::mt19937_64 bits(20130630);
  std::vector<double> values;
  for (std::size_t i = 0; i < sample.items.size(); ++i) {
    const DelayItem& item = sample.items[i];
    if (item.upto >= kNever) continue;
    const double shift = fit.shift(item.covariates);
    const auto given = [&](Day d, double b) { return normal_cdf((fit.score(item.group, d) - shift - c * b) / r); };
    calibration::Vector w = fit.posterior()[item.buyer];
    double total = 0.0;
    for (std::size_t k = 0; k < grid.size(); ++k) {
      const double low = item.after > calibration::kFromTheStart ? given(item.after, grid[k]) : 0.0;
      const double own = given(item.upto, grid[k]) - low;
      w[k] = own > 1e-12 ? w[k] / own : 0.0;
      total += w[k];
    }
    if (total <= 0.0) continue;
    const auto probability = [&](Day d) {
      double sum = 0.0;
      for (std::size_t k = 0; k < grid.size(); ++k)
        if (w[k] > 1e-9 * total) sum += w[k] * given(d, grid[k]);
      return sum / total;
    };
    const double low = item.after > calibration::kFromTheStart ? probability(item.after) : 0.0;
    const double high = probability(item.upto), all = std::max(probability(latest[i]), high);
    const double v = static_cast<double>(bits() >> 11) * 0x1.0p-53;
    values.push_back(std::clamp((low + v * (high - low)) / std::max(all, 1e-12), 0.0, 1.0));
  }
  const std::size_t n = values.size();
  result.ks_distance = ks_distance(values);
  result.ks_probability = ks_probability(result.ks_distance, n);
}

void learn_seasons(const DelaySample& sample, const std::vector<int>& due_month, Calibration& result) {
  result.seasons = calibration::season_of(sample, *result.fit, due_month);
  for (const calibration::MonthSeason& season : result.seasons)
    if (season.tells())
      result.payment.season[static_cast<std::size_t>(season.month - 1)] =
          std::nearbyint(1000.0 * std::exp(season.log_multiplier.value)) / 1000.0;
  const auto thin =
      std::count_if(result.seasons.begin(), result.seasons.end(), [](const auto& season) { return season.years < 2; });
  if (thin > 0)
    result.warnings.push_back(
        fmt::format("{} of 12 months have {} payments in fewer than two years: nothing is "
                    "learned of their season",
                    thin, calibration::kLeastMonthItems));
}

}  // namespace

Calibration calibrate(const History& history, Day origin, const CalibrationSettings& settings) {
  Calibration result;
  const std::vector<Known> rows = known_rows(history, origin);
  const auto paid =
      static_cast<std::size_t>(std::count_if(rows.begin(), rows.end(), [](const Known& k) { return k.paid; }));
  if (paid < 30)
    throw Error(ExitCode::model, fmt::format("the ledger has {} invoices paid by the day of calibration (needed: at "
                                             "least 30)",
                                             paid));
  result.run = weekday_calendar(history, rows);
  std::unique_ptr<RunCalendar> runs;
  if (result.run) runs = std::make_unique<RunCalendar>(*result.run, Date{history.day_zero.serial + origin}, 400);
  const std::vector<std::uint32_t> groups = group_buyers(history, rows, result);

  DelaySample sample;
  sample.buyers = history.buyers.size();
  sample.groups = 0;
  for (const std::uint32_t group : groups) sample.groups = std::max<std::size_t>(sample.groups, group + 1);
  std::vector<const PastInvoice*> of_item;
  std::vector<Day> latest;
  std::vector<std::uint32_t> window;
  std::vector<int> due_month;
  std::set<std::uint32_t> buyers;
  for (const Known& row : rows) {
    auto item = item_of(row, origin, runs.get());
    if (!item) continue;
    item->group = groups[item->buyer];
    sample.items.push_back(*item);
    of_item.push_back(row.invoice);
    latest.push_back(origin - row.invoice->due);
    window.push_back(static_cast<std::uint32_t>((origin - row.invoice->issue) / kWindow));
    const Date due{history.day_zero.serial + row.invoice->due};
    due_month.push_back(12 * due.year() + due.month() - 1);
    buyers.insert(item->buyer);
  }
  result.items = sample.items.size();
  result.paid = paid;
  result.buyers = buyers.size();

  result.covariates = candidates(rows);
  for (int round = 0;; ++round) {
    sample.covariates = result.covariates.size();
    for (std::size_t i = 0; i < sample.items.size(); ++i)
      sample.items[i].covariates = bits_of(*of_item[i], result.covariates);
    const bool selecting = round == 0 && !result.covariates.empty();
    result.fit = std::make_shared<const DelayFit>(calibration::fit_delays(sample, selecting || settings.with_errors));
    if (!selecting) break;
    std::vector<Covariate> kept;
    for (std::size_t k = 0; k < result.covariates.size(); ++k) {
      const calibration::Estimate effect = result.fit->covariate(k);
      if (std::abs(effect.value) >= kLeastRatio * effect.standard_error) kept.push_back(result.covariates[k]);
    }
    if (kept.size() == result.covariates.size()) break;
    result.covariates = kept;
  }
  if (!result.fit->converged()) result.warnings.push_back("the fit stopped before its maximum: read it with care");
  std::uint32_t windows = 1;
  for (const std::uint32_t w : window) windows = std::max(windows, w + 1);
  result.sector_effect = calibration::common_effect(sample, *result.fit, window, windows);

  result.payment.buyer_effect = rounded(cautious_effect(*result.fit));
  const double common = std::min(result.sector_effect.value, 0.25);
  // A share of the whole variance, which the marginal law keeps: buyer and invoice parts shrink alike.
  result.payment.sector_effect = rounded(common / (1.0 + common));
  result.payment.buyer_effect = rounded(result.payment.buyer_effect * (1.0 - result.payment.sector_effect));
  for (std::size_t g = 0; g < result.segments.size(); ++g)
    result.payment.segments[result.segments[g].name] = segment_law(result, g);
  if (!result.payment.segments.contains("default")) result.payment.segments["default"] = segment_law(result, 0);
  if (paid < 200)
    result.warnings.push_back(fmt::format("{} paid invoices are few: the tail of the law is a guess", paid));
  if (result.buyers < 20)
    result.warnings.push_back(fmt::format("{} buyers are few: the buyer effect is uncertain", result.buyers));
  result.default_rates = default_rates(history, origin);
  for (const DefaultRate& rate : result.default_rates)
    if (rate.failures < 5)
      result.warnings.push_back(fmt::format(
          "{} failures in {:.1f} years at risk{} are few: the default rate may be anything from {:.2f} % to "
          "{:.2f} % a year",
          rate.failures, rate.years, rate.grade.empty() ? "" : " of grade " + rate.grade, 100 * rate.annual_pd.lower,
          100 * rate.annual_pd.upper));
  learn_seasons(sample, due_month, result);
  if (settings.with_goodness) judge(sample, latest, result);
  return result;
}

}  // namespace delcredere::studies
