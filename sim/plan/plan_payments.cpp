#include <algorithm>
#include <cmath>

#include "sim/plan/parts.h"

namespace delcredere::planning {
namespace {

/// How far back items tell something about a buyer.
constexpr Day kEvidenceDays = 365;

}  // namespace

std::string segment_of(const PaymentParameters& parameters, const Buyer& buyer) {
  for (const std::string& name : {buyer.segment, buyer.sector})
    if (!name.empty() && parameters.segments.contains(name)) return name;
  return "default";
}

const DelayLaw& law_of(const PaymentParameters& parameters, const std::string& segment) {
  static const DelayLaw builtin;
  const auto found = parameters.segments.find(segment);
  return found == parameters.segments.end() ? builtin : found->second;
}

Evidence evidence_of(const Invoice& invoice) {
  if (invoice.disputed || invoice.kind == InvoiceKind::planned) return Evidence::none;
  const Day due = std::max(invoice.due, invoice.issue);
  if (due > 0) return Evidence::none;
  if (invoice.kind == InvoiceKind::open) return Evidence::unpaid;
  return due > -kEvidenceDays ? Evidence::paid : Evidence::none;
}

PaymentPlan plan_payments(const Study& study, const Plan& plan, const PaymentParameters& parameters) {
  PaymentPlan payments;
  payments.roots = effect_roots(parameters);
  payments.default_link = parameters.default_link;
  payments.own_link = std::sqrt(1.0 - parameters.default_link * parameters.default_link);
  payments.residual = std::make_shared<const ResidualTable>(payments.roots.residual);
  std::vector<const DelayLaw*> laws;
  for (const Buyer& buyer : study.portfolio.buyers) {
    const DelayLaw& law = law_of(parameters, segment_of(parameters, buyer));
    const auto known = std::find(laws.begin(), laws.end(), &law);
    payments.buyer_table.push_back(static_cast<std::uint16_t>(known - laws.begin()));
    if (known == laws.end()) {
      laws.push_back(&law);
      payments.tables.emplace_back(law);
    }
  }
  payments.edge.assign(plan.live.size(), kNotTruncated);
  for (std::size_t b = 0; b < plan.buyers; ++b)
    for (std::size_t j = plan.live_first[b]; j < plan.live_first[b + 1]; ++j)
      if (plan.live.age(j) >= 0)
        payments.edge[j] = std::max(payments.tables[payments.buyer_table[b]].edge(plan.live.age(j)), -kScoreLimit);
  return payments;
}

void plan_evidence(const Study& study, Plan& plan) {
  const PaymentPlan& payments = plan.payment_plans.front();
  if (payments.roots.buyer <= 0.0) return;
  EvidenceBuilder builder(payments.roots, plan.evidence_store);
  std::vector<KnownItem> items;
  plan.evidence.resize(plan.buyers);
  for (std::size_t b = 0; b < plan.buyers; ++b) {
    items.clear();
    const DelayTable* table = &payments.tables[payments.buyer_table[b]];
    for (std::size_t i = plan.all_first[b]; i < plan.all_first[b + 1]; ++i) {
      const Invoice& invoice = study.portfolio.invoices[i];
      const Day due = std::max(invoice.due, invoice.issue);
      const Evidence evidence = evidence_of(invoice);
      if (evidence == Evidence::paid) items.push_back({table, std::max(0, invoice.paid - due), true});
      if (evidence == Evidence::unpaid) items.push_back({table, -due, false});
    }
    if (!items.empty()) plan.evidence[b] = builder.build(items, plan.impossible_items);
  }
}

}  // namespace delcredere::planning
