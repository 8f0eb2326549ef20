// Bytes per second of reading the book in the folder DELCREDERE_BENCH_BOOK (made by `delcredere generate`): our reader,
// buyers and sales plan and all checks included, beside getline and a split at commas that keeps nothing.

#include <benchmark/benchmark.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "models/core/calendar.h"
#include "scenarios/portfolio_source.h"

namespace delcredere::bench {
namespace {

std::string book_folder() {
  const char* folder = std::getenv("DELCREDERE_BENCH_BOOK");
  return folder != nullptr ? folder : "";
}

std::int64_t bytes_of(const std::string& path) { return static_cast<std::int64_t>(std::filesystem::file_size(path)); }

FileSource source(const std::string& name) {
  FileSource file;
  file.path = book_folder() + "/" + name;
  file.name = name;
  return file;
}

void load_ours(benchmark::State& state) {
  if (book_folder().empty()) return state.SkipWithError("DELCREDERE_BENCH_BOOK is not set");
  PortfolioSource files;
  files.buyers = source("buyers.csv");
  files.invoices = source("invoices.csv");
  files.sales_plan = source("sales_plan.csv");
  std::size_t invoices = 0;
  for (auto _ : state) {
    ReadLog log;
    const Portfolio book = read_portfolio(files, *Date::from_civil(2026, 1, 5), {"EUR", 2}, log);
    invoices = book.invoices.size();
    if (!log.errors.empty()) return state.SkipWithError(log.errors.front().message.c_str());
  }
  state.counters["invoices"] = static_cast<double>(invoices);
  state.SetBytesProcessed(state.iterations() * (bytes_of(files.buyers->path) + bytes_of(files.invoices->path) +
                                                bytes_of(files.sales_plan->path)));
}

void load_getline(benchmark::State& state) {
  if (book_folder().empty()) return state.SkipWithError("DELCREDERE_BENCH_BOOK is not set");
  std::int64_t bytes = 0;
  for (auto _ : state) {
    std::size_t characters = 0;
    bytes = 0;
    for (const char* name : {"buyers.csv", "invoices.csv", "sales_plan.csv"}) {
      const std::string path = book_folder() + "/" + name;
      bytes += bytes_of(path);
      std::ifstream file(path);
      std::vector<std::string> fields;
      for (std::string line; std::getline(file, line);) {
        fields.clear();
        for (std::size_t at = 0; at <= line.size();) {
          const std::size_t comma = std::min(line.find(',', at), line.size());
          fields.push_back(line.substr(at, comma - at));
          characters += fields.back().size();
          at = comma + 1;
        }
      }
    }
    benchmark::DoNotOptimize(characters);
  }
  state.SetBytesProcessed(state.iterations() * bytes);
}

BENCHMARK(load_ours)->Unit(benchmark::kMillisecond);
BENCHMARK(load_getline)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace delcredere::bench
