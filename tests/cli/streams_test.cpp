// Readers that go away, terminals, locales, signals.
#include <locale.h>
#include <signal.h>

#include <catch2/catch.hpp>
#include <iostream>

#include "tests/support/program.h"

using namespace delcredere::cli;

namespace {

/// A run that lasts, and that speaks at once: more threads than CPUs are worth a warning.
Launch long_run(const StudyFolder& study, const std::vector<int>& signals) {
  Launch launch;
  launch.arguments = {"run", "study.yaml", "-o", "r.h5", "--threads", "64", "--trials", "2000000"};
  launch.folder = study.path();
  launch.signals = signals;
  return launch;
}

}  // namespace

TEST_CASE("a reader that is gone does not cost the result") {
  for (const Stream out : {Stream::reader_gone, Stream::closed}) {
    const StudyFolder study;
    Launch launch;
    launch.arguments = {"run", "study.yaml", "-o", "r.h5", "--quiet"};
    launch.folder = study.path();
    launch.out = out;
    const Outcome outcome = run_program(launch);
    CAPTURE(outcome.err, outcome.signal);
    CHECK(outcome.code == 0);
    CHECK(outcome.err.empty());
    CHECK(run_program({"summary", "r.h5"}, study.path()).code == 0);
  }
}

TEST_CASE("with both streams closed the result file is not mistaken for one of them") {
  const StudyFolder study;
  Launch launch;
  launch.arguments = {"run", "study.yaml", "-o", "r.h5"};
  launch.folder = study.path();
  launch.out = launch.err = Stream::closed;
  CHECK(run_program(launch).code == 0);
  CHECK(run_program({"summary", "r.h5"}, study.path()).code == 0);
}

TEST_CASE("a stdout that is full is an error, and the result is there") {
  const StudyFolder study;
  Launch launch;
  launch.arguments = {"run", "study.yaml", "-o", "r.h5", "--quiet"};
  launch.folder = study.path();
  launch.out = Stream::full;
  const Outcome outcome = run_program(launch);
  CHECK(outcome.code == 4);
  CHECK(outcome.err.find("stdout") != std::string::npos);
  CHECK(run_program({"summary", "r.h5"}, study.path()).code == 0);
}

TEST_CASE("a bar and colour on a terminal; NO_COLOR takes the colour and leaves the bar") {
  const StudyFolder study;
  Launch launch;
  launch.arguments = {"run", "study.yaml", "-o", "r.h5", "--force"};
  launch.folder = study.path();
  launch.err = Stream::terminal;
  launch.environment = {{"TERM", "xterm"}, {"NO_COLOR", ""}};
  const Outcome coloured = run_program(launch);
  CHECK(coloured.code == 0);
  CHECK(coloured.err.find("\r[") != std::string::npos);
  CHECK(coloured.err.find("\x1b[36m") != std::string::npos);

  launch.environment["NO_COLOR"] = "1";
  const Outcome plain = run_program(launch);
  CHECK(plain.code == 0);
  CHECK(plain.err.find("\r[") != std::string::npos);
  CHECK(plain.err.find("\x1b[36m") == std::string::npos);
  CHECK(plain.out == coloured.out);

  launch.environment["TERM"] = "dumb";
  const Outcome dumb = run_program(launch);
  CHECK(dumb.err.find('\x1b') == std::string::npos);
}

TEST_CASE("locale and time zone change nothing") {
  const StudyFolder study;
  Launch launch;
  launch.arguments = {"run", "study.yaml", "-o", "r.h5", "--force", "--quiet", "--json"};
  launch.folder = study.path();
  launch.environment = {{"LC_ALL", "C"}, {"TZ", "UTC"}};
  const Outcome reference = run_program(launch);
  REQUIRE(reference.code == 0);
  for (const char* name : {"de_DE.UTF-8", "tr_TR.UTF-8", "zh_CN.UTF-8"}) {
    if (const locale_t found = ::newlocale(LC_ALL_MASK, name, nullptr)) {
      ::freelocale(found);
    } else {
      std::cout << "SKIPPED: locale " << name << " is not installed, so the program cannot take it on\n";
    }
    launch.environment = {{"LC_ALL", name}, {"TZ", "Pacific/Kiritimati"}};
    const Outcome outcome = run_program(launch);
    CAPTURE(name);
    CHECK(outcome.code == 0);
    CHECK(outcome.out == reference.out);
  }
}

TEST_CASE("asked to stop: 75, nothing written, one line that says so") {
  for (const int signal : {SIGINT, SIGTERM, SIGUSR1}) {
    const StudyFolder study;
    const auto before = study.names();
    const Outcome outcome = run_program(long_run(study, {signal}));
    CAPTURE(signal, outcome.err, outcome.signal);
    CHECK(outcome.code == 75);
    CHECK(outcome.out.empty());
    CHECK(outcome.err.find("stopped") != std::string::npos);
    CHECK(study.names() == before);
  }
}

TEST_CASE("asked twice: 75 at once") {
  const StudyFolder study;
  const auto before = study.names();
  const Outcome outcome = run_program(long_run(study, {SIGINT, SIGTERM}));
  CHECK(outcome.code == 75);
  CHECK(study.names() == before);
}

TEST_CASE("a hang-up does not end a run") {
  const StudyFolder study;
  Launch launch = long_run(study, {SIGHUP});
  launch.arguments.back() = "2000";
  const Outcome outcome = run_program(launch);
  CHECK(outcome.code == 0);
  CHECK(run_program({"summary", "r.h5"}, study.path()).code == 0);
}
