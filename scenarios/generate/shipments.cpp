#include "scenarios/generate/shipments.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <tuple>

#include "scenarios/generate/world.h"

namespace delcredere::synthetic {
namespace {

constexpr double kOnTime = 0.35, kMeanLate = 18.0, kSpreadLate = 22.0;
constexpr double kBuyerShare = 0.30, kSectorShare = 0.10;
constexpr double kAmountSpread = 0.7;
constexpr double kDisputed = 0.01;
constexpr Money kSmallest = 2500;  // cents

// 0 = Monday; 1970-01-01 was a Thursday.
int weekday(Date date) { return ((date.serial + 3) % 7 + 7) % 7; }

// Days on which a sector ships, with the weight of their month; nothing on weekends.
class Calendar {
 public:
  Calendar(const Sector& sector, Date as_of, Day first, Day last) : first_(first) {
    std::vector<double> weights;
    for (Day day = first; day <= last; ++day) {
      const Date date{as_of.serial + day};
      weights.push_back(weekday(date) < 5 ? sector.season[static_cast<std::size_t>(date.month() - 1)] : 0.0);
    }
    for (const double weight : weights) total_ += weight;
    choice_ = Choice(weights);
    // Five of seven days at the mean season are a year's invoices.
    years_ = total_ / (365.0 * 5.0 / 7.0);
  }
  Day draw(Draws& draws) const { return first_ + static_cast<Day>(choice_(draws)); }
  double years() const { return years_; }

 private:
  Day first_;
  double total_ = 0, years_ = 0;
  Choice choice_{{}};
};

// D = 0 iff U <= on_time, else the lognormal late part, rounded up to whole days.
Day draw_delay(double common, Draws& draws) {
  static const double variance = portable_log(1 + (kSpreadLate / kMeanLate) * (kSpreadLate / kMeanLate));
  static const double mu = portable_log(kMeanLate) - variance / 2;
  const double own = std::sqrt(1 - kBuyerShare - kSectorShare);
  const double u = normal_cdf(common + own * draws.normal());
  if (u <= kOnTime) return 0;
  const double late = portable_exp(mu + std::sqrt(variance) * normal_quantile((u - kOnTime) / (1 - kOnTime)));
  return static_cast<Day>(std::ceil(std::min(late, 3650.0)));
}

}  // namespace

std::vector<Shipment> make_shipments(const std::vector<Firm>& firms, Date as_of, Day first, Day last, Draws& draws) {
  std::vector<Calendar> calendars;
  std::array<double, kSectors.size()> sector_effect{};
  for (std::size_t k = 0; k < kSectors.size(); ++k) {
    calendars.emplace_back(kSectors[k], as_of, first, last);
    sector_effect[k] = draws.normal();
  }
  std::vector<Shipment> shipments;
  for (std::uint32_t i = 0; i < firms.size(); ++i) {
    const Firm& firm = firms[i];
    const Calendar& calendar = calendars[firm.sector];
    const double common =
        std::sqrt(kBuyerShare) * firm.buyer_effect + std::sqrt(kSectorShare) * sector_effect[firm.sector];
    const double mean_amount = firm.yearly_sales / firm.yearly_invoices;
    const std::int64_t n = draws.rounded(firm.yearly_invoices * calendar.years());
    for (std::int64_t j = 0; j < n; ++j) {
      Shipment shipment;
      shipment.firm = i;
      shipment.issue = calendar.draw(draws);
      shipment.due = shipment.issue + firm.terms;
      const double amount =
          mean_amount * portable_exp(kAmountSpread * draws.normal() - kAmountSpread * kAmountSpread / 2);
      shipment.amount = std::max(kSmallest, static_cast<Money>(amount * 100));
      const Day paid = shipment.due + draw_delay(common, draws);
      shipment.disputed = draws.chance(kDisputed);
      if (shipment.issue <= 0 && paid <= 0) shipment.paid = paid;
      shipments.push_back(shipment);
    }
  }
  std::stable_sort(shipments.begin(), shipments.end(), [](const Shipment& a, const Shipment& b) {
    return std::tie(a.issue, a.firm) < std::tie(b.issue, b.firm);
  });
  return shipments;
}

}  // namespace delcredere::synthetic
