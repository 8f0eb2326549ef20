#pragma once
// Shares and layers of a policy that somebody else carries: the insurer's reinsurers, a captive, coinsurers. Amounts in
// base currency minor units; shares exact.

#include <optional>
#include <string>
#include <vector>

#include "models/core/decimal.h"
#include "models/core/money.h"

namespace delcredere {

enum class TreatyKind { quota_share, surplus, per_risk_xl, aggregate_xl, stop_loss };
enum class TreatySubject { claims, gross };  ///< the policy's net payments, or the buyers' gross losses
enum class TreatyCarrier { reinsurer, captive, coinsurer };

struct TreatyTerms {
  std::string name;
  TreatyKind kind = TreatyKind::quota_share;
  TreatySubject subject = TreatySubject::claims;
  TreatyCarrier carrier = TreatyCarrier::reinsurer;
  Decimal share{1, 0};          ///< placed: of the loss (quota share), of the surplus, of the layer
  Money retention = 0;          ///< per risk (per_risk_xl), per year (stop_loss)
  Money limit = kUnlimited;     ///< per risk, or per year (aggregate_xl, stop_loss)
  Money annual_deductible = 0;  ///< per_risk_xl, aggregate_xl
  Money line = 0;               ///< surplus: retained line
  Decimal lines{1, 0};          ///< surplus: ceded at most this many lines
  std::optional<Decimal> retention_of_premium, limit_of_premium;  ///< stop_loss: of the provisional premium instead
  std::optional<int> reinstatements;    ///< XL; nothing: of a per-risk layer without end, of an aggregate layer none
  Decimal reinstatement_premium{1, 0};  ///< share of the upfront premium for a full reinstatement, pro rata of amount
  std::vector<std::string> inures_to;   ///< treaties of the same policy whose subject this one reduces
  friend bool operator==(const TreatyTerms&, const TreatyTerms&) = default;
};

}  // namespace delcredere
