#include "models/credit/security.h"

#include <algorithm>

namespace delcredere {

Money security_payment(const Collateral& security, Money exposure, Money left) {
  if (security.amount) return std::min(left, *security.amount);
  const Int128 share = static_cast<Int128>(exposure) * security.share.mantissa;
  return std::min(left, static_cast<Money>(divide_half_even(share, security.share.denominator())));
}

Money realise_securities(std::span<const Collateral> securities, Money exposure, Day default_day,
                         const std::function<bool(const Collateral&, Day)>& alive,
                         std::vector<SecurityPayment>& payments) {
  Money sum = 0;
  for (const Collateral& security : securities) {
    const Day day = default_day + security.lag;
    const Money amount = security_payment(security, exposure, exposure - sum);
    if (amount == 0 || !alive(security, day)) continue;
    payments.push_back({day, amount});
    sum += amount;
  }
  return sum;
}

}  // namespace delcredere
