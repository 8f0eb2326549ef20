// insurance.<policy>.treaties: shares and layers that others carry.

#include <algorithm>

#include "scenarios/config/policy_sections.h"

namespace delcredere::config {
namespace {

/// A key and the kinds of treaty that it means something to.
struct Use {
  const char* key;
  std::vector<TreatyKind> kinds;
};

const std::vector<Use>& uses() {
  using enum TreatyKind;
  static const std::vector<Use> table{
      {"retention", {per_risk_xl, stop_loss}},
      {"limit", {per_risk_xl, aggregate_xl, stop_loss}},
      {"annual_deductible", {per_risk_xl, aggregate_xl}},
      {"line", {surplus}},
      {"lines", {surplus}},
      {"retention_of_premium", {stop_loss}},
      {"limit_of_premium", {stop_loss}},
      {"reinstatements", {per_risk_xl, aggregate_xl}},
  };
  return table;
}

void check(Visitor& v, const TreatyTerms& treaty, const std::string& policy) {
  for (const Use& use : uses())
    if (v.given(use.key) && std::find(use.kinds.begin(), use.kinds.end(), treaty.kind) == use.kinds.end())
      v.reject(use.key, "does not apply to this kind of treaty of policy '" + policy + "'");
  const bool layer = treaty.kind == TreatyKind::per_risk_xl || treaty.kind == TreatyKind::aggregate_xl;
  if (layer && !v.given("limit") && v.given("reinstatements"))
    v.reject("reinstatements", "reinstates nothing without a limit");
  if (treaty.kind == TreatyKind::stop_loss && !v.given("retention") && !v.given("retention_of_premium"))
    v.reject("", "a stop loss of policy '" + policy + "' needs retention or retention_of_premium");
  if (v.given("retention") && v.given("retention_of_premium"))
    v.reject("retention_of_premium", "is given beside retention (allowed: one of the two)");
  if (v.given("limit") && v.given("limit_of_premium"))
    v.reject("limit_of_premium", "is given beside limit (allowed: one of the two)");
  if (treaty.kind == TreatyKind::surplus && !v.given("line")) v.reject("", "a surplus needs its line");
  if (treaty.kind == TreatyKind::quota_share && !v.given("share")) v.reject("", "a quota share needs its share");
}

void describe_terms(Visitor& v, TreatyTerms& treaty) {
  v.choice({.name = "kind", .doc = "What it carries.", .required = true}, treaty.kind,
           {{"quota_share", TreatyKind::quota_share},
            {"surplus", TreatyKind::surplus},
            {"per_risk_xl", TreatyKind::per_risk_xl},
            {"aggregate_xl", TreatyKind::aggregate_xl},
            {"stop_loss", TreatyKind::stop_loss}});
  v.choice({.name = "subject", .doc = "Of which loss: the policy's net payments, or the buyers' gross losses."},
           treaty.subject, {{"claims", TreatySubject::claims}, {"gross", TreatySubject::gross}});
  v.choice({.name = "carrier", .doc = "Who carries it; what a captive carries stays in the insured's group."},
           treaty.carrier,
           {{"reinsurer", TreatyCarrier::reinsurer},
            {"captive", TreatyCarrier::captive},
            {"coinsurer", TreatyCarrier::coinsurer}});
  v.share({.name = "share", .doc = "Share that is placed: of the loss, of the surplus, of the layer."}, treaty.share);
  v.amount({.name = "retention", .doc = "Loss below the layer: of a risk, of a stop loss the year's."},
           treaty.retention);
  v.amount({.name = "limit",
            .doc = "Size of the layer; without it unlimited.",
            .example = "1000000",
            .on_demand = true,
            .above_minimum = true},
           treaty.limit);
  v.amount({.name = "annual_deductible", .doc = "What the layer does not carry of a year's losses."},
           treaty.annual_deductible);
  v.amount({.name = "line",
            .doc = "Surplus: retained line of a buyer's insured limit.",
            .example = "100000",
            .on_demand = true},
           treaty.line);
  v.number({.name = "lines",
            .doc = "Surplus: most lines that are ceded.",
            .example = "5",
            .on_demand = true,
            .minimum = 0,
            .maximum = 1000},
           treaty.lines);
  v.share({.name = "retention_of_premium",
           .doc = "Stop loss: retention as a share of the provisional premium.",
           .example = "120%",
           .on_demand = true,
           .maximum = 1000},
          treaty.retention_of_premium);
  v.share({.name = "limit_of_premium",
           .doc = "Stop loss: limit as a share of the provisional premium.",
           .example = "100%",
           .on_demand = true,
           .maximum = 1000},
          treaty.limit_of_premium);
  v.section(
      {.name = "reinstatements",
       .doc = "How often a year's layer is filled up again; without it a per-risk layer pays without end, an "
              "aggregate layer once.",
       .on_demand = true},
      [&](Visitor& inner) {
        int number = 1;
        inner.integer({.name = "number", .doc = "Reinstatements in a year.", .minimum = 0, .maximum = 100}, number);
        inner.share({.name = "premium",
                     .doc = "Premium of a full reinstatement as a share of the upfront premium, pro rata of amount.",
                     .maximum = 10},
                    treaty.reinstatement_premium);
        if (inner.reading()) treaty.reinstatements = number;
      });
  v.texts({.name = "inures_to",
           .doc = "Treaties of this policy whose losses this one reduces first.",
           .example = "[stop_loss]",
           .on_demand = true},
          treaty.inures_to);
}

}  // namespace

void describe_treaties(Visitor& v, PolicyTerms& policy) {
  v.table({.name = "treaties",
           .doc = "Reinsurance, captive and coinsurance of this policy by name; each sees the same losses, not what is "
                  "left of another's, unless that one inures to it.",
           .on_demand = true},
          "<treaty>", nullptr, [&](Visitor& each, const std::string& name) {
            TreatyTerms treaty;
            treaty.name = name;
            describe_terms(each, treaty);
            if (!each.reading()) return;
            check(each, treaty, policy.name);
            policy.treaties.push_back(std::move(treaty));
          });
}

}  // namespace delcredere::config
