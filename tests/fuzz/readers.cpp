#include "tests/fuzz/readers.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <new>

#include "models/core/error.h"
#include "outputs/layout/layout.h"
#include "outputs/result_io.h"
#include "outputs/terminal/summary.h"
#include "scenarios/load.h"
#include "sim/run.h"
#include "tests/support/sample_results.h"
#include "tests/support/temporary_folder.h"

namespace delcredere::fuzz {
namespace {

namespace fs = std::filesystem;

std::string corpus_folder() { return std::string(DELCREDERE_SOURCE_DIR) + "/tests/fuzz/corpus/"; }

/// The files of a folder of the corpus, in the order of their names.
std::vector<std::string> texts_in(const std::string& folder) {
  std::map<std::string, std::string> texts;
  if (!fs::exists(corpus_folder() + folder)) return {};
  for (const auto& entry : fs::directory_iterator(corpus_folder() + folder))
    texts[entry.path().filename()] = test::read_text(entry.path());
  std::vector<std::string> found;
  for (auto& [name, text] : texts) found.push_back(std::move(text));
  return found;
}

/// The words of a text: what stands between spaces, commas and brackets.
std::vector<std::string> words_of(const std::string& text) {
  std::vector<std::string> words(1);
  for (const char c : text) {
    if (std::string(" \n,{}[]:=").find(c) == std::string::npos) {
      words.back() += c;
    } else if (!words.back().empty()) {
      words.emplace_back();
    }
  }
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
  return words;
}

const std::vector<std::string> kYamlWords{"{",
                                          "}",
                                          "[",
                                          "]",
                                          ": ",
                                          "- ",
                                          "\n  ",
                                          "\n",
                                          "&a ",
                                          "*a",
                                          "<<: ",
                                          "? ",
                                          "| ",
                                          "> ",
                                          "---",
                                          "...",
                                          "!!",
                                          "%YAML",
                                          "#",
                                          "\"",
                                          "'",
                                          "\\u0000",
                                          "~",
                                          "null",
                                          "true",
                                          "yes",
                                          "0",
                                          "-1",
                                          "100%",
                                          "1e308",
                                          "nan",
                                          "0.1 days",
                                          "\t",
                                          "2026-02-29",
                                          "9999-12-31",
                                          "1e-300",
                                          "18446744073709551615",
                                          "100000 weeks",
                                          "9223372036854775807",
                                          "0 days",
                                          "999999999 months"};
const std::vector<std::string> kCsvWords{",",
                                         "\"",
                                         "\"\"",
                                         "\n",
                                         "\r\n",
                                         "\r",
                                         ";",
                                         "\t",
                                         "|",
                                         "0",
                                         "-1",
                                         "-0",
                                         "0.005",
                                         "1e3",
                                         "1,000",
                                         "1.000,50",
                                         "007",
                                         "9223372036854775807",
                                         "23058430092136939.51",
                                         "99999999999999999999",
                                         "2026-02-29",
                                         "0001-01-01",
                                         "9999-12-31",
                                         "31.12.2025",
                                         "2026-13",
                                         "NaN",
                                         "100%",
                                         "1",
                                         "B1",
                                         "EUR",
                                         "JPY",
                                         "XXX",
                                         "\xEF\xBB\xBF",
                                         "\xFF\xFE",
                                         "\xC3",
                                         std::string(1, '\0'),
                                         "\xE2\x80\xAE",
                                         "\x1b[31m",
                                         "=1+1"};

/// Accepted input must run, or be refused as a run refuses. It costs many times what reading does, so one in six does.
void run_briefly(Study study, std::size_t bytes) {
  if (bytes % 6 != 0) return;
  study.simulation.trials = std::min<std::uint64_t>(study.simulation.trials, 3);
  RunSettings settings;
  settings.memory_limit = std::uint64_t{256} << 20;
  const ResultFile file = layout_result_file(run_study(study, settings), {});
  if (summary_text(file).empty()) throw std::logic_error("an empty summary");
}

void load_and_run(const std::string& folder, const std::string& bytes, const LoadOptions& options = {}) {
  run_briefly(load_study(folder + "/study.yaml", options).study, bytes.size());
}

/// The mark of the trailer (outputs/hdf5/trailer.h). A file that lost it and is damaged elsewhere too reaches HDF5,
/// whose crashes are not ours to mend; one that was only cut off does as well, and that HDF5 must survive.
bool left_to_hdf5(const std::string& bytes, const std::string& whole) {
  return bytes.find("DELCREDR") == std::string::npos && whole.compare(0, bytes.size(), bytes) != 0;
}

}  // namespace

std::vector<Reader> input_readers(const std::string& folder) {
  fs::copy(corpus_folder() + "book", folder, fs::copy_options::recursive);
  std::vector<std::string> yaml_words = words_of(config_schema());
  yaml_words.insert(yaml_words.end(), kYamlWords.begin(), kYamlWords.end());
  std::vector<std::string> csv_words = words_of(
      "buyer_id name sector country grade annual_pd lgd credit_limit insured_limit insured_percentage segment "
      "exposure guarantee legal_group invoice_id issue_date due_date amount currency paid_date disputed month "
      "terms_days date label from");
  csv_words.insert(csv_words.end(), kCsvWords.begin(), kCsvWords.end());

  std::vector<Reader> readers;
  // A file of the study, damaged while the others are whole.
  const auto add = [&](const std::string& name, const std::string& file, const std::vector<std::string>& words,
                       unsigned rounds) {
    const std::string whole = test::read_text(folder + "/" + file);
    std::vector<std::string> corpus = texts_in(name);
    corpus.insert(corpus.begin(), whole);
    const auto put = [path = folder + "/" + file](const std::string& text) { test::write_text(path, text); };
    readers.push_back({name, std::move(corpus), words, rounds,
                       [put, folder](const std::string& bytes) {
                         put(bytes);
                         load_and_run(folder, bytes);
                       },
                       [put, whole] { put(whole); }});
  };
  add("config", "study.yaml", yaml_words, 900);
  add("overlay", "overlay.yaml", yaml_words, 300);
  add("buyers", "buyers.csv", csv_words, 500);
  add("invoices", "invoices.csv", csv_words, 700);
  add("sales_plan", "sales_plan.csv", csv_words, 300);
  add("outflows", "outflows.csv", csv_words, 150);
  add("limits", "limits.csv", csv_words, 150);
  readers.push_back({"set", texts_in("set"), yaml_words, 400,
                     [=](const std::string& bytes) {
                       LoadOptions options;  // each line an edit; the first two lines are also other options
                       for (std::size_t at = 0; at < bytes.size() && options.sets.size() < 20;) {
                         const std::size_t end = std::min(bytes.find('\n', at), bytes.size());
                         options.sets.push_back(bytes.substr(at, end - at));
                         at = end + 1;
                       }
                       if (bytes.size() % 3 == 0 && !options.sets.empty()) options.trials = options.sets.front();
                       if (bytes.size() % 3 == 1 && !options.sets.empty()) options.scenarios = {options.sets.back()};
                       load_and_run(folder, bytes, options);
                     },
                     [] {}});
  return readers;
}

Reader result_reader(const std::string& folder) {
  const std::string path = folder + "/r.h5";
  write_result_file(layout_result_file(test::sample_results({.trials = 20, .periods = 2}), test::sample_provenance()),
                    path, Overwrite::allow);
  const std::string whole = test::read_text(path);
  return {"result file",
          {whole},
          {},
          800,
          [path, whole](const std::string& bytes) {
            if (left_to_hdf5(bytes, whole)) return;
            test::write_text(path, bytes);
            if (summary_text(read_result_file(path)).empty()) throw std::logic_error("an empty summary");
          },
          [] {}};
}

std::string complaint(const Reader& reader, const std::string& bytes) {
  try {
    reader.read(bytes);
    return "";
  } catch (const Error& error) {
    const int code = static_cast<int>(error.code());
    if (code < 2 || code > 7) return "exit code " + std::to_string(code);
    const std::vector<Diagnostic>& diagnostics = error.diagnostics();
    if (diagnostics.empty() || diagnostics.size() > 50) return std::to_string(diagnostics.size()) + " diagnostics";
    for (const Diagnostic& diagnostic : diagnostics)
      if (diagnostic.message.empty()) return "a diagnostic without words";
    return "";
  } catch (const std::bad_alloc&) {
    return "out of memory";
  } catch (const std::exception& error) {
    return std::string("not an Error but: ") + error.what();
  } catch (...) {
    return "something unknown was thrown";
  }
}

}  // namespace delcredere::fuzz
