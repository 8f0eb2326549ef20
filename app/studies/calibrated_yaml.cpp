// The payment section as text, with what the fit says of itself as comments.

#include <fmt/format.h>

#include <cmath>

#include "app/studies/calibration.h"
#include "models/core/decimal.h"

namespace delcredere::studies {
namespace {

std::string percent(double p) {
  std::string text = fmt::format("{:.6f}", 100.0 * p);
  while (text.back() == '0') text.pop_back();
  if (text.back() == '.') text.pop_back();
  return text + "%";
}

std::string with_error(const calibration::Estimate& estimate) {
  return fmt::format("{:.4f} (standard error {:.4f})", estimate.value, estimate.standard_error);
}

void write_law(const DelayLaw& law, const std::string& indent, std::string& text) {
  text += indent + "family: empirical\n" + indent + "on_time: 0%\n" + indent + "quantiles: {";
  std::size_t column = 0;
  const auto& quantiles = std::get<EmpiricalDelay>(law.late).quantiles;
  for (std::size_t i = 0; i < quantiles.size(); ++i) {
    const std::string entry = fmt::format("{}: {} days{}", percent(quantiles[i].probability), quantiles[i].days,
                                          i + 1 < quantiles.size() ? ", " : "}\n");
    column += entry.size();
    if (column > 100) {
      text += "\n" + indent + "  ";
      column = entry.size();
    }
    text += entry;
  }
  if (!law.run) return;
  static const char* const names[] = {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};
  std::string days;
  for (int bit = 0; bit < 7; ++bit)
    if (law.run->weekdays >> bit & 1) days += (days.empty() ? "" : ", ") + std::string(names[bit]);
  text += indent + "payment_run: {weekdays: [" + days + "]}\n";
}

std::string condition(const DelayCondition& when, const Currency& currency) {
  std::string text;
  const auto add = [&](const std::string& part) { text += (text.empty() ? "" : ", ") + part; };
  if (when.electronic) add(*when.electronic ? "electronic: true" : "electronic: false");
  if (when.terms_from) add(fmt::format("terms_from: {} days", *when.terms_from));
  if (when.terms_below) add(fmt::format("terms_below: {} days", *when.terms_below));
  if (when.amount_from) add("amount_from: " + Decimal{*when.amount_from, currency.digits}.text());
  if (when.amount_below) add("amount_below: " + Decimal{*when.amount_below, currency.digits}.text());
  return "{" + text + "}";
}

constexpr const char* kMonths[] = {"january", "february", "march",     "april",   "may",      "june",
                                   "july",    "august",   "september", "october", "november", "december"};

/// The months that differ from the average one.
std::string seasonality(const Calibration& result) {
  std::string months;
  for (std::size_t m = 0; m < 12; ++m)
    if (result.payment.season[m] != 1.0)
      months += fmt::format("{}{}: {:.3f}", months.empty() ? "" : ", ", kMonths[m], result.payment.season[m]);
  return months.empty() ? "" : "  seasonality: {" + months + "}\n";
}

/// The months whose season tells, with the error of the multiplier.
std::string season_comments(const Calibration& result) {
  std::string text;
  for (const calibration::MonthSeason& season : result.seasons) {
    if (!season.tells()) continue;
    const double s = std::exp(season.log_multiplier.value);
    text += fmt::format("# season of {}: delays after the due date x {:.3f} (se {:.3f}, {} years)\n",
                        kMonths[season.month - 1], s, s * season.log_multiplier.standard_error, season.years);
  }
  return text;
}

/// What the write-offs say, with exact intervals.
std::string rate_comment(const DefaultRate& rate) {
  const auto share = [](const calibration::RateEstimate& e) {
    return fmt::format("{:.2f} % (95 % {:.2f} to {:.2f})", 100 * e.value, 100 * e.lower, 100 * e.upper);
  };
  std::string text = fmt::format("# {}: {} of {} buyers failed in {:.1f} years at risk, annual_pd {}",
                                 rate.grade.empty() ? std::string("buyers without grade") : "grade " + rate.grade,
                                 rate.failures, rate.buyers, rate.years, share(rate.annual_pd));
  if (rate.cohort > 0)
    text += fmt::format("\n#   of {} buyers a year before, {} failed since: {}", rate.cohort, rate.cohort_failures,
                        share(rate.cohort_share));
  return text + "\n";
}

/// Default probabilities of the grades; a grade without a failure gets that of half a failure.
std::string grades_section(const Calibration& result) {
  std::string grades;
  for (const DefaultRate& rate : result.default_rates) {
    if (rate.grade.empty()) continue;
    const double pd = rate.failures > 0 ? rate.annual_pd.value : -std::expm1(-0.5 / rate.years);
    grades += (grades.empty() ? "\"" : ", \"") + rate.grade + "\": " + percent(pd);
  }
  return grades.empty() ? "" : "credit:\n  grades: {" + grades + "}\n";
}

}  // namespace

std::string calibrated_yaml(const Calibration& result, Date as_of, const Currency& currency) {
  std::string text = fmt::format(
      "# Payment behaviour learned from {} invoices of {} buyers as known on {} ({} paid, {} open: right-censored).\n"
      "# Put this section into a config beside its portfolio. Buyers without a record take the law of their segment.\n",
      result.items, result.buyers, as_of.iso(), result.paid, result.items - result.paid);
  text += "# buyer_effect of the fit " + with_error(result.fit->buyer_effect()) +
          "; below, the lower end of its interval (at least 80 % of it)\n# common effect " +
          with_error(result.sector_effect) + "\n";
  for (std::size_t k = 0; k < result.covariates.size(); ++k)
    text += "# " + result.covariates[k].name + ": later by " + with_error(result.fit->covariate(k)) +
            " standard deviations of the latent score, negative is earlier\n";
  for (std::size_t g = 0; g < result.segments.size(); ++g) {
    if (result.segments[g].invoices == 0) continue;
    const auto late = result.fit->probability(g, 0, 0), month = result.fit->probability(g, 0, 30);
    text += fmt::format(
        "# {}: {} invoices of {} buyers; paid by the due date {:.1f} % (se {:.1f}), 30 days after it "
        "{:.1f} % (se {:.1f})\n",
        result.segments[g].name, result.segments[g].invoices, result.segments[g].buyers, 100 * late.value,
        100 * late.standard_error, 100 * month.value, 100 * month.standard_error);
  }
  text += fmt::format("# goodness of fit: Kolmogorov-Smirnov distance of the PIT {:.4f}, n = {}, p = {:.3f}\n",
                      result.ks_distance, result.paid, result.ks_probability);
  if (result.default_rates.empty())
    text += "# the ledger has no column written_off_date: default probabilities stay as the config gives them\n";
  for (const DefaultRate& rate : result.default_rates) text += rate_comment(rate);
  text += season_comments(result);
  for (const std::string& warning : result.warnings) text += "# warning: " + warning + "\n";
  text += grades_section(result);
  text += "payment:\n";
  text += "  buyer_effect: " + percent(result.payment.buyer_effect) + "\n";
  text += "  sector_effect: " + percent(result.payment.sector_effect) + "\n";
  text += seasonality(result);
  text += "  segments:\n";
  for (const auto& [name, law] : result.payment.segments) {
    text += "    \"" + name + "\":\n";
    write_law(law, "      ", text);
    if (law.variants.empty()) continue;
    text += "      variants:\n";
    for (const DelayVariant& variant : law.variants) {
      text += "        " + variant.name + ":\n          when: " + condition(variant.when, currency) + "\n";
      write_law(variant.law, "          ", text);
    }
  }
  return text;
}

}  // namespace delcredere::studies
