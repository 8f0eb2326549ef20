#pragma once
// What secures a buyer's debt: it is realised after a default and reduces what is lost (security.h has the rules).

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "models/core/days.h"
#include "models/core/decimal.h"
#include "models/core/money.h"

namespace delcredere {

enum class SecurityKind : std::uint8_t { retention_of_title, pledge, guarantee };

struct Collateral {
  static constexpr std::uint32_t kNobody = 0xFFFFFFFFu;

  std::uint32_t buyer = 0;
  SecurityKind kind = SecurityKind::guarantee;
  std::optional<Money> amount;                ///< at most this much, > 0; of a pledge after its haircut
  Decimal share{0, 0};                        ///< of the debt at default, in [0, 1]; where no amount is given
  Day lag = 0;                                ///< days from the default day to the money, >= 0
  std::uint32_t buyer_guarantor = kNobody;    ///< a buyer of the book
  std::uint32_t outside_guarantor = kNobody;  ///< number in SecurityParameters::outside; neither: never fails

  friend bool operator==(const Collateral&, const Collateral&) = default;
};

/// A guarantor that is no buyer. It defaults by its own PD, with the factors of a sector or for itself.
struct OutsideGuarantor {
  std::string name;      ///< its identity: draws are by name
  double annual_pd = 0;  ///< in [0, 1]
  std::string sector;    ///< of the book; empty: independent of everybody
  friend bool operator==(const OutsideGuarantor&, const OutsideGuarantor&) = default;
};

struct SecurityParameters {
  std::vector<Collateral> list;  ///< by buyer, then in the order of realisation: lag, kind, file order
  std::vector<OutsideGuarantor> outside;
  friend bool operator==(const SecurityParameters&, const SecurityParameters&) = default;
};

}  // namespace delcredere
