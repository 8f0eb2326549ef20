# From a bare clone on Debian 12:   make quickstart   (build and run the main job)   make test   (build and run all tests)
# Both install the Debian packages that are missing, as root or with sudo. INSTALL=no: install nothing.
# WERROR=1: warnings are errors. PRESET=debug|asan-ubsan|tsan: another build (CMakePresets.json), e.g. make test PRESET=tsan

PRESET ?= release
JOBS ?= 2
BUILD := build$(if $(filter-out release,$(PRESET)),-$(PRESET))

# The inner make must not inherit this one's variables and job server.
CMAKE := env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL -u MAKEOVERRIDES cmake
CTEST := ctest --test-dir $(BUILD) --output-on-failure
FLAGS := -DDELCREDERE_WERROR=$(if $(WERROR),ON,OFF)
SOURCES = $$(find app bench models outputs scenarios sim tests \( -name '*.cpp' -o -name '*.h' \) 2>/dev/null)

.PHONY: help quickstart test bench soak lint format tidy clean
help:
	@sed -n '1,3s/^# //p' Makefile

quickstart:
	@packaging/install.sh build
	$(CMAKE) --preset $(PRESET) $(FLAGS) -DDELCREDERE_TESTS=OFF -DDELCREDERE_BENCH=OFF
	$(CMAKE) --build $(BUILD) -j $(JOBS) --target delcredere
	@mkdir -p out
	$(BUILD)/bin/delcredere run configs/quickstart.yaml -o out/quickstart.h5 --force
	@echo "The result is in out/quickstart.h5; its tables again: $(BUILD)/bin/delcredere summary out/quickstart.h5"

test:
	@packaging/install.sh build test
	$(CMAKE) --preset $(PRESET) $(FLAGS) -DDELCREDERE_TESTS=ON
	$(CMAKE) --build $(BUILD) -j $(JOBS)
	$(CTEST) -LE soak

soak:
	@packaging/install.sh build test
	$(CMAKE) --preset $(PRESET) $(FLAGS) -DDELCREDERE_TESTS=ON
	$(CMAKE) --build $(BUILD) -j $(JOBS)
	$(CTEST) -L soak

bench:
	@packaging/install.sh build bench
	$(CMAKE) --preset $(PRESET) $(FLAGS) -DDELCREDERE_TESTS=OFF -DDELCREDERE_BENCH=ON
	$(CMAKE) --build $(BUILD) -j $(JOBS)
	bench/run $(BUILD)

lint:
	@packaging/install.sh lint
	clang-format-14 --dry-run --Werror $(SOURCES)

format:
	@packaging/install.sh lint
	clang-format-14 -i $(SOURCES)

tidy:
	@packaging/install.sh build test tidy
	$(CMAKE) --preset $(PRESET) -DDELCREDERE_TESTS=ON -DCMAKE_EXPORT_COMPILE_COMMANDS=ON
	clang-tidy-19 -p $(BUILD) --quiet $$(find app models outputs scenarios sim -name '*.cpp')

clean:
	rm -rf build build-debug build-asan-ubsan build-tsan out
