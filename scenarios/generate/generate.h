#pragma once
// A synthetic book that looks like a wholesaler's: buyers in eight sectors and a dozen countries, a year of paid
// history, open and overdue invoices, a seasonal sales plan, outflows that leave little room, limits. Not a model of
// anyone's data.
//
// What it is drawn from (one period law for history and plan, so that the history is not a biased sample of the book):
//   size of buyer i        s_i = exp(1.3 N) with a Pareto(2) tail above its 97 % quantile; yearly sales proportional to
//   s_i invoices of buyer i    proportional to s_i^(1/2); amounts lognormal (sd of the log 0.7) around its mean issue
//   days             Monday to Friday, weighted with the sector's month factors terms                  one of the
//   country's usual terms per buyer (14, 30, 45, 60, 90 days) days late              0 with probability 35 %, else
//   lognormal, mean 18, sd 22, rounded up; the latent normal has
//                          30 % of its variance in common within a buyer and 10 % within a sector
//   outflows               97 % of yearly sales: suppliers each Friday, payroll on the 25th, rent on the 1st, tax
//   quarterly
//
// The same settings give the same bytes on every machine: Boost.Random's Mersenne Twister and the program's own exp.

#include <cstdint>
#include <string>
#include <vector>

#include "models/core/calendar.h"

namespace delcredere {

struct GenerateSettings {
  std::int64_t buyers = 1000;     ///< 1 .. 5,000,000
  std::int64_t invoices = 20000;  ///< open and planned ones, about; 0 .. 50,000,000
  std::uint64_t seed = 20260105;
  Date as_of{20458};       ///< 2026-01-05
  int weeks = 52;          ///< length of the plan, 1 .. 520
  int history_days = 365;  ///< how far back the ledger goes, 1 .. 3650
};

struct GeneratedFile {
  std::string name;  ///< "buyers.csv"
  std::string text;
};

/// buyers.csv, invoices.csv, sales_plan.csv, outflows.csv, limits.csv, in this order. A pure function of the settings.
/// Throws Error (code 2) for settings out of range.
std::vector<GeneratedFile> generate(const GenerateSettings& settings);

}  // namespace delcredere
