// Shocks and named failures against the book and the horizon.

#include <fmt/core.h>

#include <algorithm>

#include "scenarios/assemble/scene.h"
#include "scenarios/config/nearest.h"

namespace delcredere::assemble {
namespace {

void warn_of_scope(const Scene& scene, const std::string& shock, const char* scope,
                   const std::vector<std::string>& names, const std::set<std::string>& known) {
  for (const std::string& name : names) {
    if (known.contains(name)) continue;
    scene.warning({"shocks", shock, scope},
                  fmt::format("no buyer has '{}'.{}", name, config::suggestion(name, {known.begin(), known.end()})));
  }
}

/// What a shock does to payments and sales does nothing in a book without them.
void warn_of_payments(const Scene& scene, const std::string& name, const Shock& shock) {
  const auto idle = [&](const char* key, bool acts) {
    if (acts) scene.warning({"shocks", name, key}, "does nothing in a book of exposures, which has no payments");
  };
  idle("delay_multiplier", shock.delay_multiplier != 1.0);
  idle("delay_days", shock.delay_days != 0);
  idle("sales_multiplier", shock.sales_multiplier != 1.0);
}

/// Day of a date, reported where it is not inside the horizon.
Day inside(const Scene& scene, Date date, const Position& where, const std::string& path) {
  const Day day = days_between(scene.config.as_of, date);
  if (day < 1 || day > scene.horizon) {
    const Date first{scene.config.as_of.serial + 1};
    const Date last{scene.config.as_of.serial + scene.horizon};
    scene.problems.error(
        where, path,
        fmt::format("is outside the horizon, got '{}' (allowed: {} to {})", date.iso(), first.iso(), last.iso()));
    return 1;
  }
  return day;
}

}  // namespace

std::vector<Shock> make_shocks(const Scene& scene) {
  std::vector<Shock> shocks;
  for (const auto& [name, config] : scene.config.shocks) {  // a map: sorted by name
    Shock shock = config.shock;
    warn_of_scope(scene, name, "sectors", shock.sectors, scene.book.sectors);
    warn_of_scope(scene, name, "countries", shock.countries, scene.book.countries);
    warn_of_scope(scene, name, "grades", shock.grades, scene.book.grades);
    scene.buyers({"shocks", name, "buyers"}, shock.buyers);
    if (scene.book.exposures()) warn_of_payments(scene, name, shock);
    for (const auto& [sector, share] : shock.spillover) {
      if (scene.book.sectors.contains(sector)) continue;
      scene.error({"shocks", name, "spillover", sector},
                  fmt::format("no buyer has the sector '{}'.{}", sector,
                              config::suggestion(sector, {scene.book.sectors.begin(), scene.book.sectors.end()})));
    }
    if (config.start) {
      shock.start =
          inside(scene, *config.start, scene.places.at({"shocks", name, "start"}), "shocks." + name + ".start");
    }
    shocks.push_back(std::move(shock));
  }
  return shocks;
}

std::vector<Shock> make_country_events(const Scene& scene) {
  std::vector<Shock> events;
  for (const auto& [country, config] : scene.config.country_events) {  // a map: sorted by name
    const KeyPath path{"credit", "country_events", country};
    if (scene.book.exposures()) scene.error(path, "does not apply to a book of exposures, which has no payments");
    if (!scene.book.countries.contains(country))
      scene.warning(
          path, fmt::format("no buyer is in '{}'.{}", country,
                            config::suggestion(country, {scene.book.countries.begin(), scene.book.countries.end()})));
    Shock event = config.event;
    if (config.start)
      event.start = inside(scene, *config.start, scene.places.at({"credit", "country_events", country, "start"}),
                           "credit.country_events." + country + ".start");
    events.push_back(std::move(event));
  }
  return events;
}

std::vector<NamedFailure> make_failures(const Scene& scene) {
  std::vector<NamedFailure> failures;
  for (const config::FailureConfig& config : scene.config.failures) {
    NamedFailure failure;
    failure.cause = config.cause;
    failure.day = inside(scene, config.on, config.where, "fail.on");
    if (scene.book.exposures() && config.cause == DefaultCause::protracted_default) {
      scene.problems.error(config.where, "fail.cause", "must be insolvency in a book of exposures");
    }
    if (config.top) {
      failure.buyers = scene.book.by_exposure();
      if (*config.top > failure.buyers.size()) {
        scene.problems.error(config.where, "fail.top",
                             fmt::format("is more than there are buyers, got '{}' (allowed: 1 to {})", *config.top,
                                         failure.buyers.size()));
      } else {
        failure.buyers.resize(static_cast<std::size_t>(*config.top));
      }
    }
    for (const std::string& id : config.buyers) {
      if (const auto buyer = scene.book.find_buyer(id)) {
        failure.buyers.push_back(*buyer);
      } else {
        scene.problems.error(config.where, "fail.buyers",
                             "names a buyer that is not in the book, got '" + id + "'." + scene.book.suggest_buyer(id));
      }
    }
    std::sort(failure.buyers.begin(), failure.buyers.end());
    failure.buyers.erase(std::unique(failure.buyers.begin(), failure.buyers.end()), failure.buyers.end());
    failures.push_back(std::move(failure));
  }
  return failures;
}

}  // namespace delcredere::assemble
