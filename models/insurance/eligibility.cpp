#include "models/insurance/eligibility.h"

#include <algorithm>
#include <limits>

namespace delcredere {
namespace {

/// What S0 asks of each invoice of one buyer, with whatever does not differ between its invoices worked out before.
/// Invoices are asked in the order of their shipment. Without branches: each test may go either way.
class InvoiceRule {
 public:
  InvoiceRule(const PolicyTables& tables, const BuyerLedger& ledger)
      : tables_(tables), ledger_(ledger), default_day_(ledger.default_day) {
    const PolicyTerms& terms = tables.terms;
    const BuyerTerms& own = tables.buyers[ledger.buyer];
    step_ = tables.limit_steps.data() + own.first_step;
    last_step_ = step_ + own.step_count - 1;
    limit_ = step_->limit > 0;
    acted_on_ = !ledger.grades.empty() && tables.has_limit_actions();
    by_shipment_ = terms.cover.basis == CoverBasis::risk_attaching;
    if (tables.exposure_book) return;
    longest_terms_ = terms.max_terms.value_or(kNever);
    if (terms.protracted_default) due_after_ = tables.first_day() - terms.protracted_default->wait;
  }

  /// No invoice of the buyer passes.
  bool passes_nothing() const { return step_ == last_step_ && !limit_; }
  bool passes(const LedgerInvoice& invoice) {
    while (step_ != last_step_ && step_[1].from <= invoice.issue) limit_ = (++step_)->limit > 0;
    bool pass = limit_ & !invoice.disputed & (invoice.issue < default_day_) & (invoice.due > due_after_) &
                (invoice.due - invoice.issue <= longest_terms_);
    if (acted_on_) pass = pass && tables_.limit_on(ledger_, invoice.issue).limit > 0;
    return by_shipment_ ? pass && tables_.year_of_shipment(invoice.issue) >= 0 : pass;
  }

 private:
  const PolicyTables& tables_;
  const BuyerLedger& ledger_;
  Day default_day_;
  const LimitStep *step_, *last_step_;  ///< in force on the last shipment asked for
  bool limit_ = false, acted_on_ = false, by_shipment_ = false;
  Day longest_terms_ = kNever;
  /// An invoice past due + wait at the end of the first day is not covered.
  Day due_after_ = std::numeric_limits<Day>::min();
};

/// Whether any invoice can pass.
bool ask_each(const PolicyTables& tables, const BuyerLedger& ledger, std::span<std::uint8_t> passes) {
  std::fill(passes.begin(), passes.end(), 0);
  if (!tables.buyers[ledger.buyer].in_scope) return false;
  InvoiceRule rule(tables, ledger);
  if (rule.passes_nothing()) return false;
  for (std::size_t i = 0; i < passes.size(); ++i) passes[i] = rule.passes(ledger.invoices[i]) ? 1 : 0;
  return true;
}

// An invoice unpaid beyond due + MEP takes cover from shipments on the days due + MEP + 1 .. paid.
void strike_overextended(Day max_extension, const BuyerLedger& ledger, std::vector<std::uint8_t>& eligible) {
  const auto invoices = ledger.invoices;
  for (const LedgerInvoice& late : invoices) {
    const Day first = late.due + max_extension + 1;
    if (late.disputed || late.paid < first) continue;
    auto hit = std::lower_bound(invoices.begin(), invoices.end(), first,
                                [](const LedgerInvoice& invoice, Day day) { return invoice.issue < day; });
    for (; hit != invoices.end() && hit->issue <= late.paid; ++hit) eligible[hit - invoices.begin()] = 0;
  }
}

}  // namespace

bool find_eligible(const PolicyTables& tables, const BuyerLedger& ledger, std::vector<std::uint8_t>& eligible,
                   std::span<const std::uint8_t> facts) {
  const bool strikes = tables.terms.max_extension && !tables.exposure_book;
  eligible.resize(ledger.invoices.size());
  if (facts.empty()) {
    if (!ask_each(tables, ledger, eligible)) return false;
  } else {
    const Day default_day = ledger.default_day;
    const std::uint8_t* fact = facts.data();
    std::uint8_t *out = eligible.data(), any = 0;
    for (const LedgerInvoice& invoice : ledger.invoices)
      any |= * out++ = static_cast<std::uint8_t>(fact[invoice.item] & (invoice.issue < default_day));
    if (!strikes || any == 0) return any != 0;
  }
  if (strikes) strike_overextended(*tables.terms.max_extension, ledger, eligible);
  return std::find(eligible.begin(), eligible.end(), 1) != eligible.end();
}

void append_insurable_facts(const PolicyTables& tables, const BuyerLedger& ledger, std::vector<std::uint8_t>& facts) {
  const std::size_t first = facts.size();
  facts.resize(first + ledger.invoices.size());
  ask_each(tables, ledger, std::span(facts).subspan(first));
}

bool is_eligible_undisputed(const PolicyTables& tables, const BuyerLedger& ledger, const LedgerInvoice& invoice) {
  if (!tables.buyers[ledger.buyer].in_scope) return false;
  LedgerInvoice undisputed = invoice;
  undisputed.disputed = false;
  if (!InvoiceRule(tables, ledger).passes(undisputed)) return false;
  return !tables.terms.max_extension || !is_overextended(*tables.terms.max_extension, ledger, invoice.issue);
}

bool is_overextended(Day max_extension, const BuyerLedger& ledger, Day day) {
  return std::any_of(ledger.invoices.begin(), ledger.invoices.end(), [&](const LedgerInvoice& invoice) {
    return !invoice.disputed && day > invoice.due + max_extension && day <= invoice.paid;
  });
}

}  // namespace delcredere
