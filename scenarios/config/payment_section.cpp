// payment and credit_management: when invoices are paid, and what the seller does about late ones.

#include "scenarios/config/config.h"

namespace delcredere::config {
void describe_payment(Visitor& v, PaymentParameters& payment) {
  v.section({.name = "payment", .doc = "When invoices are paid."}, [&](Visitor& inner) {
    inner.share({.name = "buyer_effect",
                 .doc = "Share of the latent delay's variance that is common to the invoices of one buyer."},
                payment.buyer_effect);
    inner.share(
        {.name = "sector_effect", .doc = "Share of the latent delay's variance that moves with the sector factor."},
        payment.sector_effect);
    inner.share({.name = "default_link", .doc = "How much likelier late payers are to fail."}, payment.default_link);
    inner.map_of(
        {.name = "segments", .doc = "Delay by segment of buyers; 'default' serves the segments that are not named."},
        "<segment>", "default", payment.segments, describe_segment);
    describe_payment_rules(inner, payment);
    if (inner.reading() && payment.buyer_effect + payment.sector_effect > 1) {
      inner.reject("sector_effect", "buyer_effect and sector_effect are together " +
                                        percent_text(payment.buyer_effect + payment.sector_effect) +
                                        " (allowed: up to 100%)");
    }
  });
}

void describe_credit_management(Visitor& v, CreditManagement& management) {
  v.section({.name = "credit_management", .doc = "What the seller does about late payers; off unless named."},
            [&](Visitor& inner) {
              inner.optional_section(
                  {.name = "dunning", .doc = "A reminder shortens what is left of a delay."}, management.dunning,
                  [](Visitor& each, Dunning& dunning) {
                    each.duration({.name = "overdue", .doc = "When the reminder goes out, after the due date."},
                                  dunning.overdue);
                    each.share({.name = "residual_delay", .doc = "Share of the remaining delay that is left."},
                               dunning.residual_delay);
                    each.flag({.name = "in_history", .doc = "true: the delays already contain the rule."},
                              dunning.in_history);
                  });
              inner.optional_section(
                  {.name = "supply_stop", .doc = "Nothing is shipped while an undisputed invoice is overdue."},
                  management.supply_stop, [](Visitor& each, SupplyStop& stop) {
                    each.duration({.name = "overdue", .doc = "How long an invoice may be overdue."}, stop.overdue);
                    each.flag({.name = "in_history", .doc = "true: the sales plan already contains the rule."},
                              stop.in_history);
                  });
              describe_seller_rules(inner, management);
            });
}

}  // namespace delcredere::config
