#include "app/studies/default_rates.h"

#include <algorithm>
#include <map>

namespace delcredere::studies {
namespace {

constexpr Day kYear = 365;

/// Days at risk of a buyer: first to end, both inside where it fails; failed: the last of them.
struct Risk {
  Day first = kNever, last_issue = -kNever, failed = kNever;
  Day end(Day origin) const { return std::min({origin, failed, last_issue + kYear}); }
};

}  // namespace

std::vector<DefaultRate> default_rates(const History& history, Day origin) {
  if (!history.has_write_offs) return {};
  std::vector<Risk> risks(history.buyers.size());
  for (const PastInvoice& row : history.invoices) {
    if (row.issue > origin) continue;
    Risk& risk = risks[row.buyer];
    risk.first = std::min(risk.first, row.issue);
    risk.last_issue = std::max(risk.last_issue, row.issue);
    if (row.written_off <= origin) risk.failed = std::min(risk.failed, std::max(row.written_off, row.issue));
  }
  std::map<std::string, DefaultRate> rates;
  for (std::size_t b = 0; b < risks.size(); ++b) {
    const Risk& risk = risks[b];
    if (risk.first > origin) continue;
    DefaultRate& rate = rates[history.buyers[b].grade];
    const Day end = risk.end(origin);
    const bool failed = risk.failed <= end;
    ++rate.buyers;
    rate.failures += failed;
    rate.years += static_cast<double>(end - risk.first + 1) / static_cast<double>(kYear);
    const Day start = origin - kYear;
    if (risk.first <= start && end > start) {
      ++rate.cohort;
      rate.cohort_failures += failed;
    }
  }
  std::vector<DefaultRate> list;
  for (auto& [grade, rate] : rates) {
    rate.grade = grade;
    rate.annual_pd = calibration::annual_probability(rate.failures, rate.years);
    if (rate.cohort > 0) rate.cohort_share = calibration::binomial_share(rate.cohort_failures, rate.cohort);
    list.push_back(rate);
  }
  std::stable_sort(list.begin(), list.end(),
                   [](const DefaultRate& a, const DefaultRate& b) { return !a.grade.empty() && b.grade.empty(); });
  return list;
}

}  // namespace delcredere::studies
