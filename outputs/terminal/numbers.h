#pragma once
// Numbers and dates as people read them. Independent of the locale.

#include <cstdint>
#include <string>

#include "models/core/calendar.h"

namespace delcredere::terminal {

std::string thousands(std::int64_t number);    ///< "1,234,567"; '-' before negative ones
std::string money(double amount, int digits);  ///< whole units from 1,000 on, else with `digits` decimals; "?" for NaN
std::string plus_minus(double half_width, int digits);  ///< "± 1,300", rounded up to two digits; "± ?" for NaN
std::string percent(double share);                      ///< "3.2 %", two digits at least; "< 0.01 %", "100 %"
std::string plus_minus_percent(double half_width);      ///< "± 0.42 %"
std::string percent_label(double probability);          ///< "99.5 %", no digits more than needed
std::string decimal(double number, int decimals);       ///< "47.5"; "?" for NaN
std::string date(Date day);                             ///< "5 Jan 2026"

}  // namespace delcredere::terminal
