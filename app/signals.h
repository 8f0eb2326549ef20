#pragma once
// Being asked to stop. The first SIGINT, SIGTERM or SIGUSR1 sets a flag that the engine polls; the program ends with 75
// within a second. A second one ends it at once. SIGHUP and SIGPIPE are ignored: a run goes on without its terminal.

#include <atomic>

namespace delcredere {

/// Call before any thread is started.
void install_signal_handlers();

/// True from the first request on.
const std::atomic<bool>& stop_requested();

/// "SIGINT", "SIGTERM", "SIGUSR1"; "" before any request.
const char* stop_signal_name();

/// Throws Error (75) when a stop was requested; `phase` says what was left undone ("reading the input").
void stop_here_if_requested(const char* phase);

/// While it lives, the result is being written: a first request lets that finish, for it is nearly done.
class PublishingSection {
 public:
  PublishingSection();
  ~PublishingSection();
  PublishingSection(const PublishingSection&) = delete;
  PublishingSection& operator=(const PublishingSection&) = delete;
};

}  // namespace delcredere
