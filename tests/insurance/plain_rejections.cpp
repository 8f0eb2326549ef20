// Rejected goods of the plain evaluator: which rejections are losses, and what the limits insure of them.
#include <algorithm>

#include "tests/insurance/plain_evaluation.h"

namespace delcredere::testing {

const Rejection& Evaluation::rejection_of(std::uint32_t buyer, std::size_t j) const {
  const TrialBuyer& trial = book_.trial[buyer];
  const auto before = std::count_if(trial.invoices.begin(), trial.invoices.begin() + static_cast<std::ptrdiff_t>(j),
                                    [](const LedgerInvoice& invoice) { return invoice.rejected; });
  return trial.rejections.at(static_cast<std::size_t>(before));
}

bool Evaluation::covers_rejection(std::uint32_t buyer, std::size_t j) const {
  const LedgerInvoice& invoice = book_.trial[buyer].invoices[j];
  if (!terms_.goods_rejection || !invoice.rejected || invoice.paid < 1 || invoice.paid > horizon_) return false;
  if (terms_.cover.basis == CoverBasis::losses_occurring && year_of(invoice.paid - 1) < 0) return false;
  return eligible(buyer, j, true);
}

void Evaluation::add_rejections(std::uint32_t buyer, std::vector<PlainEvent>& events) const {
  const auto end = crystallises(buyer);
  for (std::size_t j = 0; j < book_.trial[buyer].invoices.size(); ++j) {
    if (!covers_rejection(buyer, j) || rejection_of(buyer, j).loss == 0) continue;
    const Day day = book_.trial[buyer].invoices[j].paid;
    if (end && day > end->first && mistake_ != Mistake::rejection_after_loss) continue;
    PlainEvent event;
    event.buyer = buyer;
    event.rejection = true;
    event.invoice = j;
    event.date_of_loss = day;
    event.ascertained = rejection_of(buyer, j).loss;
    event.cash_day = cash_day(buyer, day);
    events.push_back(event);
  }
}

// The walk of the day up to the rejected invoice: eligible open debt, and goods rejected that day at their loss.
Money Evaluation::insured_of(std::uint32_t buyer, const PlainEvent& rejection) const {
  const std::vector<LedgerInvoice>& invoices = book_.trial[buyer].invoices;
  const std::vector<Money> open = open_amounts(buyer, rejection.date_of_loss);
  Integer insured_so_far = 0;
  for (std::size_t j = 0;; ++j) {
    Integer debt = 0;
    if (invoices[j].rejected && invoices[j].paid == rejection.date_of_loss && covers_rejection(buyer, j))
      debt = rejection_of(buyer, j).loss;
    else if (eligible(buyer, j))
      debt = open[j];
    if (mistake_ == Mistake::rejection_by_itself && j != rejection.invoice) debt = 0;
    const Limit limit = limit_of(terms_, book_, buyer, invoices[j].issue);
    Integer room = limit.unlimited ? debt : Integer(limit.amount) - insured_so_far;
    if (room < 0) room = 0;
    const Integer part = debt < room ? debt : room;
    insured_so_far += part;
    if (j == rejection.invoice) return static_cast<Money>(part);
  }
}

}  // namespace delcredere::testing
