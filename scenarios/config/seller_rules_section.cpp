// credit_management beside dunning and supply stop; and sales.

#include "models/payment/delay_table.h"
#include "scenarios/config/config.h"

namespace delcredere::config {
namespace {

void describe_active(Visitor& v, bool& active) {
  v.flag({.name = "active", .doc = "false: off in this scenario."}, active);
}

void describe_in_history(Visitor& v, bool& in_history) {
  v.flag({.name = "in_history",
          .doc = "true: the delays and the plan already contain the rule; a scenario acts by what it adds."},
         in_history);
}

void describe_limits(Visitor& v, LimitChecks& checks) {
  v.factor({.name = "share_of_limit", .doc = "How much of the buyer's credit_limit may be used.", .maximum = 1000},
           checks.share_of_limit);
  v.map_of({.name = "grades",
            .doc = "The same for buyers of some grades, on the issue day, instead of share_of_limit.",
            .example = "{D: 50%, E: 0%}",
            .on_demand = true},
           "<grade>", nullptr, checks.by_grade, [](Visitor& each, double& share) {
             each.factor({.name = "", .doc = "How much of the credit_limit.", .example = "50%", .maximum = 1000},
                         share);
           });
  describe_in_history(v, checks.in_history);
  describe_active(v, checks.active);
}

void describe_prepayment(Visitor& v, Prepayment& prepayment) {
  v.share({.name = "share", .doc = "Share of planned invoices that is received on their issue day."}, prepayment.share);
  const auto names = [&v](const char* name, const char* doc, const char* example, std::vector<std::string>& target) {
    v.list_of({.name = name, .doc = doc, .example = example, .on_demand = true}, target,
              [](Visitor& each, std::string& item) { each.text({.name = "", .doc = "One of them."}, item); });
  };
  names("grades", "Only buyers of these grades on the issue day; several scopes: all must hold.", "[D, E]",
        prepayment.scope.grades);
  names("sectors", "Only these sectors.", "[construction]", prepayment.scope.sectors);
  names("segments", "Only these payment segments.", "[default]", prepayment.scope.segments);
  describe_in_history(v, prepayment.in_history);
  describe_active(v, prepayment.active);
}

void describe_terms(Visitor& v, ShorterTerms& terms) {
  v.map_of({.name = "grades",
            .doc = "Longest terms of planned invoices by the buyer's grade on the issue day.",
            .required = true},
           "<grade>", nullptr, terms.by_grade, [](Visitor& each, Day& days) {
             each.duration({.name = "", .doc = "From issue to due date.", .example = "14 days"}, days);
           });
  describe_in_history(v, terms.in_history);
  describe_active(v, terms.active);
}

void describe_discount(Visitor& v, EarlyPaymentDiscount& discount) {
  v.duration({.name = "within", .doc = "Days after the issue date.", .maximum = kMaxDelay}, discount.within);
  v.share({.name = "discount", .doc = "Share of the amount that the buyer keeps."}, discount.discount);
  v.share({.name = "take_up", .doc = "Probability that a buyer who would pay later takes it."}, discount.take_up);
  describe_in_history(v, discount.in_history);
  describe_active(v, discount.active);
}

void describe_agency(Visitor& v, Agency& agency) {
  v.duration({.name = "after",
              .doc = "Days after the due date on which an unpaid invoice is handed over.",
              .maximum = kMaxDelay},
             agency.after);
  v.share({.name = "success", .doc = "Probability that the agency brings it in."}, agency.success);
  v.duration({.name = "takes", .doc = "Days that it takes.", .maximum = kMaxDelay}, agency.takes);
  v.share({.name = "fee", .doc = "Of the amount brought in."}, agency.fee);
  describe_in_history(v, agency.in_history);
  describe_active(v, agency.active);
}

void describe_interest(Visitor& v, LateInterest& interest) {
  v.share({.name = "rate", .doc = "Simple interest a year, by 365 days."}, interest.rate);
  v.duration({.name = "after", .doc = "Days of grace after the due date.", .maximum = kMaxDelay}, interest.after);
  v.share({.name = "collected", .doc = "Share of the interest that is paid."}, interest.collected);
  describe_active(v, interest.active);
}

void describe_security(Visitor& v, Security& security) {
  v.duration({.name = "terms_above", .doc = "Planned invoices with longer terms are secured."}, security.terms_above);
  v.share({.name = "share", .doc = "Share of what is open at default that the security covers."}, security.share);
  describe_active(v, security.active);
}

}  // namespace

void describe_seller_rules(Visitor& v, CreditManagement& management) {
  v.optional_section({.name = "limit_checks",
                      .doc = "Nothing is shipped that would exceed the seller's credit_limit; the sale is lost."},
                     management.limit_checks, describe_limits);
  v.optional_section({.name = "prepayment", .doc = "Part of the money comes with the order and is never at risk."},
                     management.prepayment, describe_prepayment);
  v.optional_section({.name = "shorter_terms", .doc = "Shorter terms of payment for weak grades."},
                     management.shorter_terms, describe_terms);
  v.optional_section({.name = "early_payment_discount", .doc = "Less to pay for those who pay early."},
                     management.discount, describe_discount);
  v.optional_section({.name = "agency", .doc = "A collection agency gets what is long overdue."}, management.agency,
                     describe_agency);
  v.optional_section({.name = "late_interest", .doc = "Interest on what is paid late."}, management.late_interest,
                     describe_interest);
  v.optional_section({.name = "security", .doc = "Security for invoices with long terms."}, management.security,
                     describe_security);
}

void describe_sales(Visitor& v, SalesParameters& sales) {
  v.section({.name = "sales", .doc = "How sure the sales plan is.", .on_demand = true}, [&](Visitor& inner) {
    inner.section(
        {.name = "volume_uncertainty",
         .doc = "Planned amounts times a lognormal multiplier with mean 1, of which these are standard deviations.",
         .on_demand = true},
        [&](Visitor& each) {
          each.share({.name = "common", .doc = "Of the multiplier that all buyers share."}, sales.volume.common);
          each.share({.name = "buyer", .doc = "Of each buyer's own multiplier."}, sales.volume.buyer);
        });
  });
}

}  // namespace delcredere::config
