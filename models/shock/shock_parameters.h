#pragma once
// Shocks and named failures: what a scenario does to a part of the book for a while.

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "models/core/days.h"

namespace delcredere {

/// A shock acts on every buyer in scope while one of its windows is open. All scope lists empty = every buyer;
/// several lists = a buyer must be in each that is not empty.
struct Shock {
  std::string name;
  std::vector<std::string> sectors, countries, grades, buyers;
  std::optional<Day> start;                 ///< fixed first day (1..H); nothing = random starts, or day 1 when certain
  Day duration = 0;                         ///< days, > 0: active on days s .. s + duration - 1
  double annual_probability = 0.0;          ///< of at least one random start in a year
  bool certain = false;                     ///< exactly one window, from `start` or day 1
  double default_multiplier = 1.0;          ///< on hazard increments of the active days, >= 0
  double delay_multiplier = 1.0;            ///< on max(D, 0) of invoices due in the window, >= 0
  Day delay_days = 0;                       ///< added to D of invoices due in the window, >= 0
  double sales_multiplier = 1.0;            ///< on amounts issued in the window, >= 0
  double lgd_multiplier = 1.0;              ///< on the LGD of buyers that fail in the window, at most 100 %; >= 0
  std::map<std::string, double> fx;         ///< currency -> multiplier of its rate while it lasts, > 0, for every buyer
  std::map<std::string, double> spillover;  ///< sector -> s in [0, 1]: multiplier 1 + s (m - 1) outside the scope

  friend bool operator==(const Shock&, const Shock&) = default;
};

/// Why a buyer fails, and why an insured loss happens: `political` is a cause of losses only, nobody fails by it.
enum class DefaultCause : std::uint8_t { insolvency, protracted_default, political };
inline constexpr std::size_t kLossCauses = 3;

/// Buyers that fail on a given day in every trial (unless they fail earlier by themselves).
struct NamedFailure {
  std::vector<std::uint32_t> buyers;
  Day day = 1;  ///< 1..H
  DefaultCause cause = DefaultCause::insolvency;
};

}  // namespace delcredere
