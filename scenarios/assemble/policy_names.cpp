// Grades and countries that a policy names, against the scenario and the book.

#include <fmt/core.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <string_view>

#include "scenarios/assemble/scene.h"
#include "scenarios/config/nearest.h"

namespace delcredere::assemble {
namespace {

/// Officially assigned ISO 3166-1 alpha-2 codes, and XK, which is used for Kosovo; a blank after each.
constexpr std::string_view kCountryCodes =
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ "
    "CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO "
    "FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE "
    "JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO "
    "MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW "
    "PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM "
    "TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW ";

bool is_country_code(const std::string& country) {
  const std::size_t place = kCountryCodes.find(country + ' ');
  return country.size() == 2 && place != std::string_view::npos && place % 3 == 0;
}

constexpr std::size_t kNamed = 12;

/// The countries of the book, as many as one reads.
std::string known_countries(const Book& book) {
  std::vector<std::string> named(book.countries.begin(), book.countries.end());
  const std::size_t more = named.size() > kNamed ? named.size() - kNamed : 0;
  named.resize(named.size() - more);
  return fmt::format("{}{}", fmt::join(named, ", "), more > 0 ? fmt::format(" and {} more", more) : "");
}

std::string stranger(const Book& book, const std::string& country) {
  if (book.countries.empty()) return fmt::format("names '{}', but no buyer has a country", country);
  return fmt::format("no buyer has the country '{}' (allowed: {}).{}", country, known_countries(book),
                     config::suggestion(country, {book.countries.begin(), book.countries.end()}));
}

}  // namespace

void check_countries(const Scene& scene, const PolicyTerms& terms) {
  const Book& book = scene.book;
  const auto refuse = [&](const KeyPath& path, const std::string& why) {
    scene.error(path, fmt::format("does not apply to policy '{}': {}", terms.name, why));
  };
  if (terms.country_cap.fallback && book.countries.empty())
    refuse({"insurance", terms.name, "country_cap"}, "no buyer has a country");
  for (const auto& [country, cap] : terms.country_cap.by_key)
    if (!book.countries.contains(country))
      refuse({"insurance", terms.name, "country_cap", country}, stranger(book, country));
  for (const auto& [country, used] : terms.state.country_cap_used)
    if (!book.countries.contains(country))
      refuse({"insurance", terms.name, "state", "country_cap_used", country}, stranger(book, country));
  // A standing list of exclusions may name countries in which this book has nobody, in the words of the book.
  const bool by_code = std::any_of(book.countries.begin(), book.countries.end(), is_country_code);
  for (std::size_t i = 0; i < terms.excluded_countries.size(); ++i) {
    const std::string& country = terms.excluded_countries[i];
    if (book.countries.contains(country)) continue;
    const KeyPath path{"insurance", terms.name, "excluded_countries"};
    if (by_code && is_country_code(country)) {
      scene.warning(path, fmt::format("no buyer has the country '{}': excluding it from policy '{}' does nothing here",
                                      country, terms.name));
      continue;
    }
    scene.item_error(path, i,
                     fmt::format("does not apply to policy '{}': {}{}", terms.name, stranger(book, country),
                                 by_code ? " A country without buyers is allowed by its ISO 3166 code alone" : ""));
  }
}

void set_limit_actions(const Scene& scene, const config::PolicyConfig& policy, const CreditParameters& credit,
                       PolicyTerms& terms) {
  const std::string& name = terms.name;
  const KeyPath path{"insurance", name, "limit_actions"};
  if (policy.limit_actions.empty()) return;  // a scenario may switch them off with an empty list
  const auto refuse = [&](const std::string& why) {
    scene.error(path, fmt::format("does not apply to policy '{}': {}", name, why));
  };
  if (scene.book.exposures()) return refuse("a book of exposures has no later shipments");
  if (!terms.limits.present) return refuse("it has no limits");
  if (!scene.config.credit_files.migration)
    return refuse("no grade moves in this scenario. Give credit.migration with a matrix");
  const std::vector<std::string>& grades = credit.migration.grades;
  if (grades.empty()) return;  // told where the matrix is read
  const auto known = [&](const std::string& grade) { return std::find(grades.begin(), grades.end(), grade); };
  const std::vector<Buyer>& buyers = scene.book.portfolio().buyers;
  if (std::none_of(buyers.begin(), buyers.end(),
                   [&](const Buyer& buyer) { return known(buyer.grade) != grades.end(); }))
    return refuse("no buyer has a grade of credit.migration's matrix");
  for (std::size_t i = 0; i < policy.limit_actions.size(); ++i) {
    const config::LimitActionConfig& given = policy.limit_actions[i];
    const auto place = known(given.below);
    if (place == grades.end()) {
      scene.item_error(path, i,
                       fmt::format("below: the matrix has no grade '{}' (allowed: {}).{}", given.below,
                                   fmt::join(grades, ", "), config::suggestion(given.below, grades)));
      continue;
    }
    if (place + 1 == grades.end())
      scene.item_error(path, i,
                       fmt::format("below: never acts in policy '{}', no grade is worse than '{}'", name, given.below));
    terms.limit_actions.push_back(given.action);
    terms.limit_actions.back().grade = static_cast<std::uint16_t>(place - grades.begin());
  }
}

}  // namespace delcredere::assemble
