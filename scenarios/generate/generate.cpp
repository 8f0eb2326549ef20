#include "scenarios/generate/generate.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <tuple>

#include "models/core/error.h"
#include "scenarios/generate/shipments.h"
#include "scenarios/generate/world.h"

namespace delcredere {
namespace {

using synthetic::Draws;
using synthetic::Firm;
using synthetic::Shipment;

using Text = fmt::memory_buffer;

// Share of the invoices in a year's ledger that are still open on a usual day, from the terms and delays above; it only
// serves to hit the asked number of open and planned invoices approximately.
constexpr double kOpenDays = 51.0;

void check(const GenerateSettings& s) {
  const auto within = [](const char* what, std::int64_t value, std::int64_t low, std::int64_t high) {
    if (value >= low && value <= high) return;
    throw Error(ExitCode::config, fmt::format("{}: out of range, got {} (allowed {} to {})", what, value, low, high));
  };
  within("buyers", s.buyers, 1, 5'000'000);
  within("invoices", s.invoices, 0, 50'000'000);
  within("weeks", s.weeks, 1, 520);
  within("history_days", s.history_days, 1, 3650);
}

/// ISO texts of the days of a book, made once each.
class DayTexts {
 public:
  DayTexts(Date as_of, Day first, Day last) : first_(first) {
    for (Day day = first; day <= last; ++day) texts_.push_back(Date{as_of.serial + day}.iso());
  }
  const std::string& operator()(Day day) const { return texts_[static_cast<std::size_t>(day - first_)]; }

 private:
  Day first_;
  std::vector<std::string> texts_;
};

void put_money(Text& text, Money cents) {
  fmt::format_to(std::back_inserter(text), "{}.{:02}", cents / 100, cents % 100);
}

std::string quoted_if_needed(const std::string& field) {
  return field.find(',') == std::string::npos ? field : '"' + field + '"';
}

std::string buyers_csv(const std::vector<Firm>& firms) {
  Text text;
  const auto out = std::back_inserter(text);
  fmt::format_to(out, "buyer_id,name,sector,country,grade,credit_limit,insured_limit\n");
  for (const Firm& firm : firms) {
    fmt::format_to(out, "{},{},{},{},{},{:.0f},", firm.id, quoted_if_needed(firm.name),
                   synthetic::kSectors[firm.sector].name, synthetic::kCountries[firm.country].code,
                   synthetic::kGrades[firm.grade].name, firm.credit_limit);
    if (firm.insured != 0) fmt::format_to(out, "{:.0f}", firm.insured_limit);
    text.push_back('\n');
  }
  return fmt::to_string(text);
}

std::string invoices_csv(const std::vector<Firm>& firms, const std::vector<Shipment>& shipments, const DayTexts& days) {
  Text text;
  const auto out = std::back_inserter(text);
  const int width = std::max<int>(6, static_cast<int>(std::to_string(shipments.size()).size()));
  fmt::format_to(out, "invoice_id,buyer_id,issue_date,due_date,amount,paid_date,disputed\n");
  std::size_t number = 0;
  for (const Shipment& shipment : shipments) {
    if (shipment.issue > 0) break;
    fmt::format_to(out, "I{:0{}},{},{},{},", ++number, width, firms[shipment.firm].id, days(shipment.issue),
                   days(shipment.due));
    put_money(text, shipment.amount);
    fmt::format_to(out, ",{},{}\n", shipment.paid == kNever ? "" : days(shipment.paid).c_str(),
                   shipment.disputed ? "yes" : "");
  }
  return fmt::to_string(text);
}

std::string sales_plan_csv(const std::vector<Firm>& firms, const std::vector<Shipment>& shipments,
                           const DayTexts& days) {
  Text text;
  const auto out = std::back_inserter(text);
  fmt::format_to(out, "buyer_id,issue_date,terms_days,amount\n");
  for (const Shipment& shipment : shipments) {
    if (shipment.issue <= 0) continue;
    fmt::format_to(out, "{},{},{},", firms[shipment.firm].id, days(shipment.issue), firms[shipment.firm].terms);
    put_money(text, shipment.amount);
    text.push_back('\n');
  }
  return fmt::to_string(text);
}

// 97 % of a year's sales leave again; tax falls on the tenth of the month after a quarter.
std::string outflows_csv(const GenerateSettings& settings, double yearly_sales, Draws& draws) {
  constexpr double kSuppliers = 0.66, kPayroll = 0.22, kRent = 0.02, kTax = 0.07;
  struct Flow {
    Day day;
    double amount;
    std::string label;
  };
  std::vector<Flow> flows;
  for (Day day = 1; day <= 7 * settings.weeks; ++day) {
    const Date date{settings.as_of.serial + day};
    const int of_month = date.day_of_month(), month = date.month();
    const bool friday = ((date.serial + 3) % 7 + 7) % 7 == 4;
    if (of_month == 1) flows.push_back({day, yearly_sales * kRent / 12, "rent"});
    if (friday) flows.push_back({day, yearly_sales * kSuppliers / 52 * (0.9 + 0.2 * draws.uniform()), "suppliers"});
    if (of_month == 25) flows.push_back({day, yearly_sales * kPayroll / 12, "payroll"});
    if (of_month == 10 && month % 3 == 1) flows.push_back({day, yearly_sales * kTax / 4, "tax"});
  }
  std::string text = "date,amount,label\n";
  for (const Flow& flow : flows) {
    const auto tens = std::max<std::int64_t>(1, static_cast<std::int64_t>(flow.amount / 10 + 0.5));
    text += fmt::format("{},{},{}\n", Date{settings.as_of.serial + flow.day}.iso(), tens * 10, flow.label);
  }
  return text;
}

// The decision in force, and for one buyer in twelve a change during the year.
std::string limits_csv(const GenerateSettings& settings, const std::vector<Firm>& firms, Draws& draws) {
  std::string text = "buyer_id,from,amount\n";
  for (const Firm& firm : firms) {
    if (firm.insured == 0) continue;
    text += fmt::format("{},{},{:.0f}\n", firm.id, Date{settings.as_of.serial - settings.history_days}.iso(),
                        firm.insured_limit);
    if (firm.insured == 1 && draws.chance(1.0 / 12)) {
      const auto from = static_cast<Day>(draws.whole(1, 7 * settings.weeks));
      text += fmt::format("{},{},{:.0f}\n", firm.id, Date{settings.as_of.serial + from}.iso(),
                          draws.chance(0.7) ? firm.insured_limit / 2 : 0.0);
    }
  }
  return text;
}

}  // namespace

std::vector<GeneratedFile> generate(const GenerateSettings& settings) {
  check(settings);
  Draws draws(settings.seed);
  const double years_counted = (7.0 * settings.weeks + std::min<double>(kOpenDays, settings.history_days)) / 365.0;
  const double invoices_a_year = static_cast<double>(settings.invoices) / years_counted;
  const std::vector<Firm> firms = synthetic::make_firms(settings.buyers, std::max(invoices_a_year, 1e-9), draws);
  const Day first = -settings.history_days, last = 7 * settings.weeks;
  std::vector<Shipment> shipments;
  if (settings.invoices > 0) shipments = synthetic::make_shipments(firms, settings.as_of, first, last, draws);
  const DayTexts days(settings.as_of, first, last + 90);
  double planned = 0;
  for (const Shipment& shipment : shipments)
    planned += shipment.issue > 0 ? static_cast<double>(shipment.amount) / 100 : 0;
  const double yearly_sales = planned * 52.0 / settings.weeks;
  return {{"buyers.csv", buyers_csv(firms)},
          {"invoices.csv", invoices_csv(firms, shipments, days)},
          {"sales_plan.csv", sales_plan_csv(firms, shipments, days)},
          {"outflows.csv", outflows_csv(settings, yearly_sales, draws)},
          {"limits.csv", limits_csv(settings, firms, draws)}};
}

}  // namespace delcredere
