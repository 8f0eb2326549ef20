// Default rates: exact intervals against their definition and published values, counts by hand.

#include "app/studies/default_rates.h"

#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/poisson.hpp>
#include <catch2/catch.hpp>

#include "app/studies/calibration.h"
#include "tests/calibration/ledgers.h"
#include "tests/config/support.h"

using namespace delcredere;
using namespace delcredere::testing;

TEST_CASE("exact intervals", "[calibration]") {
  using namespace calibration;
  // Garwood (1936): no event: 0 to 3.689; ten events: 4.795 to 18.39.
  CHECK(poisson_rate(0, 1.0).upper == Approx(3.6889).epsilon(1e-4));
  CHECK(poisson_rate(0, 1.0).lower == 0.0);
  CHECK(poisson_rate(10, 2.0).lower == Approx(4.7954 / 2).epsilon(1e-4));
  CHECK(poisson_rate(10, 2.0).upper == Approx(18.3904 / 2).epsilon(1e-4));
  // Clopper & Pearson (1934): 4 of 10: 12.16 % to 73.76 %.
  CHECK(binomial_share(4, 10).lower == Approx(0.1216).epsilon(1e-3));
  CHECK(binomial_share(4, 10).upper == Approx(0.7376).epsilon(1e-3));
  CHECK(binomial_share(10, 10).upper == 1.0);
  // They cover at least 95 %, by enumeration of every outcome.
  for (const double rate : {0.3, 2.0, 7.5, 20.0}) {
    const boost::math::poisson law(rate);
    double covered = 0;
    for (std::uint64_t k = 0; k < 200; ++k) {
      const RateEstimate e = poisson_rate(k, 1.0);
      if (e.lower <= rate && rate <= e.upper) covered += pdf(law, static_cast<double>(k));
    }
    CHECK(covered >= 0.95);
    CHECK(covered < 1.0);
  }
  for (const double share : {0.01, 0.1, 0.5}) {
    const boost::math::binomial law(40, share);
    double covered = 0;
    for (std::uint64_t k = 0; k <= 40; ++k) {
      const RateEstimate e = binomial_share(k, 40);
      if (e.lower <= share && share <= e.upper) covered += pdf(law, static_cast<double>(k));
    }
    CHECK(covered >= 0.95);
  }
}

TEST_CASE("failures and years at risk by hand", "[calibration]") {
  studies::History history;
  history.has_write_offs = true;
  for (const char* grade : {"A", "A", "B", ""}) {
    Buyer buyer;
    buyer.id = "B" + std::to_string(history.buyers.size());
    buyer.grade = grade;
    history.buyers.push_back(buyer);
  }
  const auto row = [&](std::uint32_t buyer, Day issue, Day written_off) {
    studies::PastInvoice invoice;
    invoice.buyer = buyer;
    invoice.issue = issue;
    invoice.due = issue + 30;
    invoice.written_off = written_off;
    history.invoices.push_back(invoice);
  };
  row(0, -729, kNever);  // at risk from -729 to -364 (a year after its last invoice)
  row(1, -499, -100);    // fails on day -100; a second write-off does not count again
  row(1, -300, -50);
  row(2, -364, 5);    // written off after the origin: not known
  row(3, 7, kNever);  // not yet seen
  const auto rates = studies::default_rates(history, 0);
  REQUIRE(rates.size() == 2);
  CHECK(rates[0].grade == "A");
  CHECK(rates[0].buyers == 2);
  CHECK(rates[0].failures == 1);
  CHECK(rates[0].years == Approx((366.0 + 400.0) / 365.0));
  CHECK(rates[0].annual_pd.value == Approx(1.0 - std::exp(-365.0 / 766.0)));
  CHECK(rates[0].cohort == 2);
  CHECK(rates[0].cohort_failures == 1);
  CHECK(rates[1].grade == "B");
  CHECK(rates[1].failures == 0);
  CHECK(rates[1].cohort == 0);
  CHECK(rates[1].years == Approx(1.0));
  history.has_write_offs = false;
  CHECK(studies::default_rates(history, 0).empty());
}

TEST_CASE("write-offs of a ledger's file, and what is written of them", "[calibration]") {
  const test::WrittenFolder folder;
  const studies::History drawn = true_ledger({}, 30, 20, -364, 0, 13);
  const auto date = [&](Day day) { return Date{drawn.day_zero.serial + day}.iso(); };
  std::string ledger = "invoice_id,buyer_id,issue_date,due_date,amount,paid_date,lost\n",
              buyers = "buyer_id,sector,grade\n";
  int number = 0;
  for (const auto& row : drawn.invoices)
    ledger += "I" + std::to_string(number++) + "," + drawn.buyers[row.buyer].id + "," + date(row.issue) + "," +
              date(row.due) + ",100.00," + (row.paid <= 0 ? date(row.paid) : "") + ",\n";
  for (int k = 0; k < 6; ++k)
    ledger += "L" + std::to_string(k) + "," + drawn.buyers[static_cast<std::size_t>(k)].id + "," + date(-200) + "," +
              date(-170) + ",77.00,," + date(-20 - k) + "\n";
  for (std::size_t b = 0; b < drawn.buyers.size(); ++b)
    buyers += drawn.buyers[b].id + ",retail," + (b < 15 ? "C" : "D") + "\n";
  PortfolioSource source;
  source.invoices.emplace();
  source.buyers.emplace();
  source.invoices->name = source.invoices->path = folder.write("ledger.csv", ledger);
  source.invoices->columns["written_off_date"] = "lost";
  source.buyers->name = source.buyers->path = folder.write("buyers.csv", buyers);
  std::vector<Diagnostic> warnings;
  const studies::History history = studies::read_history(source, drawn.day_zero, drawn.currency, warnings);
  CHECK(warnings.empty());
  CHECK(history.has_write_offs);
  CHECK(history.invoices.size() == drawn.invoices.size() + 6);
  const studies::Calibration result = studies::calibrate(history, 0, {false, false});
  REQUIRE(result.default_rates.size() == 2);
  CHECK(result.default_rates[0].failures == 6);
  CHECK(result.default_rates[1].failures == 0);
  const std::string text = studies::calibrated_yaml(result, history.day_zero, history.currency);
  CHECK(text.find("credit:\n  grades: {\"C\": ") != std::string::npos);
  CHECK(text.find("\"D\": ") != std::string::npos);
  CHECK(text.find("# warning: 0 failures") != std::string::npos);
}
