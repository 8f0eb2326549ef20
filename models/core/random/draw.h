#pragma once
// Draws: what a trial knows of chance. A draw is a pure function of (seed, purpose, index, entity, trial); it never
// depends on scenario, thread, block or shard. The layout is frozen: docs/decisions/counter-layout.md.
//
//   key     = seed (low word first)
//   counter = { entity, purpose << 24 | index, trial low, trial high }

#include <cstdint>
#include <string_view>

#include "models/core/random/philox.h"

namespace delcredere {

/// What a draw is for. Numbers are frozen: never renumber, only append.
enum class Purpose : std::uint8_t {
  factor = 1,               ///< systematic factor; entity = name_entity(factor)
  mixing = 2,               ///< chi-square mixing variable of the t copula (one per trial); entity 0
  gamma_sector = 3,         ///< gamma sector multiplier; entity = name_entity(sector)
  sector_delay = 4,         ///< delay factor of a sector without systematic loading; entity = name_entity(sector)
  shock_start = 5,          ///< arrival times of a shock; entity = name_entity(shock), index = arrival
  default_skip = 6,         ///< retired
  default_inside = 7,       ///< retired
  default_rest = 8,         ///< V of a buyer without an early arrival; entity = buyer
  cause = 9,                ///< insolvency or protracted default; entity = buyer
  loss_given_default = 10,  ///< LGD; entity = buyer
  buyer_effect = 11,        ///< payment effect B of a buyer; entity = buyer / 4, word = buyer % 4
  delay = 12,               ///< delay of an invoice; entity = invoice / 8, 16-bit share = invoice % 8
  delay_tail = 13,          ///< second draw of a delay whose 16-bit share is rare, or of an open item; entity = invoice
  default_arrival = 14,     ///< arrivals of small V in a band of buyers; entity = band, index = arrival / 2
  country_event = 15,     ///< arrival times of a country's payment stop; entity = name_entity(country), index = arrival
  infection = 16,         ///< whom a failing buyer infects; entity = the failing buyer, index = arrival / 2
  claim_handling = 20,    ///< days from loss to filing and from filing to payment; entity = buyer
  guarantor = 28,         ///< default of a guarantor that is no buyer; entity = name_entity(guarantor)
  migration = 29,         ///< re-rating of a buyer; entity = buyer, index = review, from 1
  invoice_events = 30,    ///< dispute, payment in parts, discount, agency: words 0 to 3; entity = invoice
  sales_volume = 31,      ///< multiplier of the plan; entity = buyer, index 0; index 1, entity 0: the common one
  fx_step = 32,           ///< daily step of a rate; entity = name_entity(currency), "" = common; index = (day - 1) / 2
  goods_rejection = 33,   ///< does the buyer reject the goods: word 0; entity = invoice
  importance_pilot = 40,  ///< pilot of importance sampling; entity = the input's, index = round, trial = pilot draw
  sobol_scramble = 41,    ///< scrambling of Sobol points; entity = dimension, index = row, trial = replicate
};

/// The most draws that one (purpose, entity, trial) can have.
inline constexpr std::uint32_t kMaxDrawIndex = (1u << 24) - 1;

constexpr PhiloxBlock draw(std::uint64_t seed, Purpose purpose, std::uint32_t index, std::uint32_t entity,
                           std::uint64_t trial) {
  return philox4x32({entity, static_cast<std::uint32_t>(purpose) << 24 | index, static_cast<std::uint32_t>(trial),
                     static_cast<std::uint32_t>(trial >> 32)},
                    {static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)});
}

/// Entity of something that has a name and no place in the portfolio (a factor, a shock): FNV-1a of its bytes.
/// So an overlay that adds one leaves the draws of the others as they are. The Plan refuses two names that collide.
constexpr std::uint32_t name_entity(std::string_view name) {
  std::uint32_t hash = 2166136261u;
  for (const char c : name) hash = (hash ^ static_cast<std::uint8_t>(c)) * 16777619u;
  return hash;
}

/// A uniform in (0, 1) on 2^52 equal cells, at the cells' midpoints, from two words. (With 2^53 cells the midpoints
/// above 1/2 would be no doubles and the last would round to 1.)
constexpr double open_uniform(std::uint32_t high, std::uint32_t low) {
  const std::uint64_t bits = (std::uint64_t{high} << 20) | (low >> 12);
  return (static_cast<double>(bits) + 0.5) * 0x1.0p-52;
}

/// A uniform in (0, 1) on 2^32 equal cells, at the cells' midpoints, from one word.
constexpr double open_uniform(std::uint32_t word) { return (static_cast<double>(word) + 0.5) * 0x1.0p-32; }

}  // namespace delcredere
