#pragma once
// The seller's bank account: what is planned to go out, what must stay, what can be drawn.

#include <optional>
#include <string>
#include <vector>

#include "models/core/days.h"
#include "models/core/money.h"

namespace delcredere {

struct Outflow {
  Day day = 0;
  Money amount = 0;
  std::string label;
};

struct CreditLine {
  Money limit = 0;
  double rate = 0.0;  ///< a year, ACT/360, simple
};

struct LiquidityParameters {
  Money opening_cash = 0;
  std::optional<Money> minimum_cash;  ///< nothing: there is no breach, and a line keeps the balance at 0
  std::vector<Outflow> outflows;      ///< days 1..H count
  std::optional<CreditLine> credit_line;
};

}  // namespace delcredere
