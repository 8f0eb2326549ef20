// load_study: text -> tree -> edits -> one reading for base and one for each scenario -> the book -> checks -> Study.

#include "scenarios/load.h"

#include <fmt/core.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <future>
#include <set>

#include "models/core/sha256.h"
#include "models/sampling/refusals.h"
#include "scenarios/assemble/factors.h"
#include "scenarios/assemble/periods.h"
#include "scenarios/assemble/pricing.h"
#include "scenarios/assemble/scene.h"
#include "scenarios/config/grid.h"
#include "scenarios/config/nearest.h"
#include "scenarios/config/overlay.h"
#include "scenarios/config/reader.h"
#include "scenarios/config/writers.h"
#include "scenarios/csv/text_file.h"
#include "scenarios/yaml/parse.h"

namespace delcredere {
namespace {

using assemble::Book;
using assemble::Scene;
using assemble::SharedFiles;
using config::Config;
using config::Problems;
using yaml::Node;

/// One scenario on its way: its tree, what was read from it, what was wrong.
struct Draft {
  std::string name;
  Node tree;
  Config config;
  Problems problems;
};

void read(Draft& draft, const std::string& folder, bool in_scenario) {
  config::Reader reader(draft.tree, draft.problems);
  config::ConfigPlaces places;
  places.folder = folder;
  config::describe(reader, draft.config, places, in_scenario);
  reader.finish();
}

void apply_options(Node& root, const LoadOptions& options, Problems& problems) {
  for (const std::string& assignment : options.sets) config::apply_set(root, assignment, "--set", problems);
  if (options.trials) config::apply_set(root, "simulation.trials=" + *options.trials, "--trials", problems);
  if (options.seed) config::apply_set(root, "simulation.seed=" + *options.seed, "--seed", problems);
}

/// Is what the book's readers need free of errors?
bool book_readable(const Draft& base) {
  for (const Diagnostic& d : base.problems.errors()) {
    for (const char* section : {"portfolio", "as_of", "currency", "exchange_rates"}) {
      if (d.path.rfind(section, 0) == 0) return false;
    }
  }
  return true;
}

/// Shows every data file that the drafts name, the book's first, some more than once.
template <class Visit>
void for_each_file(const std::vector<Draft>& drafts, const Visit& visit) {
  const auto show = [&](const std::optional<FileSource>& file, bool of_book) {
    if (file) visit(*file, of_book);
  };
  for (const Draft& draft : drafts) {
    show(draft.config.portfolio.buyers, true);
    show(draft.config.portfolio.invoices, true);
    show(draft.config.portfolio.sales_plan, true);
    const config::CreditFiles& credit = draft.config.credit_files;
    for (const std::optional<FileSource>* file :
         {&credit.loadings, &credit.weights, &credit.links, &credit.securities, &credit.migration})
      show(*file, false);
    for (const auto& [name, policy] : draft.config.insurance) {
      show(policy.limits_file, false);
      show(policy.open_claims, false);
    }
    if (draft.config.liquidity) show(draft.config.liquidity->outflows, false);
    if (draft.config.pricing && draft.config.pricing->history) show(draft.config.pricing->history->claims, false);
  }
}

/// Reports all files that are missing at once, each once. Are the book's there?
bool find_missing_files(const std::vector<Draft>& drafts, Problems& problems) {
  std::set<std::string> seen;
  bool book_there = true;
  for_each_file(drafts, [&](const FileSource& file, bool of_book) {
    if (!seen.insert(file.path).second) return;
    try {
      csv::TextFile::check(file.path, file.name);
    } catch (const Error& error) {
      for (const Diagnostic& d : error.diagnostics()) problems.io_error(d.where, d.path, d.message);
      if (of_book) book_there = false;
    }
  });
  return book_there;
}

/// Everything else that reads the book goes on without it.
std::optional<Portfolio> read_book(const Draft& base, const Currency& currency, ReadLog& log, Problems& problems) {
  try {
    Portfolio portfolio = read_portfolio(base.config.portfolio, base.config.as_of, currency, log);
    if (!log.errors.empty()) return std::nullopt;
    return portfolio;
  } catch (const Error& error) {
    if (error.code() != ExitCode::io) throw;
    for (const Diagnostic& d : error.diagnostics()) problems.io_error(d.where, d.path, d.message);
    return std::nullopt;
  }
}

void refuse_long_horizon(const Draft& base, std::size_t scenarios) {
  const Config& config = base.config;
  const Int128 periods = assemble::count_periods(config.horizon.days_from(config.as_of), config.period);
  if (periods <= assemble::kMostPeriods) return;
  const double gibibytes =
      assemble::table_bytes(periods, scenarios, config.insurance.size()) / (1024.0 * 1024.0 * 1024.0);
  yaml::raise(
      ExitCode::resources, assemble::Places(base.tree).at({"horizon"}),
      fmt::format(
          "horizon: {} is {:.0f} periods, whose tables alone need about {:.0f} GiB of memory (allowed: up to {} "
          "periods). Shorten the horizon, or use period: month",
          config.horizon.text(), static_cast<double>(periods), gibibytes, assemble::kMostPeriods));
}

void check_return_periods(const Draft& base, Day horizon, Problems& problems) {
  if (!base.config.outputs.return_periods_given || (horizon >= 364 && horizon <= 366)) return;
  problems.error(
      assemble::Places(base.tree).at({"outputs", "return_periods"}), "outputs.return_periods",
      fmt::format("does not apply to a horizon of {} days (allowed: with a horizon of one year, 364 to 366 days)",
                  horizon));
}

void check_detailed_policies(const Draft& base, Problems& problems) {
  if (!base.config.outputs.detailed_policies) return;
  std::vector<std::string> known{"none"};
  for (const auto& [name, policy] : base.config.insurance) known.push_back(name);
  for (const std::string& name : *base.config.outputs.detailed_policies) {
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    problems.error(assemble::Places(base.tree).at({"outputs", "detailed_policies"}), "outputs.detailed_policies",
                   "there is no policy '" + name + "'." + config::suggestion(name, known));
  }
}

/// A political cause needs an event that stops payments, in base or in a scenario.
void warn_of_idle_political_causes(const std::vector<Draft>& drafts, Problems& problems) {
  if (std::any_of(drafts.begin(), drafts.end(), [](const Draft& d) { return !d.config.country_events.empty(); }))
    return;
  const assemble::Places places(drafts.front().tree);
  for (const auto& [name, policy] : drafts.front().config.insurance) {
    if (!policy.terms.political) continue;
    const assemble::KeyPath path{"insurance", name, "causes", "political"};
    problems.warning(places.at(path), assemble::Places::text(path),
                     "never happens: no scenario has credit.country_events");
  }
}

/// Cover of rejected goods needs rejections, in base or in a scenario.
void refuse_idle_goods_rejection(const std::vector<Draft>& drafts, Problems& problems) {
  if (std::any_of(drafts.begin(), drafts.end(),
                  [](const Draft& d) { return d.config.payment.rejections && d.config.payment.rejections->acts(); }))
    return;
  for (const Draft& draft : drafts) {
    const assemble::Places places(draft.tree);
    for (const auto& [name, policy] : draft.config.insurance) {
      if (!policy.terms.goods_rejection) continue;
      const assemble::KeyPath path{"insurance", name, "goods_rejection"};
      problems.error(places.at(path), assemble::Places::text(path),
                     "does not apply to policy '" + name + "': no scenario has payment.rejections that act");
    }
    if (!problems.clean()) return;
  }
}

/// The hash of a file as it is on disk, in pieces.
InputFile hashed(const std::string& name, const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  Sha256 hash;
  InputFile input{name, "", 0};
  std::string buffer(std::size_t{1} << 16, '\0');
  while (file) {
    file.read(buffer.data(), static_cast<std::streamsize>(buffer.size()));
    const auto got = static_cast<std::size_t>(file.gcount());
    hash.update(buffer.data(), got);
    input.bytes += got;
  }
  if (file.bad() || !file.eof()) yaml::raise(ExitCode::io, {name, 0, 0}, "cannot be read");
  input.sha256 = hash.hex();
  return input;
}

/// Hashes of the data files, worked out beside the reading of them. A file that cannot be read is reported by its
/// reader; here only where nobody else read it.
class DataFiles {
 public:
  explicit DataFiles(const std::vector<Draft>& drafts) {
    for_each_file(drafts, [&](const FileSource& file, bool) {
      if (known(file.name)) return;
      names_.push_back(file.name);
      hashes_.push_back(std::async(hashed, file.name, file.path));
    });
  }
  std::vector<InputFile> wait() {
    std::vector<InputFile> files;
    for (std::future<InputFile>& hash : hashes_) files.push_back(hash.get());
    return files;
  }

 private:
  bool known(const std::string& name) const { return std::find(names_.begin(), names_.end(), name) != names_.end(); }

  std::vector<std::string> names_;
  std::vector<std::future<InputFile>> hashes_;
};

/// The config, its includes, the data files; gives the number of the first data file.
std::size_t list_inputs(LoadedStudy& loaded, const std::string& config_path,
                        const std::vector<config::IncludedFile>& included, std::vector<InputFile> data) {
  loaded.inputs.push_back({config_path, sha256_hex(loaded.config_given), loaded.config_given.size()});
  const auto known = [&](const std::string& name) {
    return std::any_of(loaded.inputs.begin(), loaded.inputs.end(), [&](const InputFile& i) { return i.name == name; });
  };
  for (const config::IncludedFile& file : included) {
    if (!known(file.name)) loaded.inputs.push_back({file.name, sha256_hex(file.text), file.text.size()});
  }
  const std::size_t texts = loaded.inputs.size();
  for (InputFile& file : data) {
    if (!known(file.name)) loaded.inputs.push_back(std::move(file));
  }
  return texts;
}

/// What the numbers are made of. The config counts as it is in force, with overlays and options merged in and without
/// its comments; the data files count byte by byte.
std::string hash_of_inputs(const LoadedStudy& loaded, std::size_t texts) {
  Sha256 hash;
  const auto add = [&hash](const std::string& text) { hash.update(std::to_string(text.size()) + '\n' + text + '\n'); };
  add(loaded.config_effective);
  for (std::size_t i = texts; i < loaded.inputs.size(); ++i) {
    add(loaded.inputs[i].name);
    add(loaded.inputs[i].sha256);
  }
  return hash.hex();
}

/// The drafts: base first, then the scenarios; everything wrong with them is in base's problems.
std::vector<Draft> make_drafts(Node root, const std::vector<config::ScenarioOverlay>& overlays,
                               const std::string& folder, Problems& problems) {
  std::vector<Draft> drafts;
  drafts.push_back({"", std::move(root), {}, {}});
  read(drafts.front(), folder, false);
  problems.merge(drafts.front().problems, "");
  for (const config::ScenarioOverlay& overlay : overlays) {
    drafts.push_back({overlay.name, config::merged(drafts.front().tree, overlay.overlay), {}, {}});
    Draft& draft = drafts.back();
    read(draft, folder, true);
    problems.merge(draft.problems, "scenarios." + draft.name + ".");
  }
  return drafts;
}

}  // namespace

LoadedStudy load_study(const std::string& config_path, const LoadOptions& options) {
  LoadedStudy loaded;
  Node root = yaml::parse_file(config_path, &loaded.config_given);
  const std::string folder = std::filesystem::path(config_path).parent_path().string();
  Problems problems;
  apply_options(root, options, problems);
  std::vector<config::IncludedFile> included;
  const config::Grids grids(root, problems);
  std::vector<config::ScenarioOverlay> overlays = config::collect_scenarios(root, grids, folder, included, problems);
  config::keep_only(overlays, options.scenarios, problems);
  std::vector<Draft> drafts = make_drafts(std::move(root), overlays, folder, problems);
  const Draft& base = drafts.front();
  const Config& head = base.config;
  check_detailed_policies(base, problems);
  if (problems.clean()) refuse_long_horizon(base, overlays.size());

  ReadLog log;
  const Currency currency = find_currency(head.currency).value_or(Currency{});
  std::optional<Portfolio> portfolio;
  const bool book_there = find_missing_files(drafts, problems);
  std::optional<DataFiles> data_files;
  if (book_there) data_files.emplace(drafts);
  if (book_there && book_readable(base)) portfolio = read_book(base, currency, log, problems);
  const Int128 days = head.horizon.days_from(head.as_of);
  const bool horizon_known = days >= 1 && assemble::count_periods(days, head.period) <= assemble::kMostPeriods;
  if (horizon_known) check_return_periods(base, static_cast<Day>(days), problems);

  // The checks against the book need sections that were read without errors.
  if (!portfolio || !problems.clean() || !horizon_known) {
    problems.throw_if_any(log.errors);
    throw Error(ExitCode::config, "the config cannot be used");
  }
  Study& study = loaded.study;
  study.name = head.name;
  study.as_of = head.as_of;
  study.currency = currency;
  study.horizon = static_cast<Day>(days);
  study.period_name = head.period == config::PeriodKind::week ? "week" : "month";
  study.period_ends = assemble::period_ends(study.as_of, study.horizon, head.period);
  study.portfolio = std::move(*portfolio);
  if (!head.portfolio.new_sales)
    std::erase_if(study.portfolio.invoices, [](const Invoice& row) { return row.kind == InvoiceKind::planned; });
  study.has_liquidity = head.liquidity.has_value();
  study.simulation = head.simulation;
  study.outputs = head.outputs;

  const Book book(study.portfolio);
  SharedFiles files(book, study.as_of, currency, log);
  for (const Draft& draft : drafts) {
    Problems found;
    const Scene scene{draft.config, assemble::Places(draft.tree), book, study.horizon, currency, files, found};
    Scenario scenario = make_scenario(scene, draft.name);
    if (&draft == &base) {
      study.pricing = assemble::make_pricing(scene);
    } else {
      assemble::check_same_treaties(scene, study.base, scenario);
    }
    problems.merge(found, &draft == &base ? "" : "scenarios." + draft.name + ".");
    if (&draft == &base) {
      study.base = std::move(scenario);
    } else {
      study.scenarios.push_back(std::move(scenario));
    }
    const std::string prefix = draft.name.empty() ? "" : "scenarios." + draft.name + ".";
    loaded.positions[prefix + "credit.dependence.factor_correlation"] =
        scene.places.at({"credit", "dependence", "factor_correlation"});
    loaded.positions[prefix + "fx.correlation"] = scene.places.at({"fx", "correlation"});
  }
  refuse_idle_goods_rejection(drafts, problems);
  if (problems.clean())
    for (const Refusal& refusal : sampling_refusals(study)) {
      std::string path;
      for (const std::string& part : refusal.key) path += (path.empty() ? "" : ".") + part;
      const assemble::Places places(base.tree);
      const std::vector<std::string>& key = refusal.key;  // two or three parts
      const Position where = key.size() > 2 ? places.at({key[0], key[1], key[2]}) : places.at({key[0], key[1]});
      problems.error(where, path, refusal.why);
    }
  warn_of_idle_political_causes(drafts, problems);
  problems.throw_if_any(log.errors);
  study.base.name = "base";
  const std::vector<Diagnostic> repaired = assemble::check_factor_models(loaded);
  loaded.warnings = problems.warnings();
  loaded.warnings.insert(loaded.warnings.end(), repaired.begin(), repaired.end());
  loaded.warnings.insert(loaded.warnings.end(), log.warnings.begin(), log.warnings.end());
  loaded.notes = std::move(log.notes);
  loaded.config_effective = config::effective_config(base.tree, overlays, study.portfolio.exposure_book);
  study.inputs_hash = hash_of_inputs(loaded, list_inputs(loaded, config_path, included, data_files->wait()));
  return loaded;
}

std::string default_config() { return config::commented_defaults(); }

std::string config_schema() { return config::json_schema(); }

}  // namespace delcredere
