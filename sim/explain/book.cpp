// The portfolio: what is owed, what is planned, how concentrated it is.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "sim/explain/sections.h"
#include "sim/plan/granularity.h"

namespace delcredere::explaining {
namespace {

constexpr std::size_t kTopBuyers = 5;

struct Pile {
  std::uint64_t count = 0;
  Int128 sum = 0;
  void add(Money amount) {
    ++count;
    sum += amount;
  }
};

std::string share_of(Int128 part, Int128 whole) {
  return whole == 0 ? "-" : percent(static_cast<double>(part) / static_cast<double>(whole));
}

void piles(const Subject& subject, Page& page) {
  const Study& study = subject.study;
  Pile open, overdue, disputed, planned, beyond, history;
  Day oldest = 0;
  for (const Invoice& invoice : study.portfolio.invoices) {
    if (invoice.kind == InvoiceKind::history) {
      history.add(invoice.amount);
    } else if (invoice.kind == InvoiceKind::planned) {
      (invoice.issue > study.horizon ? beyond : planned).add(invoice.amount);
    } else {
      open.add(invoice.amount);
      if (invoice.due < 0) overdue.add(invoice.amount);
      if (invoice.disputed) disputed.add(invoice.amount);
      oldest = std::max(oldest, -invoice.due);
    }
  }
  const std::string& code = study.currency.code;
  page.say(fmt::format("{}: open receivables {} {}", counted(open.count, "open invoice", "open invoices"),
                       exact_money(open.sum, study.currency), code));
  if (overdue.count > 0)
    page.say(fmt::format("overdue: {} of them, {} {} ({}), the oldest by {}", grouped(overdue.count),
                         exact_money(overdue.sum, study.currency), code, share_of(overdue.sum, open.sum),
                         counted(static_cast<std::uint64_t>(oldest), "day", "days")));
  if (disputed.count > 0)
    page.say(fmt::format("disputed: {} of them, {} {}", grouped(disputed.count),
                         exact_money(disputed.sum, study.currency), code));
  page.say(fmt::format("{} to come inside the horizon: {} {}",
                       counted(planned.count, "planned invoice", "planned invoices"),
                       exact_money(planned.sum, study.currency), code));
  if (beyond.count > 0)
    page.say(fmt::format("{} issued after the horizon: {} {}, left out",
                         counted(beyond.count, "planned invoice", "planned invoices"),
                         exact_money(beyond.sum, study.currency), code));
  page.say(fmt::format("{} as history: {} {}", counted(history.count, "paid invoice", "paid invoices"),
                       exact_money(history.sum, study.currency), code));
}

void concentration(const Subject& subject, Page& page) {
  const Plan& plan = subject.plan;
  if (plan.open_total <= 0) return;
  std::vector<std::uint32_t> order(plan.buyers);
  std::iota(order.begin(), order.end(), 0u);
  const std::size_t shown = std::min(kTopBuyers, order.size());
  std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(shown), order.end(),
                    [&](std::uint32_t a, std::uint32_t b) {
                      return plan.open_debt[a] != plan.open_debt[b] ? plan.open_debt[a] > plan.open_debt[b] : a < b;
                    });
  const auto total = static_cast<double>(plan.open_total);
  double hhi = 0;
  std::uint64_t owing = 0;
  for (const Money debt : plan.open_debt) {
    hhi += static_cast<double>(debt) / total * (static_cast<double>(debt) / total);
    owing += debt > 0;
  }
  std::vector<std::string> top;
  Int128 sum = 0;
  for (std::size_t i = 0; i < shown; ++i) {
    const Buyer& buyer = subject.study.portfolio.buyers[order[i]];
    sum += plan.open_debt[order[i]];
    top.push_back(fmt::format("{}{} {}", buyer.id, buyer.name.empty() ? "" : " (" + buyer.name + ")",
                              share_of(plan.open_debt[order[i]], plan.open_total)));
  }
  page.say(fmt::format("{} of {} owe something; HHI {} (as if {} equal buyers); the largest {} together {}",
                       grouped(owing), counted(plan.buyers, "buyer", "buyers"), fmt::format("{:.4f}", hhi),
                       number(1.0 / hhi), grouped(shown), share_of(sum, plan.open_total)));
  page.say("largest: " + listed(top, kTopBuyers));
  const Granularity at = granularity_of(plan, plan.scenarios.front(), 0.99);
  if (!std::isnan(at.adjustment))
    page.say(fmt::format(
        "granularity: finitely many unequal buyers add {} {} to VaR 99 % of the loss on today's debt, "
        "beside {} of an infinitely fine book (one factor, Gaussian; first order)",
        whole_money(static_cast<Int128>(std::llround(at.adjustment)), subject.study.currency),
        subject.study.currency.code, whole_money(static_cast<Int128>(std::llround(at.fine)), subject.study.currency)));
}

}  // namespace

void explain_book(const Subject& subject, Page& page) {
  page.section("Portfolio");
  if (subject.study.portfolio.exposure_book) {
    page.say(
        fmt::format("a book of exposures: {}, {} {} in all. A one-period credit study: what fails inside the "
                    "horizon loses exposure x LGD; no payments, no cash",
                    counted(subject.plan.buyers, "buyer", "buyers"),
                    exact_money(subject.plan.open_total, subject.study.currency), subject.study.currency.code));
  } else {
    piles(subject, page);
  }
  concentration(subject, page);
}

}  // namespace delcredere::explaining
