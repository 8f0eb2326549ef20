#include "outputs/provenance.h"

#include "outputs/layout/layout.h"
#include "outputs/text/utf8.h"

namespace delcredere::layout {
namespace {

class Table {
 public:
  Table() {
    group_.name = "provenance";
    group_.attributes = {{"long_name", "where the results come from; nothing here changes a number"}};
  }

  void scalar(std::string name, const std::string& text, std::string long_name) {
    add(std::move(name), {}, {}, std::vector<std::string>{valid_utf8(text)}, "1", std::move(long_name));
  }
  void scalar(std::string name, std::int64_t number, std::string long_name) {
    add(std::move(name), {}, {}, std::vector<std::int64_t>{number}, "1", std::move(long_name));
  }
  /// A variable along `dim`; a coordinate where both names agree.
  void column(std::string name, const std::string& dim, const std::vector<std::string>& texts, std::string long_name) {
    std::vector<std::string> valid;
    for (const std::string& text : texts) valid.push_back(valid_utf8(text));
    const std::size_t length = valid.size();
    add(std::move(name), {dim}, {length}, std::move(valid), "1", std::move(long_name));
  }
  void column(std::string name, const std::string& dim, std::vector<double> numbers, std::string units,
              std::string long_name) {
    const std::size_t length = numbers.size();
    add(std::move(name), {dim}, {length}, std::move(numbers), std::move(units), std::move(long_name));
  }

  Group finish() { return std::move(group_); }

 private:
  void add(std::string name, std::vector<std::string> dims, std::vector<std::size_t> shape, VariableData data,
           std::string units, std::string long_name) {
    if (!shape.empty() && shape.front() == 0) return;
    Variable variable;
    variable.name = std::move(name);
    variable.dims = std::move(dims);
    variable.shape = std::move(shape);
    variable.data = std::move(data);
    variable.attributes = {{"units", std::move(units)}, {"long_name", std::move(long_name)}};
    group_.variables.push_back(std::move(variable));
  }

  Group group_;
};

template <class Element, class Value>
std::vector<Value> each(const std::vector<Element>& elements, Value Element::*member) {
  std::vector<Value> values;
  for (const Element& element : elements) values.push_back(element.*member);
  return values;
}

}  // namespace

Group provenance(const RunResults& results, const Provenance& from) {
  Table table;
  table.scalar("program_version", from.program_version, "version of delcredere");
  table.scalar("git_commit", from.git_commit, "commit of the source");
  table.scalar("compiler", from.compiler, "compiler");
  table.scalar("compiler_flags", from.compiler_flags, "compiler flags");
  table.scalar("cpu", from.cpu, "processor");
  table.scalar("simd_target", results.simd_target, "instruction set used");
  table.scalar("engine", results.engine, "engine used");
  table.scalar("threads", results.threads, "threads used");
  table.scalar("start_time", from.start_time, "start of the run, UTC");
  table.scalar("seed", std::to_string(results.seed), "seed of the random numbers");
  table.scalar("config_given", from.config_given, "config file as read");
  table.scalar("config_effective", from.config_effective, "config with defaults and changes merged in");
  table.column("argument", "argument", from.command_line, "command line");
  table.column("input", "input", each(from.inputs, &InputDigest::name), "input file");
  table.column("input_sha256", "input", each(from.inputs, &InputDigest::sha256), "SHA-256 of the input file");
  table.column("library", "library", each(from.libraries, &LibraryVersion::name), "library");
  table.column("library_version", "library", each(from.libraries, &LibraryVersion::version), "version of the library");
  table.column("phase", "phase", each(results.phases, &PhaseTime::name), "phase of the run");
  table.column("phase_seconds", "phase", each(results.phases, &PhaseTime::seconds), "s", "wall time of the phase");
  return table.finish();
}

}  // namespace delcredere::layout
