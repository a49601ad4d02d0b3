# The benchmarks and what is written from them. Included by the Makefile; uses its B, CC, LIB
# and CFLAGS_ALL. What is measured is the library's objects and $(B)/bobbin.
ifndef BENCH_MK
BENCH_MK := 1

CXX ?= g++
RESULTS ?= $(B)/bench/results.json
BENCH_SRC := $(wildcard bench/*.c)
BENCH_OBJ := $(BENCH_SRC:%.c=$(B)/obj/%.o) $(B)/obj/bench/shim.o
# (bench-compare: older revisions have no such archive)
BENCH_LIB := $(if $(BASE_OBJ),$(B)/obj/core.a,$(B)/libbobbin.a)
RESULT_TOOLS := $(B)/bench/join $(B)/bench/compare $(B)/bench/docs $(B)/bench/report

.PHONY: bench bench-tools bench-compare bench-native bench-native-docs bench-micro bench-micro-docs bench-fuel bench-fuel-docs \
        bench-instructions bench-compilers bench-compilers-docs bench-docs ladder-docs report picture

bench: ## measure everything (ten minutes or so), into $(B)/bench/results.json
	@tools/setup.sh build bench
	$(SUB) bench-tools $(B)/bobbin-audit
	@B=$(B) CC="$(CC)" RESULTS=$(RESULTS) FLAGS="$(strip $(OPT) $(CFLAGS))" \
	  LOOP_FLAGS="$(strip $(LOOP_FLAGS))" bench/run.sh

bench-tools: $(B)/bobbin $(B)/bench/bench $(RESULT_TOOLS)

bench-compare: ## what got faster or slower since BASE=rev (to HEAD=rev, else as it stands), or BASE=A.json HEAD=B.json
	@bench/compare.sh --check "$(BASE)" "$(or $(HEAD),$(REV))" >/dev/null
	@tools/setup.sh build bench
	$(SUB) $(if $(and $(wildcard $(BASE)),$(wildcard $(HEAD))),$(B)/bench/compare,bench-tools)
	@B=$(B) CC="$(CC)" bench/compare.sh "$(BASE)" "$(or $(HEAD),$(REV))"

bench-native: $(B)/bobbin ## CPU time beside native C and other interpreters (ROUNDS=, ENGINES=, KERNELS=)
	@bench/native.py --build=$(B) $(if $(ROUNDS),--rounds=$(ROUNDS)) $(if $(ENGINES),--engines=$(ENGINES)) $(KERNELS)

bench-native-docs: bench-tools ## write docs/native.md: CPU time beside others (ONLY=), and the floor under it (ROUNDS=)
	@{ echo "# Whole programs beside others"; echo; \
	  echo "<!-- Written by make bench-native-docs; do not edit. -->"; echo; \
	  echo "$$(uname -m), $$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1), $$($(CC) --version | head -1), revision $$(git describe --always --dirty)."; \
	  echo "Times are those of whole processes, decoding included; how they are taken: \`bench/native.py --help\`."; echo; \
	  bench/native.py --build=$(B) --rounds=$(or $(ROUNDS),5) $(if $(ONLY),--only=$(ONLY)) --floor | sed 's/^./    &/'; } > docs/native.md.new
	@mv docs/native.md.new docs/native.md

bench-micro: $(B)/bobbin ## built-ins, text and short lists beside CPython 3.11 (ROUNDS=, ENGINES=, KERNELS=)
	@bench/micro.py --build=$(B) $(if $(ROUNDS),--rounds=$(ROUNDS)) $(if $(ENGINES),--engines=$(ENGINES)) $(KERNELS)

bench-micro-docs: $(B)/bobbin ## write docs/micro.md: built-ins, text and short lists beside CPython (ROUNDS=)
	@{ echo "# Built-ins, text and short lists beside CPython"; echo; \
	  echo "<!-- Written by make bench-micro-docs; do not edit. -->"; echo; \
	  echo "$$(uname -m), $$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1), $$($(CC) --version | head -1), revision $$(git describe --always --dirty)."; \
	  echo "CPU times of whole processes less those of an empty program, and how many times as fast as CPython 3.11 that"; \
	  echo "is. The kernels: \`bench/micro/kernels.py\`; how they are measured: \`bench/micro.py --help\`."; echo; \
	  bench/micro.py --build=$(B) --rounds=$(or $(ROUNDS),9) | sed 's/^./    &/'; } > docs/micro.md.new
	@mv docs/micro.md.new docs/micro.md

bench-fuel: $(B)/tests/costs ## nanoseconds for a unit of fuel, of each operation at three sizes
	@$(B)/tests/costs

bench-fuel-docs: $(B)/tests/costs ## write docs/fuel.md: the same
	@{ sed '/^<!-- figures -->/q' docs/fuel.md; \
	  echo; echo "$$(uname -m), $$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1), $$($(CC) --version | head -1), revision $$(git describe --always --dirty)."; \
	  echo; $(B)/tests/costs | sed 's/^./    &/'; } > docs/fuel.md.new
	@mv docs/fuel.md.new docs/fuel.md

bench-instructions: $(B)/bobbin ## callgrind's counts on the kernels against bench/instructions.txt (UPDATE=1 keeps them)
	@B=$(B) bench/instructions.sh $(if $(UPDATE),--update)

# The cells of the matrix by $(CC), in a bobbin whose other objects are those of the folder REST:
# between two of them nothing else differs.
REST ?= $(B)
CELL_OBJ := $(call loop_objects,$(call cells_of,[A-Z]+))
$(B)/cells: $(CELL_OBJ)
	$(Q)$(LINK) -o $@ $(TOOL_SRC:%.c=$(REST)/obj/%.o) $(CELL_OBJ) $(REST)/obj/core.a $(LDLIBS) -lm

# As gcc-12, clang-14 and so on are named on the PATH; tools/setup.sh compilers installs them.
COMPILERS_PY = bench/compilers.py --rest=$(B) --out=$(B)/compilers.json \
               $(if $(COMPILERS),--compilers=$(COMPILERS)) $(if $(ROUNDS),--rounds=$(ROUNDS)) $(if $(FUEL),--fuel=$(FUEL)) $(KERNELS)
bench-compilers: $(B)/bobbin $(B)/obj/core.a $(B)/bobbin-audit ## the matrix by each gcc-N and clang-N: dispatch sites, mispredictions, times (COMPILERS=a,b ROUNDS= FUEL= KERNELS=files)
	@$(COMPILERS_PY)

bench-compilers-docs: $(B)/bobbin $(B)/obj/core.a $(B)/bobbin-audit ## write docs/compilers.md: the same
	@{ sed '/^<!-- figures -->/q' docs/compilers.md; echo; \
	  echo "<!-- measured: make bench-compilers-docs; $$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1); revision $$(git describe --always --dirty) -->"; \
	  echo; $(COMPILERS_PY); } > docs/compilers.md.new
	@mv docs/compilers.md.new docs/compilers.md

bench-docs: $(B)/bench/docs ## write docs/benchmarks.md from $(B)/bench/results.json
	$(B)/bench/docs $(RESULTS) > docs/benchmarks.md.new
	@mv docs/benchmarks.md.new docs/benchmarks.md

report: $(B)/bench/report ## write $(B)/report.html from $(B)/bench/results.json
	@test -f $(RESULTS) || { echo "no $(RESULTS) yet: make bench"; exit 1; }
	$(B)/bench/report $(RESULTS) > $(B)/report.html

# With CC=clang the other table, which has tail.
LADDER := ladder of $(if $(findstring clang,$(notdir $(CC))),clang,gcc)
ladder-docs: $(B)/bench/docs ## write the table of this compiler in docs/engines.md from $(B)/bench/results.json
	$(B)/bench/docs --ladder $(RESULTS) > $(B)/ladder.md
	sed -i -e '/^<!-- $(LADDER):/,/^<!-- end of/{/^<!--/!d}' -e '/^<!-- $(LADDER):/r $(B)/ladder.md' docs/engines.md

picture: $(B)/bench/report ## draw docs/ladder.svg, the README's picture, from $(B)/bench/results.json
	@test -f $(RESULTS) || { echo "no $(RESULTS) yet: make bench, or make bench PARTS=kernels"; exit 1; }
	$(B)/bench/report --ladder $(RESULTS) > docs/ladder.svg.new
	@mv docs/ladder.svg.new docs/ladder.svg

$(B)/bench/bench: $(BENCH_OBJ) $(BENCH_LIB)
	@mkdir -p $(@D)
	@echo "  link  $@"
	$(Q)$(CXX) $(SAN) $(OPT) $(CXXFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS) -lbenchmark -lpthread -lm

$(B)/obj/bench/shim.o: bench/shim.cc bench/bench.h
	@mkdir -p $(@D)
	@echo "  c++   $<"
	$(Q)$(CXX) -std=gnu++17 -g -O1 -I. $(SAN) $(CPPFLAGS) $(CXXFLAGS) -c -o $@ $<

$(B)/bench/%: $(B)/obj/tools/bench/%.o $(B)/obj/tools/bench/results.o $(B)/obj/tools/bench/matrix.o $(B)/obj/bench/stats.o
	@mkdir -p $(@D)
	@echo "  link  $@"
	$(Q)$(CC) $(CFLAGS_ALL) $(LDFLAGS) -o $@ $^ $(LDLIBS) -ljansson -lm

$(B)/bench/report: $(B)/obj/tools/report/report.o $(B)/obj/tools/report/draw.o $(B)/obj/tools/report/ladder_svg.o \
                   $(B)/obj/tools/bench/results.o $(B)/obj/tools/bench/matrix.o $(B)/obj/bench/stats.o
	@mkdir -p $(@D)
	@echo "  link  $@"
	$(Q)$(CC) $(CFLAGS_ALL) $(LDFLAGS) -o $@ $^ $(LDLIBS) -ljansson -lm

-include $(BENCH_SRC:%.c=$(B)/obj/%.d) $(patsubst %.c,$(B)/obj/%.d,$(wildcard tools/bench/*.c tools/report/*.c))

endif
