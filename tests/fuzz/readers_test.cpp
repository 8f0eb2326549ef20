// Row 31: whatever bytes a reader gets, it accepts them or says what is wrong: no crash, no hang, bounded memory, every
// refusal an Error with a declared exit code. The same damaged inputs in every run; DELCREDERE_FUZZ_FACTOR=50 makes
// many more of them, DELCREDERE_FUZZ_SEED others (`make soak`).

#include "tests/fuzz/readers.h"

#include <unistd.h>

#include <catch2/catch.hpp>
#include <cstdlib>

#include "models/core/error.h"
#include "tests/fuzz/environment.h"
#include "tests/fuzz/mutate.h"
#include "tests/fuzz/watched.h"
#include "tests/support/temporary_folder.h"

using namespace delcredere;
using namespace delcredere::fuzz;

namespace {

constexpr unsigned kSeconds = 20;  // of processor time for one input
constexpr std::uint64_t kAddressSpace = std::uint64_t{3} << 30;
constexpr long kPeakKib = 512 * 1024;

/// The bytes so that they can be pasted into a test.
std::string quoted(const std::string& bytes) {
  std::string text;
  for (const char c : bytes.substr(0, 3000)) {
    const auto byte = static_cast<unsigned char>(c);
    constexpr const char* digits = "0123456789abcdef";
    if (byte == '\n' || (byte >= 32 && byte < 127)) {
      text += c;
    } else {
      text += std::string("\\x") + digits[byte >> 4] + digits[byte & 15];
    }
  }
  return text;
}

/// Why the first text of the corpus is refused; "" where it is accepted.
std::string reason_of_refusal(const Reader& reader) {
  try {
    reader.read(reader.corpus.front());
    return "";
  } catch (const std::exception& error) {
    return error.what();
  }
}

/// Many small files are written; where memory is a disk, no disk is worn out.
void write_to_memory() {
  if (::access("/dev/shm", W_OK) == 0) ::setenv("TMPDIR", "/dev/shm", 0);  // NOLINT: one thread
}

void damage(const Reader& reader) {
  const std::uint64_t seed = from_environment("DELCREDERE_FUZZ_SEED", 20260105);
  const std::uint64_t rounds = reader.rounds * from_environment("DELCREDERE_FUZZ_FACTOR", 1);
  const Finding whole = watch(0, reader.corpus.size(), kSeconds, kAddressSpace,
                              [&](std::uint64_t number) { return complaint(reader, reader.corpus[number]); });
  INFO(reader.name << ", corpus number " << whole.number << ": " << whole.what);
  CHECK_FALSE(whole.any);
  const Finding finding = watch(0, rounds, kSeconds, kAddressSpace, [&](std::uint64_t number) {
    return complaint(reader, mutated(reader.corpus, reader.words, seed, number));
  });
  if (finding.any)
    UNSCOPED_INFO(reader.name << ", seed " << seed << ", number " << finding.number << ": " << finding.what << "\n"
                              << (reader.words.empty()
                                      ? ""
                                      : quoted(mutated(reader.corpus, reader.words, seed, finding.number))));
  CHECK_FALSE(finding.any);
#ifndef __SANITIZE_ADDRESS__
  CHECK(finding.peak_kib < kPeakKib);
#endif
}

}  // namespace

TEST_CASE("row 31: damaged configs, overlays, command-line edits and tables") {
  write_to_memory();
  const test::TemporaryFolder folder;
  for (const Reader& reader : input_readers(folder.path().string())) {
    REQUIRE(!reader.corpus.empty());
    damage(reader);
    reader.repair();
  }
}

TEST_CASE("row 31: the whole corpus study is accepted, so that its damaged forms get far") {
  write_to_memory();
  const test::TemporaryFolder folder;
  for (const Reader& reader : input_readers(folder.path().string()))
    if (reader.name != "set") CHECK(reason_of_refusal(reader) == "");
}

TEST_CASE("row 31: damaged result files") {
  write_to_memory();
  const test::TemporaryFolder folder;
  const Reader reader = result_reader(folder.path().string());
  CHECK(reason_of_refusal(reader) == "");
  damage(reader);
}

TEST_CASE("a planted crash, hang, leak of memory or foreign exception is found, with the input that does it") {
  const auto finding_of = [](const std::function<std::string()>& bug) {
    return watch(100, 50, 1, kAddressSpace,
                 [&](std::uint64_t number) { return number == 117 ? bug() : std::string(); });
  };
  const Reader foreign{"foreign", {"x"}, {}, 1, [](const std::string&) { throw std::out_of_range("oops"); }};
  const Reader greedy{"greedy", {"x"}, {}, 1, [](const std::string&) { throw std::bad_alloc(); }};
  const Reader silent{"silent", {"x"}, {}, 1, [](const std::string&) { throw Error(ExitCode::config, ""); }};
  const std::vector<std::pair<std::function<std::string()>, std::string>> bugs{
      {[] { return std::abort(), std::string(); }, "signal 6"},
      {[] {
         for (volatile bool ever = true; ever;) {
         }
         return std::string();
       },
       "no answer within 1 s"},
      {[&] { return complaint(foreign, "x"); }, "not an Error but: oops"},
      {[&] { return complaint(greedy, "x"); }, "out of memory"},
      {[&] { return complaint(silent, "x"); }, "a diagnostic without words"}};
  for (const auto& [bug, said] : bugs) {
    const Finding finding = finding_of(bug);
    CHECK(finding.any);
    CHECK(finding.number == 117);
    CHECK(finding.what == said);
  }
  CHECK_FALSE(finding_of([] { return std::string(); }).any);
}

TEST_CASE("damage is reproducible, differs from input to input, and is bounded") {
  const std::vector<std::string> corpus{"a: 1\nb: 2\n", std::string(1000, 'x')};
  std::size_t changed = 0;
  for (std::uint64_t n = 0; n < 500; ++n) {
    const std::string once = mutated(corpus, {"word"}, 7, n);
    CHECK(once == mutated(corpus, {"word"}, 7, n));
    CHECK(once.size() <= kLargest);
    changed += once != corpus[0] && once != corpus[1];
  }
  CHECK(changed > 400);
  CHECK(mutated(corpus, {}, 7, 1) != mutated(corpus, {}, 8, 1));
}
