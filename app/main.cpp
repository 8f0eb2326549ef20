// delcredere: the Monte Carlo engine for the risk in trade receivables.
#include "app/console.h"
#include "app/program.h"
#include "app/signals.h"

int main(int argc, char** argv) {
  delcredere::open_missing_descriptors();
  delcredere::install_signal_handlers();
  return delcredere::run_program({argv, argv + argc});
}
