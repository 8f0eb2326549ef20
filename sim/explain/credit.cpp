// Who fails, how likely, and what is lost.

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "sim/explain/sections.h"
#include "sim/plan/parts.h"

namespace delcredere::explaining {
namespace {

/// Book of one grade, or of the buyers with a PD of their own.
struct GradeLine {
  std::uint64_t buyers = 0;
  Int128 debt = 0;
};

/// Who owes more than its grade suggests.
void suggested_limits(const Subject& subject, Page& page) {
  const auto& limits = subject.study.base.credit.suggested_limits;
  if (limits.empty()) return;
  std::vector<std::string> parts;
  std::uint64_t above = 0, known = 0;
  Int128 excess = 0;
  for (const auto& [grade, limit] : limits)
    parts.push_back(fmt::format("{} {}", grade, whole_money(limit, subject.study.currency)));
  for (std::size_t b = 0; b < subject.plan.buyers; ++b) {
    const auto limit = limits.find(subject.study.portfolio.buyers[b].grade);
    if (limit == limits.end()) continue;
    ++known;
    const Money over = subject.plan.open_debt[b] - limit->second;
    above += over > 0;
    excess += std::max<Money>(over, 0);
  }
  page.say(fmt::format("suggested limits (shown, nothing acts on them): {}; {} of {} owe more, {} {} in all",
                       fmt::join(parts, ", "), grouped(above), counted(known, "graded buyer", "graded buyers"),
                       whole_money(excess, subject.study.currency), subject.study.currency.code));
}

void grades(const Subject& subject, Page& page) {
  const Study& study = subject.study;
  const CreditParameters& credit = study.base.credit;
  std::map<std::string, GradeLine> by_grade;
  GradeLine own;
  double least = 1, most = 0, own_sum = 0, expected = 0, at_risk = 0;
  for (std::size_t b = 0; b < subject.plan.buyers; ++b) {
    const Buyer& buyer = study.portfolio.buyers[b];
    const PdTerm pd = planning::pd_term(buyer, credit);
    const double failing = DefaultCurve(pd).probability(study.horizon);
    expected += failing;
    at_risk += failing * static_cast<double>(subject.plan.open_debt[b]);
    GradeLine& line = buyer.annual_pd ? own : by_grade[buyer.grade];
    ++line.buyers;
    line.debt += subject.plan.open_debt[b];
    if (!buyer.annual_pd) continue;
    least = std::min(least, pd.first());
    most = std::max(most, pd.first());
    own_sum += pd.first();
  }
  std::vector<std::vector<std::string>> rows{{"grade", "PD a year",
                                              "in " + grouped(static_cast<std::uint64_t>(study.horizon)) + " days",
                                              "buyers", "open " + study.currency.code}};
  for (const auto& [grade, pd] : credit.grades) {
    const GradeLine line = by_grade.contains(grade) ? by_grade.at(grade) : GradeLine{};
    rows.push_back({grade, pd_words(pd), percent(DefaultCurve(pd).probability(study.horizon)), grouped(line.buyers),
                    whole_money(line.debt, study.currency)});
  }
  if (rows.size() > 1) page.table(rows);
  const bool by_year =
      std::any_of(credit.grades.begin(), credit.grades.end(), [](const auto& grade) { return !grade.second.flat(); });
  if (by_year)
    page.say("PDs by year hold for 365 days each, given survival to the year; the last one's hazard goes on");
  suggested_limits(subject, page);
  if (own.buyers > 0) {
    const double mean = own_sum / static_cast<double>(own.buyers);
    page.say(least == most ? fmt::format("{} their own PD: {} a year, {} over the horizon",
                                         counted(own.buyers, "buyer has", "buyers have"), percent(least),
                                         percent(DefaultCurve(least).probability(study.horizon)))
                           : fmt::format("{} their own PD: {} to {} a year, {} on average",
                                         counted(own.buyers, "buyer has", "buyers have"), percent(least), percent(most),
                                         percent(mean)));
  }
  page.say(fmt::format(
      "expected failures over the horizon before shocks, re-rating and what is known of buyers: {}; {} of the open "
      "debt is owed by buyers that fail",
      number(expected),
      subject.plan.open_total > 0 ? percent(at_risk / static_cast<double>(subject.plan.open_total)) : "-"));
  if (!study.portfolio.exposure_book)
    page.say(fmt::format("{} of the failures are insolvencies, the others stop paying for good",
                         percent(credit.insolvency_share)));
}

void losses(const Subject& subject, Page& page) {
  std::uint64_t own = 0;
  for (const Buyer& buyer : subject.study.portfolio.buyers) own += buyer.lgd.has_value();
  const auto words = [](const LgdLaw& law) {
    const std::string link =
        law.factor_link != 0.0 ? ", linked by " + percent(law.factor_link) + " to the sector's bad states" : "";
    return fmt::format("{}{}{}, the rest after {} days", percent(law.mean),
                       law.standard_deviation > 0 ? " +- " + percent(law.standard_deviation) : "", link,
                       law.recovery_lag);
  };
  const auto& laws = subject.study.base.credit.lgd;
  std::string text = "loss given default: ";
  if (!laws.contains("default")) text += words(LgdLaw{}) + (laws.empty() ? "" : "; ");
  std::vector<std::string> parts;
  for (const auto& [sector, law] : laws) parts.push_back((sector == "default" ? "" : sector + " ") + words(law));
  text += fmt::format("{}", fmt::join(parts, "; "));
  if (own > 0) text += fmt::format("; {} with a mean of their own", counted(own, "buyer", "buyers"));
  page.say(text);
  const bool linked =
      std::any_of(laws.begin(), laws.end(), [](const auto& law) { return law.second.factor_link != 0.0; });
  if (linked)
    page.say(
        "  a linked loss has its stated mean over all states; among defaults, which bad states have more of, it "
        "is higher where the link is above 0");
}

}  // namespace

void explain_credit(const Subject& subject, Page& page) {
  page.section("Defaults");
  grades(subject, page);
  explain_migration(subject, page);
  losses(subject, page);
  explain_security(subject, page);
  explain_dependence(subject, page);
}

}  // namespace delcredere::explaining
