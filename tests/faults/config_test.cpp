// Rows 1 to 6 and 9 of the table of faults: what is wrong with the config, seen from outside.

#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <iostream>

#include "tests/faults/faults.h"

using namespace delcredere::faults;
using delcredere::cli::Launch;
using delcredere::cli::run_program;

namespace {

/// The config of line 7: `simulation: {trials: 2000, seed: 7}`.
constexpr const char* kTrials = "trials: 2000";

std::string alias_bomb() {
  std::string bomb = "a: &a [lol,lol,lol,lol,lol,lol,lol,lol,lol]\n";
  for (char c = 'b'; c <= 'z'; ++c) {
    bomb += std::string(1, c) + ": &" + c + " [";
    for (int i = 0; i < 9; ++i) bomb += std::string(i > 0 ? "," : "") + "*" + static_cast<char>(c - 1);
    bomb += "]\n";
  }
  return bomb;
}

}  // namespace

TEST_CASE("row 1: unknown and duplicate keys, a second document, a top-level list, an empty file") {
  refused(Changed("study.yaml", kTrials, "trails: 1000"), 2, {"study.yaml:7:", "trails", "Did you mean 'trials'?"});
  refused(Extended("currency: USD\n"), 2, {"study.yaml:9:1", "'currency'", "in line 4 and in line 9"});
  refused(Extended("---\nname: other\n"), 2, {"study.yaml:9:1", "second document"});
  const StudyFolder list, empty;
  list.write("study.yaml", "- delcredere: 1\n- name: small\n");
  refused(list, 2, {"study.yaml:1:", "list"});
  empty.write("study.yaml", "");
  refused(empty, 2, {"study.yaml", "empty"});
}

TEST_CASE("row 2: aliases in every form, refused without being followed") {
  const StudyFolder plain;
  plain.replace("study.yaml", kTrials, "trails: 1000");
  const double usual = run_study(plain).cpu_seconds;
  for (const std::string& text : {std::string("a: &x 1\nb: *x\n"), std::string("a: &x [*x]\n"), alias_bomb(),
                                  std::string("base: {a: 1}\n<<: {b: 2}\n")}) {
    const StudyFolder study;
    study.write("study.yaml", text);
    refused(study, 2, {"study.yaml:", "aliases are not supported"});
    const Outcome outcome = run_study(study);
    CHECK(outcome.cpu_seconds < usual + 0.05);
    CHECK(outcome.peak_kib < 50 * 1024);
  }
}

TEST_CASE("row 3: configs that are no text, too deep or too large, and things that are no files") {
  for (const std::string& text :
       {std::string(500, '[') + std::string(500, ']'), std::string(100'000, '['), std::string("a: \0b\n", 6),
        std::string("\x7F"
                    "ELF\x02\x01\x01\0\0\0\xFF\xFE",
                    12),
        std::string(std::size_t{2} << 20, '#') + "\na: 1\n"}) {
    const StudyFolder study;
    study.write("study.yaml", text);
    refused(study, 2, {"study.yaml"});
  }
  const StudyFolder study;
  REQUIRE(::mkfifo(study.file("fifo.yaml").c_str(), 0600) == 0);
  std::filesystem::create_directory(study.file("folder.yaml"));
  study.write("secret.yaml", study.read("study.yaml"));
  std::filesystem::permissions(study.file("secret.yaml"), std::filesystem::perms::none);
  const auto before = study.names();
  for (const std::string config : {"missing.yaml", "fifo.yaml", "folder.yaml", "/dev/zero", "secret.yaml"}) {
    if (config == "secret.yaml" && ::geteuid() == 0) {
      std::cout << "SKIPPED: row 3, an unreadable config: this process may read everything (root)\n";
      continue;
    }
    const Outcome outcome = run_program({"run", config}, study.path());
    CAPTURE(config, outcome.err);
    CHECK(outcome.code == 4);
    CHECK_THAT(outcome.err, Catch::Contains(config));
    CHECK(study.names() == before);
  }
}

TEST_CASE("row 4: what looks like a number to some and is none") {
  for (const std::string text : {"0,3", "1_000", "010", "0x10", "+5", "1e400", "nan", ".inf", "40%%", "four"})
    refused(Extended("credit: {insolvency_share: \"" + text + "\"}\n"), 2,
            {"study.yaml:9:", "insolvency_share", "'" + text + "'"});
  for (const std::string text : {"1_000", "010", "0x10", "+5", "1e400", "nan", ".inf", "40%"}) {
    refused(Changed("study.yaml", kTrials, "trials: " + text), 2,
            {"study.yaml:7:", "simulation.trials", "'" + text + "'"});
    refused(Extended("payment: {segments: {default: {family: lognormal, mean: " + text + "}}}\n"), 2,
            {"study.yaml:9:", "mean", "'" + text + "'"});
  }
}

TEST_CASE("row 5: words that YAML could take for truth values stay text") {
  const StudyFolder study;
  study.write("buyers.csv", "buyer_id,name,sector,country,annual_pd\nB1,y,on,NO,2%\nB2,no,off,y,5%\n");
  study.write("study.yaml",
              study.read("study.yaml") +
                  "credit: {dependence: {sectors: {on: {asset_correlation: 30%}, off: {asset_correlation: 1%}}}}\n"
                  "shocks: {n: {countries: [NO, y], occurs: certain, duration: 1 week, delay_days: 3 days}}\n");
  const Outcome explained = run_program({"explain", "study.yaml"}, study.path());
  CAPTURE(explained.err);
  REQUIRE(explained.code == 0);
  CHECK_THAT(explained.out, Catch::Contains("countries NO and y (2 buyers)"));
  accepted(study);
  CHECK_THAT(run_program({"summary", "small.h5", "--json"}, study.path()).out, Catch::Contains("\"on\""));
}

TEST_CASE("row 6: trials that are none, and the one trial") {
  for (const std::string text : {"0", "-1", "9223372036854775808", "1.5"})
    refused(Changed("study.yaml", kTrials, "trials: " + text), 2,
            {"study.yaml:7:", "simulation.trials", "'" + text + "'"});
  const Changed one("study.yaml", kTrials, "trials: 1");
  const Outcome outcome = accepted(one);
  CHECK_THAT(outcome.out, Catch::Contains("cannot be estimated"));
}

TEST_CASE("row 9: correlations at their limits, and matrices that are none") {
  const auto with = [](const std::string& correlation) {
    return Extended("credit: {dependence: {factor_correlation: " + correlation + "}}\n");
  };
  for (const std::string exact : {"1", "0.9999999999999999", "0", "100%"}) {
    const Extended study = with(exact);
    accepted(study);
  }
  const std::string order = "{order: [construction, retail], matrix: ";
  accepted(with(order + "[[1, -0.1], [-0.1, 1]]}"));
  refused(with("1.0000001"), 2, {"study.yaml:9:", "factor_correlation", "'1.0000001'"});
  refused(with(order + "[[1, 0.5], [0.4, 1]]}"), 2, {"study.yaml:9:", "factor_correlation", "symmetric"});
  refused(with(order + "[[1, 0.5, 0], [0.5, 1, 0]]}"), 2, {"study.yaml:9:", "factor_correlation"});
  refused(with(order + "[[1, 0.5]]}"), 2, {"study.yaml:9:", "factor_correlation"});
  // Three factors, all used: what is wrong is the only thing said.
  class Three : public Buyers {
   public:
    Three(const std::string& base, const std::string& scenario)
        : Buyers("buyer_id,name,sector,annual_pd,insured_limit\nB1,a,one,2%,1\nB2,b,two,5%,1\nB3,c,three,5%,1\n") {
      replace("study.yaml", "factor_correlation: 60%", "factor_correlation: " + scenario);
      write("study.yaml", read("study.yaml") + "credit: {dependence: {factor_correlation: " + base + "}}\n");
    }
  };
  const auto refuse = [](const std::string& base, const std::string& scenario, const std::string& place,
                         const std::string& eigenvalue) {
    const Three study(base, scenario);
    refused(
        study, 5,
        {place, "credit.dependence.factor_correlation: not positive semi-definite, smallest eigenvalue " + eigenvalue});
    const Outcome validated = run_program({"validate", "study.yaml"}, study.path());
    CHECK(validated.code == 5);
    CHECK(validated.err.rfind(place, 0) == 0);
  };
  // Equal correlations r of three factors are PSD down to -1/2; the smallest eigenvalue is 1 + 2 r.
  accepted(Three("-0.1", "-0.5"));
  refuse("-0.6", "0", "study.yaml:9:", "-0.2");
  refuse("0", "-0.6", "study.yaml:8:", "-0.2");
  refuse("{order: [one, two, three], matrix: [[1, 0.9, -0.9], [0.9, 1, 0.9], [-0.9, 0.9, 1]]}", "0",
         "study.yaml:9:", "-0.8");
}
