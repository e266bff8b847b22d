# msa-milter. `make help` lists the targets. Objects go to build/VARIANT/, where a variant is a
# compiler and a sanitizer; sources are found by pattern, so a new file needs no change here.
.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
.SUFFIXES:
MAKEFLAGS += --no-builtin-rules

VERSION := 0.1.0
PREFIX  ?= /usr/local
DESTDIR ?=
STRIP   ?= -s
TIME    ?= 20
SAN     ?=
ifeq ($(origin CXX),default)
CXX := g++
endif

comma   := ,
IS_CLANG := $(findstring clang,$(notdir $(CXX)))
VARIANT := $(if $(SAN),$(SAN),release)$(if $(IS_CLANG),-clang)
B       := build/$(VARIANT)

PKGS      := milter tomlplusplus libidn2 libcrypto libssl libpsl sqlite3 simdjson zlib libzstd
TEST_PKGS := gmime-3.0 opendkim lmdb
# A library's headers are not ours to warn about.
system_cflags = $(patsubst -I%,-isystem %,$(shell pkg-config --cflags $(1)))

WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wold-style-cast -Woverloaded-virtual
SAN_address := -fsanitize=address$(comma)undefined -fno-sanitize-recover=all
SAN_thread  := -fsanitize=thread
# g++ 12 sees uninitialized values where a sanitizer has changed the code; the sanitizer would tell.
SANFLAGS := $(if $(SAN),$(SAN_$(SAN)) $(if $(IS_CLANG),,-Wno-maybe-uninitialized))
export TSAN_OPTIONS ?= suppressions=$(CURDIR)/tests/thread.suppressions
OPTFLAGS := -Os
CXXFLAGS ?= $(if $(SAN),-O1,$(OPTFLAGS)) -g
CPPFLAGS += -Isrc -DMSA_MILTER_VERSION='"$(VERSION)"'
# The program finds it by its own place: PREFIX/sbin.
PLUGIN_FOLDER = $(PREFIX)/lib/msa-milter
ALL_CXXFLAGS = -std=c++20 $(CXXFLAGS) $(WARNINGS) -Werror -fno-omit-frame-pointer \
               -fstack-protector-strong -pthread $(ONCEFLAGS) $(PIC) $(SANFLAGS)
# lld links the programs in a fifth of the time, and functions of the same octets once. The linker of
# binutils has something else that makes programs smaller.
LLD := $(if $(shell command -v ld.lld 2>/dev/null),-fuse-ld=lld $(if $(SAN),,-Wl$(comma)-O2$(comma)--icf=all),\
         -Wl$(comma)-z$(comma)pack-relative-relocs)
ALL_LDFLAGS  = $(LDFLAGS) $(LLD) -pthread -Wl,-z,relro,-z,now,--build-id,--gc-sections $(SANFLAGS)

# Types of tables that bring libraries of their own: shared objects beside the daemon.
PLUGINS     := ldap pgsql mysql
PLUGIN_PKGS := ldap libpq libmariadb
PLUGIN_FILES = $(PLUGINS:%=$(B)/tables/%.so)

# The referee links libopendkim, which is shown what strangers wrote: nothing else of ours is in it.
REFEREE := $(B)/msa-milter-verify
REFEREE_OBJECTS = $(call objects,$(sort $(wildcard src/verify/*.cpp) $(wildcard src/base/*.cpp)))

SOURCES := $(filter-out src/main.cpp src/tables/plugins/% src/verify/%,$(sort $(shell find src -name '*.cpp')))
FAKES   := $(sort $(shell find tests/fakes -name '*.cpp'))
LIB     := $(B)/libmsa.a
DAEMON  := $(B)/msa-milter
SUITES  := unit cases wire
objects  = $(patsubst %.cpp,$(B)/%.o,$(1))

# Changes only with what objects are compiled with, which then are compiled anew. Expanded here:
# a target's own flags would reach the recipe through whichever object asks for it first.
FLAGS_OF_ALL := $(CXX) $(CPPFLAGS) $(ALL_CXXFLAGS)
.PHONY: always
$(B)/flags: always
	@mkdir -p $(@D)
	@{ echo '$(FLAGS_OF_ALL)'; echo '$(FAST)'; grep -E 'FLAGS|PKGS' Makefile; } >$@.new
	@if cmp -s $@.new $@; then rm $@.new; else mv $@.new $@; fi

# Each message waits for these, so they are fast: at -Os the program has half the size, and whatever else
# it does is as fast as anybody notices. tests/bench/profile tells of files that are missing here.
FAST_IN_audit := bounded_writer group_commit json_text json_writer merkle_tree record_json timestamp
FAST_IN_base := ip_address log text
FAST_IN_checks := address_fields control_characters field_faults tidy_recipients
FAST_IN_crypto := digest
FAST_IN_dkim := dkim_signer relaxed signature_field signed_fields
FAST_IN_limits := counted_key limit_keys member_mark memory_limits recent_events redis_reply redis_script script_call
FAST_IN_mail := addr_spec address address_key address_lexer body_facts content_type date_reader decoded_text \
                domain folding header_list hidden_character message_id resent shown_address unicode
FAST_IN_milter := connection libmilter/callbacks libmilter/calls libmilter/session_input native/dialogue native/event_loop \
                  native/packet
FAST_IN_ownership := named_authors owners rights
FAST_IN_policy := candidate condition judge quiet_rules transaction transaction_limits
FAST_IN_submission := address_readings
FAST_IN_tables := flat_table lmdb_file lmdb_page table_key
FAST := $(foreach room,audit base checks crypto dkim limits mail milter ownership policy submission tables,\
          $(FAST_IN_$(room):%=src/$(room)/%.cpp))
$(FAST:%.cpp=$(B)/%.o): OPTFLAGS := -O2
# What many objects have of a template is linked once only if its section holds nothing else and the
# compiler has not changed its parameters (sra).
$(B)/src/%.o: ONCEFLAGS := $(if $(SAN),,-ffunction-sections $(if $(IS_CLANG),,-fno-ipa-sra))

$(B)/src/%.o: CPPFLAGS += $(if $(SAN),,-D_FORTIFY_SOURCE=2) $(call system_cflags,$(PKGS))
$(B)/tests/%.o: CPPFLAGS += -Itests -DBOOST_TEST_DYN_LINK $(call system_cflags,$(PKGS) $(TEST_PKGS))
# Tests are compiled more often than they run.
$(B)/tests/%.o: CXXFLAGS := -O0 -g1
$(B)/%.o: %.cpp $(B)/flags
	@mkdir -p $(@D)
	@echo "  $(notdir $(CXX)) $<"
	@$(CXX) $(CPPFLAGS) $(ALL_CXXFLAGS) -MMD -MP -c -o $@ $<

# A module and the program pass each other objects of C++: both name the headers, flags and compiler they are of.
$(B)/build-id: $(B)/flags always
	@{ $(CXX) --version; cat $< $(sort $(wildcard $(addprefix src/,$(addsuffix /*.h,base mail submission ownership tables)))); } | \
	    sha256sum | cut -c1-32 >$@.new
	@if cmp -s $@.new $@; then rm $@.new; else mv $@.new $@; fi
SAY_BUILD := $(B)/src/tables/plugin.o $(PLUGINS:%=$(B)/src/tables/plugins/%_table.o)
$(SAY_BUILD): $(B)/build-id
$(SAY_BUILD): CPPFLAGS += -DMSA_MILTER_BUILD='"$(shell cat $(B)/build-id)"'
$(B)/src/tables/plugins/%.o: CPPFLAGS += $(call system_cflags,$(PLUGIN_PKGS))
$(B)/src/tables/plugins/%.o: PIC := -fPIC
$(B)/tables/ldap.so: $(B)/src/tables/plugins/ldap_table.o
$(B)/tables/pgsql.so: $(B)/src/tables/plugins/pgsql_table.o
$(B)/tables/mysql.so: $(B)/src/tables/plugins/mysql_table.o
$(B)/tables/ldap.so: PLUGIN_LIBS = $(shell pkg-config --libs ldap)
$(B)/tables/pgsql.so: PLUGIN_LIBS = $(shell pkg-config --libs libpq)
$(B)/tables/mysql.so: PLUGIN_LIBS = $(shell pkg-config --libs libmariadb)
$(B)/tables/%.so: $(B)/src/tables/plugins/%_table.o
	@mkdir -p $(@D)
	@echo "  link $@"
	@$(CXX) -shared $(ALL_LDFLAGS) -o $@ $< $(PLUGIN_LIBS)

# Of functions that several objects have the first is linked: the fast one.
$(LIB): $(call objects,$(FAST) $(filter-out $(FAST),$(SOURCES)))
	@rm -f $@
	@ar rcs $@ $^

# The whole library: some of its functions answer calls that other libraries make by name; modules of tables
# use what the list names, and nothing else is exported: names would take a quarter of a megabyte.
# Debian's libunbound.pc asks for a libevent that the library does not need.
LDLIBS    = $(shell pkg-config --libs $(PKGS)) -lspf2 -lunbound -lunistring
LDLIBS   += -lmicrohttpd -lhiredis
TESTLIBS  = -lboost_unit_test_framework -lrapidcheck -lseccomp $(shell pkg-config --libs $(TEST_PKGS))
WHOLE_LIB = -Wl,--dynamic-list=src/tables/plugins/exports -Wl,--whole-archive $(LIB) -Wl,--no-whole-archive

$(B)/src/verify/%.o: CPPFLAGS += $(call system_cflags,opendkim)
$(REFEREE): $(REFEREE_OBJECTS)
	@echo "  link $@"
	@$(CXX) $(ALL_LDFLAGS) -o $@ $^ $(shell pkg-config --libs opendkim) -lseccomp

$(DAEMON): $(B)/src/main.o $(LIB) $(PLUGIN_FILES) $(REFEREE)
	@echo "  link $@"
	@$(CXX) $(ALL_LDFLAGS) -o $@ $(B)/src/main.o $(WHOLE_LIB) $(LDLIBS)

define suite
$(B)/$(1)-tests: $(call objects,$(sort $(shell find tests/$(1) -name '*.cpp'))) \
                 $(call objects,$(FAKES) tests/main.cpp) $(B)/src/verify/confinement.o $(LIB)
	@echo "  link $$@"
	@$$(CXX) $$(ALL_LDFLAGS) -o $$@ $$(filter %.o,$$^) $$(WHOLE_LIB) $$(LDLIBS) $$(TESTLIBS)
endef
$(foreach s,$(SUITES),$(eval $(call suite,$(s))))

-include $(shell find build/$(VARIANT) -name '*.d' 2>/dev/null)

# One set of flags serves src and tests: what clang-tidy and editors need to know of them is the same.
COMPILE_COMMANDS := build/compile_commands.json
TIDY_FLAGS = -std=c++20 -Isrc -Itests -DBOOST_TEST_DYN_LINK \
             -DMSA_MILTER_VERSION=\"$(VERSION)\" -DMSA_MILTER_BUILD=\"\" \
             $(call system_cflags,$(PKGS) $(TEST_PKGS) $(PLUGIN_PKGS))
$(COMPILE_COMMANDS): always
	@mkdir -p $(@D)
	@tests/lint/compile-commands.sh $(TIDY_FLAGS) >$@.new
	@if cmp -s $@.new $@; then rm $@.new; else mv $@.new $@; fi


.PHONY: all
all: $(DAEMON) $(COMPILE_COMMANDS)  ## the daemon, build/release/msa-milter

.PHONY: deps
deps:  ## install the Debian packages that build and tests need
	@contrib/install-deps.sh

# demo and check install what is missing first; only then can a Makefile know compiler flags, so the
# rest runs in a make of its own.
.PHONY: demo
demo: deps  ## install, build, and show a message go through a private Postfix
	@$(MAKE) --no-print-directory -j$$(nproc) all
	@MSA_MILTER=$(DAEMON) contrib/demo/demo

.PHONY: check
check: deps  ## install, build, run every test
	@$(MAKE) --no-print-directory -j$$(nproc) check-all

.PHONY: test
test: $(DAEMON) $(SUITES:%=$(B)/%-tests) $(COMPILE_COMMANDS)  ## the inner loop: unit, cases, wire, lints, reference
	@MSA_MILTER=$(DAEMON) tests/run.sh $(B) $(SUITES) lint

.PHONY: check-all
check-all: $(DAEMON) $(SUITES:%=$(B)/%-tests) $(COMPILE_COMMANDS)
	@MSA_MILTER=$(DAEMON) tests/run.sh $(B) $(SUITES) wire-native lint live live-native \
	  packages debian

.PHONY: check-live
check-live: $(DAEMON)  ## only the tests against real servers
	@MSA_MILTER=$(DAEMON) tests/run.sh $(B) live live-native

# ROUNDS=60: blows behind each MTA; SEED: the same ones again.
.PHONY: soak
soak: $(DAEMON)  ## kills at random behind both MTAs while clients submit: ROUNDS=60
	@MSA_MILTER=$(DAEMON) ROUNDS=$(ROUNDS) SEED=$(SEED) tests/live/soak

.PHONY: soak-kills
soak-kills: $(DAEMON)  ## kill -9 at 200 random moments behind Postfix while clients submit: ROUNDS=200
	@MSA_MILTER=$(DAEMON) ROUNDS=$(or $(ROUNDS),200) SEED=$(SEED) tests/live/soak postfix kills

.PHONY: bless
bless: $(B)/cases-tests  ## write what came out of the cases into them; read that diff
	MSA_BLESS=1 $(B)/cases-tests --log_level=error

.PHONY: sessions
sessions: $(DAEMON)  ## README.md's sessions for security teams, from the program
	tests/lint/sessions.py $(DAEMON) --write

.PHONY: reference
reference: $(DAEMON)  ## rules/reference.toml and the man pages of rules, settings and metrics, from the program
	$(DAEMON) reference >rules/reference.toml
	{ cat src/man/msa-milter-rules.head; $(DAEMON) reference --format man; \
	  cat src/man/msa-milter-rules.tail; } >src/man/msa-milter-rules.5
	{ cat src/man/msa-milter.head; \
	  $(DAEMON) reference --format settings | awk -f src/man/with-notes.awk src/man/msa-milter.notes -; \
	  cat src/man/msa-milter.tail; } >src/man/msa-milter.8
	{ cat src/man/msa-milter-metrics.head; $(DAEMON) reference --format metrics; \
	  cat src/man/msa-milter-metrics.tail; } >src/man/msa-milter-metrics.5

.PHONY: spf-suite
spf-suite: $(B)/spf-suite  ## the openspf.org suite for RFC 7208: SPF_SUITE=rfc7208-tests.yml
	@tests/spf/run $(B)/spf-suite $(SPF_SUITE)
$(B)/spf-suite: $(call objects,tests/spf/suite.cpp $(FAKES)) $(LIB)
	@$(CXX) $(ALL_LDFLAGS) -o $@ $(filter %.o,$^) $(WHOLE_LIB) $(LDLIBS) $(TESTLIBS)

.PHONY: fuzz-readers
fuzz-readers: $(B)/readers-judge  ## no reader of others may see a foreign author in what leaves: TIME=300
	@tests/readers/run.py $< $(TIME)
$(B)/readers-judge: $(call objects,tests/readers/judge.cpp tests/cases/case_file.cpp $(FAKES)) $(LIB)
	@$(CXX) $(ALL_LDFLAGS) -o $@ $(filter %.o,$^) $(WHOLE_LIB) $(LDLIBS) $(TESTLIBS)

# QUICK=1: a short run. PROFILE=1: instructions by component instead, under valgrind.
.PHONY: bench
bench:  ## against other milters, where installed; QUICK=1: short; PROFILE=1: instructions by component
	@contrib/install-deps.sh --build
	@$(MAKE) --no-print-directory -j$$(nproc) run-bench
	$(if $(PROFILE)$(QUICK),,@$(MAKE) --no-print-directory -j$$(nproc) bench-tables &&\
	  $(MAKE) --no-print-directory -j$$(nproc) bench-trail &&\
	  $(MAKE) --no-print-directory -j$$(nproc) bench-watch &&\
	  $(MAKE) --no-print-directory -j$$(nproc) bench-candidate &&\
	  $(MAKE) --no-print-directory -j$$(nproc) bench-limits)
.PHONY: run-bench
run-bench: $(DAEMON) $(B)/bench-load
	@MSA_MILTER=$(CURDIR)/$(DAEMON) \
	  $(if $(PROFILE),tests/bench/profile,tests/bench/run $(if $(QUICK),--quick)) $(B)/bench-load
.PHONY: bench-readme
bench-readme:  ## the figures of the last whole run of bench into README.md
	@tests/bench/readme
$(B)/tests/bench/%.o: CXXFLAGS := -O2 -g1
$(B)/tests/bench/%.o: CPPFLAGS += -Itests/bench
$(B)/bench-load: $(call objects,$(sort $(wildcard tests/bench/load/*.cpp)))
	@$(CXX) $(ALL_LDFLAGS) -o $@ $^

.PHONY: bench-tables
bench-tables: $(DAEMON) $(B)/bench-tables  ## load and look-ups of tables, beside postmap; QUICK=1 for a short run
	@tests/bench/tables/run $(if $(QUICK),--quick) $(B)/bench-tables
$(B)/bench-tables: $(call objects,$(sort $(wildcard tests/bench/tables/*.cpp))) $(LIB)
	@$(CXX) $(ALL_LDFLAGS) -o $@ $(filter %.o,$^) $(WHOLE_LIB) $(LDLIBS)

.PHONY: bench-hostile
bench-hostile: $(B)/bench-hostile  ## how the work for hostile messages grows with their size
	@$(B)/bench-hostile
.PHONY: bench-trail
bench-trail: $(DAEMON) $(B)/bench-trail  ## verify, query, report, replay, start of a million records, beside sha256sum; QUICK=1: a tenth
	@tests/bench/trail/run $(if $(QUICK),--quick) $(DAEMON) $(B)/bench-trail

.PHONY: bench-candidate
bench-candidate: $(DAEMON) $(B)/bench-load  ## what judging under a candidate's rules costs; QUICK=1: a short run
	@tests/bench/candidate/run $(if $(QUICK),--quick) $(DAEMON) $(B)/bench-load

.PHONY: bench-endurance
bench-endurance: $(DAEMON) $(B)/bench-load  ## 2,000,000 messages over 500 sessions with reloads, a dying table, rotations: MESSAGES=N
	@tests/bench/endurance/run $(if $(MESSAGES),--messages $(MESSAGES)) $(DAEMON) $(B)/bench-load

.PHONY: bench-watch
bench-watch: $(DAEMON) $(B)/bench-load  ## what scrapes and status cost, and the mail meanwhile; QUICK=1: a short run
	@tests/bench/watch/run $(if $(QUICK),--quick) $(DAEMON) $(B)/bench-load

.PHONY: bench-limits
bench-limits: $(B)/bench-limits  ## limits in memory and in Redis: CPU, latency, decisions/s, octets; QUICK=1: a tenth
	@tests/bench/limits/run $(if $(QUICK),--quick) $(B)/bench-limits

$(B)/bench-hostile: $(call objects,$(sort $(wildcard tests/bench/hostile/*.cpp)) $(FAKES)) $(LIB)
$(B)/bench-trail: $(call objects,$(sort $(wildcard tests/bench/trail/*.cpp)) $(FAKES)) $(LIB)
$(B)/bench-limits: $(call objects,$(sort $(wildcard tests/bench/limits/*.cpp)) $(FAKES)) $(LIB)
# The library in front: of functions that both have, its optimized ones are taken.
$(B)/bench-hostile $(B)/bench-trail $(B)/bench-limits:
	@$(CXX) $(ALL_LDFLAGS) -o $@ $(WHOLE_LIB) $(filter %.o,$^) $(LDLIBS) $(TESTLIBS)

FUZZERS := $(sort $(wildcard tests/fuzz/*_fuzz.cpp))
FUZZ_CXX := clang++-14
FUZZ_FLAGS = -std=c++20 -O1 -g -pthread -Isrc -Itests -DMSA_MILTER_VERSION='"$(VERSION)"' -DMSA_MILTER_BUILD='""' \
             $(call system_cflags,$(PKGS) $(TEST_PKGS)) \
             -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all
build/fuzz/%.o: %.cpp
	@mkdir -p $(@D)
	@echo "  fuzz $<"
	@$(FUZZ_CXX) $(FUZZ_FLAGS) -MMD -MP -c -o $@ $<
build/fuzz/libmsa.a: $(SOURCES:%.cpp=build/fuzz/%.o) $(FAKES:%.cpp=build/fuzz/%.o)
	@rm -f $@
	@ar rcs $@ $^
build/fuzz/%_fuzz: build/fuzz/tests/fuzz/%_fuzz.o build/fuzz/libmsa.a
	@$(FUZZ_CXX) -fsanitize=fuzzer,address,undefined -pthread -o $@ $^ $(LDLIBS) $(TESTLIBS)
-include $(shell find build/fuzz -name '*.d' 2>/dev/null)

.PHONY: fuzz
fuzz: $(FUZZERS:tests/fuzz/%.cpp=build/fuzz/%)  ## every harness for TIME=20 seconds
	@tests/fuzz/run.sh $(TIME) $^

.PHONY: fuzz-sessions
fuzz-sessions: build/fuzz/session_fuzz  ## sessions of hostile MTAs with the native engine: TIME=300; runs are sessions
	@tests/fuzz/run.sh $(TIME) $^

CXX_FILES = $(sort $(shell find src tests -name '*.cpp' -o -name '*.h'))
.PHONY: format
format:  ## clang-format in place
	clang-format -i $(CXX_FILES)

.PHONY: lint
lint: $(COMPILE_COMMANDS)  ## clang-tidy, without analyzer, on files that differ from the main branch
	@tests/lint/tidy.sh changed $(B)

.PHONY: lint-all
lint-all: $(COMPILE_COMMANDS)  ## clang-tidy, with analyzer, on every file
	@tests/lint/tidy.sh all $(B)

BASH_FOLDER := $(PREFIX)/share/bash-completion/completions
ZSH_FOLDER  := $(PREFIX)/share/zsh/site-functions
FISH_FOLDER := $(PREFIX)/share/fish/vendor_completions.d
UNIT_FOLDER := $(PREFIX)/lib/systemd/system
UNITS       := msa-milter.service msa-milter-dns.service msa-milter-dns.timer
DATA_FOLDER := $(PREFIX)/share/msa-milter
# What the program prints is installed once: each shell asks it for its completion.
DATA        := $(filter-out rules/reference.toml,$(wildcard rules/*.toml)) postfix-example/* sendmail-example/* contrib/apparmor/* contrib/fail2ban/*/* \
               contrib/ci/* contrib/logrotate/* contrib/prometheus/* contrib/grafana/*
.PHONY: install
install: $(DAEMON)  ## DESTDIR and PREFIX are honoured
	install -D $(STRIP) -m 755 $(DAEMON) $(DESTDIR)$(PREFIX)/sbin/msa-milter
	install -D $(STRIP) -m 755 -t $(DESTDIR)$(PLUGIN_FOLDER) $(REFEREE)
	install -D $(STRIP) -m 644 -t $(DESTDIR)$(PLUGIN_FOLDER) $(PLUGIN_FILES)
	install -D -m 644 -t $(DESTDIR)$(PREFIX)/share/man/man8 src/man/msa-milter.8
	install -D -m 644 -t $(DESTDIR)$(PREFIX)/share/man/man5 src/man/msa-milter-*.5
	install -D -m 644 -t $(DESTDIR)$(PREFIX)/share/man/man7 src/man/msa-milter-*.7
	install -d $(DESTDIR)$(BASH_FOLDER) $(DESTDIR)$(ZSH_FOLDER) $(DESTDIR)$(FISH_FOLDER) \
	  $(DESTDIR)$(UNIT_FOLDER)
	echo '. <($(PREFIX)/sbin/msa-milter completion bash)' >$(DESTDIR)$(BASH_FOLDER)/msa-milter
	printf '#compdef msa-milter\n. <($(PREFIX)/sbin/msa-milter completion zsh)\n' \
	  >$(DESTDIR)$(ZSH_FOLDER)/_msa-milter
	echo '$(PREFIX)/sbin/msa-milter completion fish | source' >$(DESTDIR)$(FISH_FOLDER)/msa-milter.fish
	for unit in $(UNITS); do \
	  sed 's|/usr/sbin/|$(PREFIX)/sbin/|' contrib/systemd/$$unit >$(DESTDIR)$(UNIT_FOLDER)/$$unit || exit; done
	install -D -m 644 contrib/systemd/sysusers.conf $(DESTDIR)$(PREFIX)/lib/sysusers.d/msa-milter.conf
	install -D -m 644 contrib/systemd/tmpfiles.conf $(DESTDIR)$(PREFIX)/lib/tmpfiles.d/msa-milter.conf
	for file in $(DATA); do \
	  install -D -m 644 $$file $(DESTDIR)$(DATA_FOLDER)/$${file#contrib/} || exit; done

.PHONY: install-debug
install-debug: $(DAEMON)  ## the debug symbols of what install strips, where gdb looks for them
	@contrib/install-debug.sh $(DESTDIR)$(PREFIX)/lib/debug $(DAEMON) $(PLUGIN_FILES)

.PHONY: uninstall
uninstall:  ## what install installed; settings, rules, keys and records stay
	rm -f $(DESTDIR)$(PREFIX)/sbin/msa-milter $(DESTDIR)$(PREFIX)/share/man/man8/msa-milter.8 \
	      $(patsubst src/man/%,$(DESTDIR)$(PREFIX)/share/man/man7/%,$(wildcard src/man/msa-milter-*.7)) \
	      $(patsubst src/man/%,$(DESTDIR)$(PREFIX)/share/man/man5/%,$(wildcard src/man/msa-milter-*.5))
	rm -f $(UNITS:%=$(DESTDIR)$(UNIT_FOLDER)/%) $(DESTDIR)$(PREFIX)/lib/sysusers.d/msa-milter.conf \
	      $(DESTDIR)$(PREFIX)/lib/tmpfiles.d/msa-milter.conf
	rm -f $(DESTDIR)$(BASH_FOLDER)/msa-milter $(DESTDIR)$(ZSH_FOLDER)/_msa-milter \
	      $(DESTDIR)$(FISH_FOLDER)/msa-milter.fish
	rm -rf $(DESTDIR)$(DATA_FOLDER) $(DESTDIR)$(PLUGIN_FOLDER)

.PHONY: deb
deb: $(DAEMON)  ## Debian packages in build/deb/, of what is built
	@contrib/make-deb $(VERSION)

.PHONY: clean
clean:  ## remove build/
	rm -rf build

.PHONY: help
help:  ## this list
	@sed -n 's/^\([a-z-]*\):.*##  *\(.*\)/\1|\2/p' $(MAKEFILE_LIST) | column -t -s '|'
