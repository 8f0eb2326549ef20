#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "scenarios/csv/fields.h"
#include "scenarios/csv/ledger.h"

namespace delcredere::csv {
namespace {

std::string money_text(Int128 amount, const Currency& currency) {
  const auto unit = currency.minor_per_unit();
  const auto whole = static_cast<long long>(amount / unit), rest = static_cast<long long>(amount % unit);
  return currency.digits == 0 ? fmt::format("{} {}", whole, currency.code)
                              : fmt::format("{}.{:0{}} {}", whole, rest, currency.digits, currency.code);
}

}  // namespace

void set_off_credits(Ledger& ledger, const BuyerDirectory& buyers, const Currency& base, Report& report) {
  if (ledger.credits.empty()) return;
  struct Account {
    Int128 credit = 0;
    std::vector<std::size_t> open;
  };
  std::map<std::uint32_t, Account> accounts;
  for (const CreditNote& note : ledger.credits) accounts[note.buyer].credit += note.amount;
  for (std::size_t i = 0; i < ledger.invoices.size(); ++i) {
    if (ledger.invoices[i].kind != InvoiceKind::open) continue;
    const auto account = accounts.find(ledger.invoices[i].buyer);
    if (account != accounts.end()) account->second.open.push_back(i);
  }

  Int128 used = 0;
  std::size_t settled = 0, warned = 0;
  for (auto& [buyer, account] : accounts) {
    std::sort(account.open.begin(), account.open.end(), [&](std::size_t a, std::size_t b) {
      const Invoice &x = ledger.invoices[a], &y = ledger.invoices[b];
      return std::tie(x.due, x.issue, x.id, x.row) < std::tie(y.due, y.issue, y.id, y.row);
    });
    for (const std::size_t i : account.open) {
      Invoice& invoice = ledger.invoices[i];
      const auto part = static_cast<Money>(std::min<Int128>(invoice.amount, account.credit));
      invoice.amount -= part;
      account.credit -= part;
      used += part;
      settled += invoice.amount == 0;
    }
    if (account.credit == 0) continue;
    if (++warned > kMaxErrors) continue;
    report.warning(0, "",
                   fmt::format("buyer {} has credit notes of {} beyond its open invoices; they are left out",
                               shown(buyers.id(buyer)), money_text(account.credit, base)));
  }
  if (warned > kMaxErrors) {
    report.warning(
        0, "",
        fmt::format("and {} more with credit notes beyond their open invoices", counted(warned - kMaxErrors, "buyer")));
  }
  std::erase_if(ledger.invoices, [](const Invoice& invoice) { return invoice.amount == 0; });
  report.note(
      fmt::format("{} set against open invoices of the same buyer, oldest due first: {}; {} reduced to 0 and left out",
                  counted(ledger.credits.size(), "credit note"), money_text(used, base), counted(settled, "invoice")));
}

}  // namespace delcredere::csv
