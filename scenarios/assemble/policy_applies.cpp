// Terms of a policy that are present but do not apply to it or to the book, and premiums on what is not known.

#include <fmt/core.h>

#include <algorithm>

#include "scenarios/assemble/scene.h"

namespace delcredere::assemble {
namespace {

void check_percentages(const Scene& scene, const PolicyTerms& terms) {
  const InsuredPercentage& shares = terms.insured_percentage;
  const auto off = [&](const char* cause, bool given, bool covered) {
    if (given && !covered)
      scene.error({"insurance", terms.name, "insured_percentage", "causes", cause},
                  fmt::format("does not apply to policy '{}', which does not cover this cause", terms.name));
  };
  const bool exposures = scene.book.exposures();
  off("insolvency", shares.insolvency.has_value(), terms.insolvency.has_value());
  off("protracted_default", shares.protracted_default.has_value(), terms.protracted_default && !exposures);
  off("political", shares.political.has_value(), terms.political && !exposures);
  const std::vector<Buyer>& buyers = scene.book.portfolio().buyers;
  if (shares.column && std::none_of(buyers.begin(), buyers.end(),
                                    [](const Buyer& buyer) { return buyer.insured_percentage.has_value(); }))
    scene.error({"insurance", terms.name, "insured_percentage", "column"},
                fmt::format("does not apply to policy '{}': no buyer has a value in it", terms.name));
}

bool has_planned(const Scene& scene) {
  const std::vector<Invoice>& invoices = scene.book.portfolio().invoices;
  return std::any_of(invoices.begin(), invoices.end(),
                     [](const Invoice& invoice) { return invoice.kind == InvoiceKind::planned; });
}

void check_pre_shipment(const Scene& scene, const PolicyTerms& terms) {
  if (!terms.pre_shipment) return;
  const auto refuse = [&](const char* why) {
    scene.error({"insurance", terms.name, "pre_shipment"},
                fmt::format("does not apply to policy '{}': {}", terms.name, why));
  };
  if (scene.book.exposures())
    refuse("a book of exposures has no orders");
  else if (!terms.insolvency)
    refuse("orders are lost by insolvency, which it does not cover");
  else if (!has_planned(scene))
    refuse("the book has no planned invoices");
}

void check_goods_rejection(const Scene& scene, const PolicyTerms& terms) {
  if (!terms.goods_rejection) return;
  const auto refuse = [&](const std::string& why) {
    scene.error({"insurance", terms.name, "goods_rejection"},
                fmt::format("does not apply to policy '{}': {}", terms.name, why));
  };
  if (scene.book.exposures())
    refuse("a book of exposures has no shipments");
  else if (!has_planned(scene))
    refuse("the book has no planned invoices");
  if (!terms.limits.excess_of.empty())
    refuse("cover of rejected goods is not modelled for a top-up (limits.excess_of)");
  for (const TreatyTerms& treaty : terms.treaties)
    if (treaty.subject == TreatySubject::gross)
      refuse(fmt::format("it does not go with treaty '{}' on gross losses (allowed: subject: claims)", treaty.name));
}

/// Turnover or balances after the horizon are not known.
void warn_of_unknown_days(const Scene& scene, const PolicyTerms& terms) {
  const bool on_turnover = terms.premium.rate_on_turnover.has_value();
  const bool on_balance = terms.premium.rate_on_balance.has_value() && !scene.book.exposures();
  if (!on_turnover && !on_balance) return;
  const std::vector<Day>& starts = terms.cover.year_starts;
  for (std::size_t year = 0; year + 1 < starts.size(); ++year) {
    if (starts[year] > scene.horizon || starts[year + 1] <= scene.horizon + 1) continue;
    scene.warning({"insurance", terms.name, "premium", on_turnover ? "rate_on_turnover" : "rate_on_balance"},
                  fmt::format("policy year {} of policy '{}' ends after the horizon: {}", year + 1, terms.name,
                              on_turnover ? "its turnover is that of its known days, pro rata"
                                          : "its average balance is that of the month ends up to the horizon"));
  }
}

}  // namespace

void check_applies(const Scene& scene, const PolicyTerms& terms) {
  check_percentages(scene, terms);
  check_pre_shipment(scene, terms);
  check_goods_rejection(scene, terms);
  warn_of_unknown_days(scene, terms);
}

}  // namespace delcredere::assemble
