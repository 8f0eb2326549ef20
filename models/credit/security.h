#pragma once
// What comes back of a failed buyer's debt besides what its estate pays.
//
// Securities are realised one after the other, by lag, then retention of title before pledges before guarantees, then
// in the order of the file. On what those before it have left of the debt E each pays
//   with an amount    min(left, amount)                 a pledge's amount is its value x (1 - haircut)
//   with a share      min(left, E x share)              rounded half to even
// on default day + lag. A guarantee is void where its guarantor has failed up to that day (as far as the horizon
// knows). The estate then pays (E - securities) x (1 - LGD): securities reduce the loss to (E - securities) x LGD.

#include <functional>
#include <span>
#include <vector>

#include "models/credit/security_parameters.h"
#include "models/insurance/ledger.h"

namespace delcredere {

/// What one security pays on a debt `exposure` of which `left` is open.
Money security_payment(const Collateral& security, Money exposure, Money left);

/// Appends the payments of one buyer's securities; returns their sum. alive(security, day): whether its guarantor
/// has not failed up to that day.
Money realise_securities(std::span<const Collateral> securities, Money exposure, Day default_day,
                         const std::function<bool(const Collateral&, Day)>& alive,
                         std::vector<SecurityPayment>& payments);

}  // namespace delcredere
