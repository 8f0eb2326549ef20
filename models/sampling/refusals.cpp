#include "models/sampling/refusals.h"

#include <algorithm>
#include <bit>

namespace delcredere {
namespace {

std::string number(std::uint64_t n) { return std::to_string(n); }

/// Why the trials do not fit the method's replicates, "" where they do.
std::string refuse_trials(const SimulationSettings& settings) {
  const std::uint64_t n = settings.trials;
  switch (settings.sampling) {
    case SamplingMethod::antithetic:
      return n % 2 == 0 && n >= 4 ? "" : "antithetic trials come in pairs, at least two of them, got " + number(n);
    case SamplingMethod::stratified:
      if (n % settings.strata == 0 && n / settings.strata >= 2) return "";
      return "stratified trials are a multiple of the strata, at least twice " + number(settings.strata) + ", got " +
             number(n) + " (see simulation.strata)";
    case SamplingMethod::sobol: {
      const std::uint64_t points = n / settings.replicates;
      if (n % settings.replicates == 0 && points >= 2 && std::has_single_bit(points)) return "";
      const std::uint64_t below = std::bit_floor(std::max<std::uint64_t>(points, 2));
      return "Sobol trials are " + number(settings.replicates) + " replicates of a power of two of points each, got " +
             number(n) + " (try " + number(settings.replicates * below) + " or " +
             number(settings.replicates * below * 2) + ")";
    }
    case SamplingMethod::plain:
    case SamplingMethod::importance:
      break;
  }
  return "";
}

bool defaults_spread(const Study& study) {
  const std::vector<Buyer>& buyers = study.portfolio.buyers;
  if (std::any_of(buyers.begin(), buyers.end(), [](const Buyer& buyer) { return !buyer.legal_group.empty(); }))
    return true;
  return std::any_of(study.scenarios.begin(), study.scenarios.end(),
                     [](const Scenario& scenario) { return scenario.credit.contagion.active(); });
}

bool any_dependence(const Study& study, bool (*has)(const DependenceParameters&)) {
  return std::any_of(study.scenarios.begin(), study.scenarios.end(),
                     [has](const Scenario& scenario) { return has(scenario.credit.dependence); });
}

bool any_credit(const Study& study, bool (*has)(const CreditParameters&)) {
  return std::any_of(study.scenarios.begin(), study.scenarios.end(),
                     [has](const Scenario& scenario) { return has(scenario.credit); });
}

bool has_reratings(const CreditParameters& credit) { return credit.migration.active(); }

bool has_tables_by_year(const CreditParameters& credit) {
  return std::any_of(credit.grades.begin(), credit.grades.end(),
                     [](const auto& grade) { return !grade.second.flat(); });
}

/// Losses whose mean is not mean LGD x exposure, whatever the state.
bool has_linked_losses(const CreditParameters& credit) {
  return !(credit.security == SecurityParameters{}) ||
         std::any_of(credit.lgd.begin(), credit.lgd.end(),
                     [](const auto& law) { return law.second.factor_link != 0.0; });
}

class Refusals {
 public:
  explicit Refusals(const Study& study) : study_(study) {}

  std::vector<Refusal> all() {
    if (study_.simulation.sampling != SamplingMethod::plain) designed();
    if (study_.simulation.stop_when) stop_rule(*study_.simulation.stop_when);
    if (study_.simulation.control_variate) control_variate();
    return std::move(found_);
  }

 private:
  void refuse(std::vector<std::string> key, std::string why) {
    key.insert(key.begin(), "simulation");
    found_.push_back({std::move(key), std::move(why)});
  }

  void designed() {
    const SimulationSettings& settings = study_.simulation;
    const std::string method = sampling_name(settings.sampling);
    if (std::string why = refuse_trials(settings); !why.empty()) refuse({"trials"}, std::move(why));
    if (study_.pricing)
      refuse({"sampling"},
             method + " is not for a priced study: the errors of premiums need independent trials (plain)");
    for (const PolicyTerms& policy : study_.base.policies)
      if (!policy.treaties.empty()) {
        refuse({"sampling"}, method + " is not for policies with treaties (insurance." + policy.name +
                                 "): the errors of their figures need independent trials (plain)");
        break;
      }
    if (settings.sampling == SamplingMethod::importance) {
      importance();
    } else if (!any_dependence(study_,
                               [](const DependenceParameters& d) { return d.model != DependenceModel::independent; })) {
      refuse({"sampling"}, method + " acts on the systematic factors, and independent buyers have none (plain)");
    }
  }

  void importance() {
    if (!study_.simulation.importance)
      refuse({"sampling"}, "importance needs what to aim at: simulation.importance: {loss: X} or {probability: P}");
    const bool linked = std::any_of(study_.scenarios.begin(), study_.scenarios.end(),
                                    [](const Scenario& s) { return s.payment.default_link > 0.0; });
    if (!study_.portfolio.exposure_book && linked && study_.simulation.importance &&
        study_.simulation.importance->probability)
      refuse(
          {"importance"},
          "probability is not for a book of invoices with a default_link: late payers owe more when they fail, which "
          "the search for the loss does not know (importance: {loss: X})");
    if (defaults_spread(study_))
      refuse({"sampling"},
             "importance is not for defaults that spread (contagion, legal groups): they are not "
             "independent given the factors (plain)");
    if (any_credit(study_, has_reratings) || any_credit(study_, has_tables_by_year))
      refuse(
          {"sampling"},
          "importance is not for grades that move (credit.migration) or PDs by year: it draws more failures by their "
          "probability at the horizon, which must be the grade's at as_of (sobol, stratified and antithetic do "
          "without)");
    if (any_dependence(study_, [](const DependenceParameters& d) {
          return d.model == DependenceModel::gamma && d.counts == DefaultCounts::poisson;
        }))
      refuse({"sampling"}, "importance is not for counts: poisson (use bernoulli)");
  }

  void control_variate() {
    const auto unknown = [](const Scenario& scenario) {
      return !scenario.failures.empty() ||
             std::any_of(scenario.shocks.begin(), scenario.shocks.end(), [](const Shock& shock) {
               return shock.default_multiplier != 1.0 || shock.lgd_multiplier != 1.0;
             });
    };
    if (!study_.portfolio.exposure_book)
      refuse({"control_variate"},
             "needs a book of exposures: the expected loss of a book of invoices is not known in closed form");
    else if (defaults_spread(study_) || std::any_of(study_.scenarios.begin(), study_.scenarios.end(), unknown))
      refuse(
          {"control_variate"},
          "needs default probabilities and losses that nothing changes: the expected loss under shocks on them, named "
          "failures, contagion or legal groups is not known in closed form");
    else if (any_credit(study_, has_reratings) || any_credit(study_, has_linked_losses))
      refuse({"control_variate"},
             "needs losses given default that move with nothing else: the expected loss under re-rating, an LGD linked "
             "to the factor, guarantees, pledges or retention of title is not known in closed form");
  }

  void stop_rule(const StopRule& rule) {
    if (rule.max_trials < study_.simulation.trials)
      refuse({"stop_when", "max_trials"}, "is below simulation.trials, the trials between two tests");
    if (study_.simulation.sampling == SamplingMethod::sobol)
      refuse({"stop_when"}, "is not for sobol: its points are a fixed number from the start");
    const std::vector<PolicyTerms>& policies = study_.base.policies;
    if (rule.policy != "none" &&
        std::none_of(policies.begin(), policies.end(), [&](const PolicyTerms& p) { return p.name == rule.policy; }))
      refuse({"stop_when", "policy"}, "there is no policy '" + rule.policy + "'");
    const std::vector<Scenario>& scenarios = study_.scenarios;
    if (!rule.scenario.empty() &&
        std::none_of(scenarios.begin(), scenarios.end(), [&](const Scenario& s) { return s.name == rule.scenario; }))
      refuse({"stop_when", "scenario"}, "there is no scenario '" + rule.scenario + "' in this run");
  }

  const Study& study_;
  std::vector<Refusal> found_;
};

}  // namespace

const char* sampling_name(SamplingMethod method) {
  switch (method) {
    case SamplingMethod::plain:
      return "plain";
    case SamplingMethod::antithetic:
      return "antithetic";
    case SamplingMethod::stratified:
      return "stratified";
    case SamplingMethod::sobol:
      return "sobol";
    case SamplingMethod::importance:
      return "importance";
  }
  return "";
}

std::vector<Refusal> sampling_refusals(const Study& study) { return Refusals(study).all(); }

}  // namespace delcredere
