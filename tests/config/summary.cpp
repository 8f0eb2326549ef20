#include <sstream>

#include "tests/config/study_folder.h"

namespace delcredere::test {
namespace {

template <class Map>
void list(std::ostream& out, const char* name, const Map& map) {
  out << name;
  for (const auto& [key, value] : map) out << ' ' << key << '=' << value;
  out << '\n';
}

void write(std::ostream& out, const PolicyTerms& p) {
  out << "policy " << p.name << ' ' << p.cover.from << ' ' << p.cover.years << ' ' << static_cast<int>(p.cover.basis);
  for (const Day day : p.cover.year_starts) out << ' ' << day;
  out << " pct " << p.insured_percentage.policy.text() << p.insured_percentage.column << " limits " << p.limits.present
      << p.limits.column << p.limits.dated.size() << p.limits.excess_of << " causes "
      << (p.insolvency ? p.insolvency->wait : -1) << ' ' << (p.protracted_default ? p.protracted_default->wait : -1)
      << " nql " << p.non_qualifying_loss << " efl " << p.each_first_loss.amount
      << static_cast<int>(p.each_first_loss.basis) << " afl " << p.aggregate_first_loss.amount
      << static_cast<int>(p.aggregate_first_loss.basis) << " min " << p.minimum_retention << " settle " << p.settlement
      << ' ' << p.filing_lag << ' ' << static_cast<int>(p.sharing) << p.recovery_cost.text() << " premium "
      << (p.premium.rate_on_turnover ? p.premium.rate_on_turnover->text() : "-") << ' ' << p.premium.flat.value_or(-1)
      << ' ' << p.premium.minimum;
  if (p.limits.discretionary) out << " disc " << p.limits.discretionary->amount;
  if (p.maximum_liability) {
    out << " cap " << p.maximum_liability->amount.value_or(-1)
        << (p.maximum_liability->times_premium ? p.maximum_liability->times_premium->text() : "-");
  }
  out << '\n';
}

void write(std::ostream& out, const Scenario& s) {
  out << "scenario " << s.name << ' ' << s.credit.insolvency_share << ' ' << static_cast<int>(s.credit.dependence.model)
      << ' ' << s.credit.dependence.factor_correlation.common << '\n';
  out << "grades";
  for (const auto& [grade, pd] : s.credit.grades) out << ' ' << grade << '=' << pd.first();
  out << '\n';
  for (const std::string sector : {"construction", "retail", "a"}) {
    const auto& sectors = s.credit.dependence.sectors;
    auto found = sectors.contains(sector) ? sectors.find(sector) : sectors.find("default");
    out << sector << ' ' << (found == sectors.end() ? SectorDependence{} : found->second).asset_correlation << ' ';
    const auto& lgd = s.credit.lgd;
    auto law = lgd.contains(sector) ? lgd.find(sector) : lgd.find("default");
    const LgdLaw used = law == lgd.end() ? LgdLaw{} : law->second;
    out << used.mean << ' ' << used.standard_deviation << ' ' << used.recovery_lag << '\n';
  }
  out << s.payment.buyer_effect << ' ' << s.payment.sector_effect << ' ' << s.payment.default_link << '\n';
  const auto segment = s.payment.segments.find("default");
  const DelayLaw delay = segment == s.payment.segments.end() ? DelayLaw{} : segment->second;
  out << delay.on_time << ' ' << std::get<LognormalDelay>(delay.late).mean << ' '
      << std::get<LognormalDelay>(delay.late).standard_deviation << '\n';
  if (const auto& d = s.credit_management.dunning) out << d->overdue << d->residual_delay << d->in_history << '\n';
  if (const auto& d = s.credit_management.supply_stop) out << d->overdue << d->in_history << '\n';
  for (const Shock& shock : s.shocks) {
    out << "shock " << shock.name << ' ' << shock.start.value_or(-1) << ' ' << shock.duration << ' '
        << shock.annual_probability << shock.certain << ' ' << shock.default_multiplier << ' ' << shock.delay_multiplier
        << ' ' << shock.delay_days << ' ' << shock.sales_multiplier;
    list(out, " spill", shock.spillover);
  }
  for (const NamedFailure& failure : s.failures) {
    out << "fail " << failure.day << static_cast<int>(failure.cause);
    for (const auto buyer : failure.buyers) out << ' ' << buyer;
    out << '\n';
  }
  for (const PolicyTerms& policy : s.policies) write(out, policy);
  out << s.liquidity.opening_cash << ' ' << s.liquidity.minimum_cash.value_or(-1) << ' ' << s.liquidity.outflows.size()
      << ' ' << (s.liquidity.credit_line ? s.liquidity.credit_line->limit : -1) << '\n';
}

}  // namespace

std::string summary(const Study& study) {
  std::ostringstream out;
  out.precision(17);
  out << study.name << ' ' << study.as_of.iso() << ' ' << study.currency.code << ' ' << study.horizon << ' '
      << study.period_name << ' ' << study.simulation.trials << ' ' << study.simulation.seed << ' '
      << study.has_liquidity << ' ' << study.outputs.return_periods_given << static_cast<int>(study.outputs.trials);
  for (const Day day : study.period_ends) out << ' ' << day;
  for (const Decimal& p : study.outputs.probabilities) out << ' ' << p.text();
  for (const Decimal& p : study.outputs.return_periods) out << ' ' << p.text();
  out << '\n';
  write(out, study.base);
  for (const Scenario& scenario : study.scenarios) write(out, scenario);
  return out.str();
}

}  // namespace delcredere::test
