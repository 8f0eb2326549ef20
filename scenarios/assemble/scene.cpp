#include "scenarios/assemble/scene.h"

namespace delcredere::assemble {
namespace {

/// Two sources that are read alike.
std::string identity(const FileSource& file) {
  std::string text = file.path + '\n' + file.date_format;
  for (const auto& [ours, theirs] : file.columns) text += '\n' + ours + '\t' + theirs;
  for (const std::string& rule : file.id_cleanup) text += '\n' + rule;
  return text;
}

template <class T, class Read>
const T& read_once(std::map<std::string, T>& known, const FileSource& file, config::Problems& problems,
                   const Read& read, const std::string& circumstances = "") {
  const auto [place, fresh] = known.try_emplace(identity(file) + circumstances);
  if (!fresh) return place->second;
  try {
    place->second = read();
  } catch (const Error& error) {
    if (error.code() != ExitCode::io) throw;
    for (const Diagnostic& d : error.diagnostics()) problems.io_error(d.where, d.path, d.message);
  }
  return place->second;
}

}  // namespace

const std::vector<Outflow>& SharedFiles::outflows(const FileSource& file, config::Problems& problems) {
  return read_once(outflows_, file, problems, [&] { return read_outflows(file, as_of_, base_, log_); });
}

const std::vector<DatedLimit>& SharedFiles::limits(const FileSource& file, config::Problems& problems) {
  return read_once(limits_, file, problems, [&] { return read_limits(file, book_.portfolio(), as_of_, base_, log_); });
}

const BuyerNumbers& SharedFiles::loadings(const FileSource& file, config::Problems& problems) {
  return read_once(loadings_, file, problems, [&] { return read_loadings(file, book_.portfolio(), log_); });
}

const BuyerNumbers& SharedFiles::weights(const FileSource& file, config::Problems& problems) {
  return read_once(weights_, file, problems, [&] { return read_weights(file, book_.portfolio(), log_); });
}

const std::vector<SupplyLink>& SharedFiles::links(const FileSource& file, config::Problems& problems) {
  return read_once(links_, file, problems, [&] { return read_links(file, book_.portfolio(), log_); });
}

SecurityParameters SharedFiles::securities(const FileSource& file, Day usual_lag, config::Problems& problems) {
  return read_once(
      securities_, file, problems, [&] { return read_securities(file, book_.portfolio(), base_, usual_lag, log_); },
      '\n' + std::to_string(usual_lag));
}

TransitionTable SharedFiles::transitions(const FileSource& file, const std::vector<std::string>& grades,
                                         config::Problems& problems) {
  std::string circumstances;
  for (const std::string& grade : grades) circumstances += '\n' + grade;
  return read_once(
      transitions_, file, problems, [&] { return read_transitions(file, grades, log_); }, circumstances);
}

const std::vector<PastClaim>& SharedFiles::claims(const FileSource& file, const config::Config& config,
                                                  config::Problems& problems) {
  return read_once(claims_, file, problems, [&] {
    std::vector<std::string> policies;
    for (const auto& [name, policy] : config.insurance) policies.push_back(name);
    return read_claims(file, book_.portfolio(), policies, as_of_, base_, log_);
  });
}

std::vector<std::uint32_t> Scene::buyers(KeyPath path, const std::vector<std::string>& ids) const {
  std::vector<std::uint32_t> found;
  for (const std::string& id : ids) {
    if (const auto buyer = book.find_buyer(id)) {
      found.push_back(*buyer);
    } else {
      error(path, "names a buyer that is not in the book, got '" + id + "'." + book.suggest_buyer(id));
    }
  }
  return found;
}

Scenario make_scenario(const Scene& scene, const std::string& name) {
  const config::Config& config = scene.config;
  Scenario scenario;
  scenario.name = name;
  scenario.credit = config.credit;
  check_credit(scene, scenario.credit);
  scenario.credit.country_events = make_country_events(scene);
  scenario.payment = config.payment;
  scenario.credit_management = config.credit_management;
  scenario.sales = config.sales;
  scenario.fx = config.fx;
  check_fx(scene);
  check_payment(scene, scenario.credit.migration);
  scenario.shocks = make_shocks(scene);
  scenario.failures = make_failures(scene);
  for (const auto& [policy_name, policy] : config.insurance)
    scenario.policies.push_back(make_policy(scene, policy, scenario.credit));
  check_layers(scene);
  if (config.liquidity) {
    scenario.liquidity = make_liquidity(scene, *config.liquidity);
  }
  return scenario;
}

}  // namespace delcredere::assemble
