#include <algorithm>
#include <array>
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

namespace {

/// An item unpaid at as_of has D > this; kNoDelay where nothing follows from it.
Day unpaid_after(Day issue, Day due, const RunCalendar* runs) {
  if (runs == nullptr) return -due;
  const Day last_run = runs->before(1);
  return issue > last_run ? KnownItem::kNoDelay : last_run - due;
}

/// Which delays a payment stands for. One before the earliest that the law knows counts as the earliest; one between
/// two runs as made on the next.
KnownItem paid_item(const Invoice& invoice, Day due, const DelayTable& table, const RunCalendar* runs) {
  const Day paid = std::max(invoice.paid, invoice.issue);
  const Day run = runs == nullptr ? paid : runs->next(paid);
  const Day before = runs == nullptr ? run - 1 : runs->before(run);
  const Day upto = std::max(run - due, table.earliest());
  Day after = std::min(before - due, upto - 1);
  // On the issue day: whatever is early ends there.
  if (invoice.issue > before || table.edge(after) <= -kScoreLimit - 1) after = KnownItem::kNoDelay;
  return {&table, after, upto};
}

}  // namespace

Known known_of(const Invoice& invoice, const DelayTable& table, const RunCalendar* runs) {
  if (invoice.disputed || invoice.kind == InvoiceKind::planned) return {};
  const Day due = std::max(invoice.due, invoice.issue);
  if (due > 0 && table.earliest() >= 0) return {};
  if (invoice.kind == InvoiceKind::open) {
    const Day after = unpaid_after(invoice.issue, due, runs);
    if (table.edge(after) <= -kScoreLimit - 1) return {};
    return {Evidence::unpaid, {&table, after, kNever}};
  }
  if (due <= -kEvidenceDays) return {};
  return {Evidence::paid, paid_item(invoice, due, table, runs)};
}

namespace {

std::size_t table_number(const PaymentPlan& payments, const DelayLaw& law, double season) {
  std::size_t number = 0;
  while (number < payments.laws.size() && (payments.laws[number] != &law || payments.seasons[number] != season))
    ++number;
  return number;
}

/// Factor of the month in which an invoice falls due.
double season_of(const Study& study, const PaymentParameters& parameters, const Invoice& invoice) {
  static constexpr std::array<double, 12> none{1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
  if (parameters.season == none) return 1.0;
  const Date due{study.as_of.serial + std::max(invoice.due, invoice.issue)};
  return parameters.season[static_cast<std::size_t>(due.month() - 1)];
}

}  // namespace

std::size_t law_number(const Study& study, const PaymentPlan& payments, const PaymentParameters& parameters,
                       const Invoice& invoice) {
  const DelayLaw& law = law_of(parameters, segment_of(parameters, study.portfolio.buyers[invoice.buyer]));
  return table_number(payments, variant_of(law, invoice), season_of(study, parameters, invoice));
}

PaymentPlan plan_payments(const Study& study, const Plan& plan, const PaymentParameters& parameters,
                          const std::string* everyone) {
  PaymentPlan payments;
  payments.roots = effect_roots(parameters);
  payments.default_link = parameters.default_link;
  payments.own_link = std::sqrt(1.0 - parameters.default_link * parameters.default_link);
  payments.residual = std::make_shared<const ResidualTable>(payments.roots.residual);
  if (parameters.slowing && parameters.slowing->active) {
    payments.slowing_window = parameters.slowing->window;
    payments.slowing = {to_parts(parameters.slowing->delay_multiplier), parameters.slowing->delay_days};
  }
  const PaymentCalendar* calendar = parameters.calendar ? &*parameters.calendar : nullptr;
  const auto use_season = [&](const DelayLaw& law, double season, std::shared_ptr<const RunCalendar> runs) {
    if (table_number(payments, law, season) < payments.laws.size()) return;
    payments.laws.push_back(&law);
    payments.seasons.push_back(season);
    payments.tables.emplace_back(law, season);
    payments.runs.push_back(std::move(runs));
  };
  const auto use = [&](const DelayLaw& law) {
    const std::size_t number = table_number(payments, law, 1.0);
    if (number < payments.laws.size()) return static_cast<std::uint16_t>(number);
    std::shared_ptr<const RunCalendar> runs;
    if (law.run || calendar != nullptr)
      runs = std::make_shared<const RunCalendar>(law.run.value_or(PaymentRun{}), study.as_of, plan.last_due + kMaxDelay,
                                                 calendar);
    payments.has_runs = payments.has_runs || runs != nullptr;
    use_season(law, 1.0, runs);
    for (const double season : parameters.season) use_season(law, season, runs);
    return static_cast<std::uint16_t>(number);
  };
  const bool settles = parameters.disputes && parameters.disputes->active;
  payments.table.resize(plan.live.size());
  payments.edge.assign(plan.live.size(), kNotTruncated);
  for (std::size_t b = 0; b < plan.buyers; ++b) {
    const std::string segment = everyone != nullptr ? *everyone : segment_of(parameters, study.portfolio.buyers[b]);
    const DelayLaw& law = law_of(parameters, segment);
    const std::uint16_t own = use(law);
    for (const DelayVariant& variant : law.variants) use(variant.law);
    for (std::size_t j = plan.live_first[b]; j < plan.live_first[b + 1]; ++j) {
      const Invoice& invoice = study.portfolio.invoices[plan.live.number[j]];
      payments.table[j] = law.variants.empty() ? own : use(variant_of(law, invoice));
      if (const double season = season_of(study, parameters, invoice); season != 1.0)
        payments.table[j] = static_cast<std::uint16_t>(
            table_number(payments, law.variants.empty() ? law : variant_of(law, invoice), season));
      if (!plan.live.open[j]) continue;
      const DelayTable& table = payments.tables[payments.table[j]];
      Day after = unpaid_after(plan.live.issue[j], plan.live.due[j], payments.runs[payments.table[j]].get());
      // A disputed item is paid max(D, 0) days after the settlement of the dispute.
      if (settles && plan.live.disputed[j] && after != KnownItem::kNoDelay)
        after = after >= parameters.disputes->days ? after - parameters.disputes->days : KnownItem::kNoDelay;
      payments.edge[j] = table.edge(after);
      // An item that is due is drawn as one, also where its law tells nothing.
      if (plan.live.age(j) >= 0) payments.edge[j] = std::max(payments.edge[j], -kScoreLimit);
    }
  }
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
    for (std::size_t i = plan.all_first[b]; i < plan.all_first[b + 1]; ++i) {
      const Invoice& invoice = study.portfolio.invoices[i];
      const std::size_t law = law_number(study, payments, study.base.payment, invoice);
      const Known known = known_of(invoice, payments.tables[law], payments.runs[law].get());
      if (known.evidence != Evidence::none) items.push_back(known.item);
    }
    if (!items.empty()) plan.evidence[b] = builder.build(items, plan.impossible_items);
  }
}

}  // namespace delcredere::planning
