// Whatever config the reader accepts runs: without a crash, to figures that make sense, and to the same ones by both
// engines. What it refuses it refuses with a declared code. DELCREDERE_FUZZ_FACTOR and DELCREDERE_FUZZ_SEED as in
// readers_test.cpp (`make soak`).

#include <catch2/catch.hpp>
#include <cmath>

#include "scenarios/load.h"
#include "sim/run.h"
#include "tests/fuzz/draw_config.h"
#include "tests/fuzz/environment.h"
#include "tests/fuzz/watched.h"
#include "tests/invariance/results_bytes.h"
#include "tests/support/temporary_folder.h"

using namespace delcredere;
using namespace delcredere::fuzz;

namespace {

/// What cannot be in the results of a run; empty where nothing is wrong.
std::string nonsense(const RunResults& results) {
  const LossResults& losses = results.losses;
  const std::size_t scenarios = results.axes.scenarios.size(), policies = results.axes.policies.size();
  const std::size_t probabilities = results.axes.probabilities.size();
  for (std::size_t s = 0; s < scenarios; ++s)
    for (std::size_t p = 0; p < policies; ++p) {
      const auto mean = [&](std::size_t component) { return losses.mean(s, p, component); };
      const double gross = mean(0), claims = mean(1), insured = mean(2), retained = mean(3);
      if (!std::isfinite(gross + claims + insured + retained)) return "a mean loss is no number";
      if (std::abs(gross - insured - retained) > 1e-6 * (1.0 + std::abs(gross))) return "gross is not what is split";
      if (gross < 0.0 || claims < 0.0) return "a loss is negative";
      for (std::size_t c = 0; c < results.axes.components.size(); ++c)
        for (std::size_t q = 1; q < probabilities; ++q)
          if (losses.quantile(s, p, c, q) < losses.quantile(s, p, c, q - 1)) return "quantiles fall";
    }
  return "";
}

/// Hands a drawn config to `use` once the reader accepts it. False where it stays refused.
template <class Use>
bool accepted(const std::string& folder, std::uint64_t seed, std::uint64_t number, Use&& use) {
  Json config = drawn_config(seed, number);
  for (int pass = 0; pass < 40; ++pass) {
    const std::string path = folder + "/drawn.json";
    test::write_text(path, config.dump(1));
    try {
      use(load_study(path, {}).study);
      return true;
    } catch (const Error& error) {
      if (error.diagnostics().empty()) throw;
      if (!take_out(config, error.diagnostics())) return false;
    }
  }
  return false;
}

/// What is wrong with the run of a study; empty where nothing is.
std::string fault_of(const Study& study) {
  RunSettings settings;
  const RunResults fast = run_study(study, settings);
  settings.engine = "reference";
  const RunResults reference = run_study(study, settings);
  if (const std::string what = nonsense(fast); !what.empty()) return what;
  const std::string what = testing::ResultsBytes(fast).difference(testing::ResultsBytes(reference));
  return what.empty() ? "" : "the engines differ: " + what;
}

}  // namespace

TEST_CASE("drawn configs are refused with a reason, or run to the same figures by both engines") {
  const test::TemporaryFolder folder;
  const std::string path = folder.path().string();
  write_book(path);
  const std::uint64_t seed = from_environment("DELCREDERE_FUZZ_SEED", 20260105);
  const std::uint64_t configs = 40 * from_environment("DELCREDERE_FUZZ_FACTOR", 1);
  const Finding finding = watch(0, configs, 60, std::uint64_t{8} << 30, [&](std::uint64_t number) {
    std::string what;
    accepted(path, seed, number, [&](const Study& study) { what = fault_of(study); });
    return what;
  });
  if (finding.any)
    FAIL("config " << finding.number << ": " << finding.what << "\n" << test::read_text(path + "/drawn.json"));

  std::uint64_t read = 0;
  for (std::uint64_t number = 0; number < 40; ++number) read += accepted(path, seed, number, [](const Study&) {});
  CHECK(read > 30);
}
