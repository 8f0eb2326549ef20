#pragma once
// The made-up world of `generate`: sectors with their seasons, countries with their terms, words of firm names.

#include <array>
#include <string_view>

namespace delcredere::synthetic {

struct Sector {
  std::string_view name;
  double weight;                          ///< share of the buyers
  std::array<double, 12> season;          ///< sales of a month against the yearly mean
  std::array<std::string_view, 3> words;  ///< of firm names
};

inline constexpr std::array<Sector, 8> kSectors = {{
    {"construction",
     0.15,
     {0.70, 0.75, 0.95, 1.05, 1.15, 1.15, 1.10, 1.00, 1.15, 1.15, 1.00, 0.85},
     {"Bau", "Construction", "Build"}},
    {"retail",
     0.20,
     {0.85, 0.80, 0.90, 0.95, 0.95, 0.95, 0.90, 0.90, 1.00, 1.10, 1.40, 1.30},
     {"Handel", "Stores", "Retail"}},
    {"wholesale",
     0.15,
     {0.95, 0.95, 1.00, 1.00, 1.00, 1.00, 0.95, 0.90, 1.05, 1.10, 1.10, 1.00},
     {"Grosso", "Trading", "Supply"}},
    {"manufacturing",
     0.16,
     {1.00, 1.00, 1.05, 1.00, 1.00, 1.05, 0.95, 0.80, 1.05, 1.05, 1.05, 1.00},
     {"Werke", "Industries", "Technik"}},
    {"transport",
     0.08,
     {0.95, 0.95, 1.00, 1.00, 1.00, 1.00, 0.95, 0.90, 1.05, 1.05, 1.10, 1.05},
     {"Logistik", "Transport", "Freight"}},
    {"food",
     0.11,
     {0.90, 0.90, 0.95, 1.00, 1.00, 1.05, 1.05, 1.00, 1.00, 1.00, 1.05, 1.10},
     {"Foods", "Alimentari", "Kost"}},
    {"services",
     0.09,
     {1.00, 1.00, 1.05, 1.00, 1.00, 1.05, 0.90, 0.85, 1.05, 1.05, 1.05, 1.00},
     {"Services", "Partner", "Conseil"}},
    {"agriculture",
     0.06,
     {0.70, 0.85, 1.20, 1.35, 1.25, 1.05, 1.00, 1.05, 1.15, 1.00, 0.75, 0.65},
     {"Agrar", "Farms", "Verde"}},
}};

struct Country {
  std::string_view code;
  double weight;
  std::array<int, 3> terms;               ///< usual terms in days; the first is the commonest
  std::array<std::string_view, 2> forms;  ///< legal forms
  std::array<std::string_view, 6> families;
};

inline constexpr std::array<double, 3> kTermWeights = {0.6, 0.3, 0.1};

inline constexpr std::array<Country, 10> kCountries = {{
    {"DE", 0.34, {30, 14, 60}, {"GmbH", "AG"}, {"Keller", "Brandt", "Müller", "Schäfer", "Vogt", "Lorenz"}},
    {"FR", 0.14, {45, 60, 30}, {"SARL", "SAS"}, {"Lefèvre", "Moreau", "Girard", "Chevalier", "Blanc", "Noël"}},
    {"IT", 0.11, {60, 90, 30}, {"S.r.l.", "S.p.A."}, {"Conti", "Ferrari", "Galli", "Marchetti", "Rinaldi", "Serra"}},
    {"ES", 0.08, {60, 90, 45}, {"S.L.", "S.A."}, {"Ibáñez", "Ortega", "Núñez", "Vidal", "Campos", "Romero"}},
    {"NL", 0.08, {30, 14, 45}, {"B.V.", "N.V."}, {"de Vries", "Bakker", "Visser", "Mulder", "Dekker", "Smit"}},
    {"PL",
     0.07,
     {45, 30, 60},
     {"Sp. z o.o.", "S.A."},
     {"Kowalski", "Wójcik", "Łukasik", "Zieliński", "Nowak", "Mazur"}},
    {"AT", 0.06, {30, 14, 45}, {"GmbH", "KG"}, {"Gruber", "Pichler", "Steiner", "Höfer", "Egger", "Auer"}},
    {"GB", 0.05, {30, 45, 60}, {"Ltd", "plc"}, {"Hughes", "Barlow", "Whitfield", "Marsden", "Ashby", "Croft"}},
    {"SE", 0.04, {30, 45, 14}, {"AB", "HB"}, {"Lindqvist", "Åkesson", "Bergström", "Sjöberg", "Holm", "Nyman"}},
    {"US", 0.03, {30, 45, 60}, {"Inc.", "LLC"}, {"Carter", "Hayes", "Dawson", "Reyes", "Whitaker", "Boone"}},
}};

struct Grade {
  std::string_view name;
  double weight;
};

inline constexpr std::array<Grade, 5> kGrades = {{{"A", 0.15}, {"B", 0.35}, {"C", 0.30}, {"D", 0.15}, {"E", 0.05}}};

}  // namespace delcredere::synthetic
