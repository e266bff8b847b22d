#!/bin/sh
# Runs suites and ends with the sum of their `N passed, N failed` lines.
#   tests/run.sh BUILD_FOLDER SUITE...      SUITE: unit cases wire wire-native lint live live-native packages debian
# NAME-native is NAME with the daemon's native engine. All but live run beside each other; live, which
# starts real servers, runs after them.
# A suite that ends without that line, or with another exit status than its line means, has failed.
set -u
cd "$(dirname "$0")/.." || exit 1

build=$1
shift
passed=0
failed=0

# Below a folder that is closed, as /root, the daemon's user cannot see the modules beside the program.
is_hidden() {
    folder=$(dirname "$(realpath "$1")")
    while [ "$folder" != / ]; do
        case $(stat -c %A "$folder") in
            *[xt]) folder=$(dirname "$folder") ;;
            *) return 0 ;;
        esac
    done
    return 1
}
if [ "$(id -u)" -eq 0 ] && is_hidden "$MSA_MILTER"; then
    shown=$(mktemp -d)
    trap 'rm -rf "$shown"' EXIT
    chmod 755 "$shown"
    cp -R "$MSA_MILTER" "$MSA_MILTER-verify" "$build/tables" "$shown"
    MSA_MILTER=$shown/msa-milter
    export MSA_MILTER
fi

# Adds the counts of a suite's last line.
count() {
    line=$(tail -n 1 "$build/$1.log" | grep -E '^[0-9]+ passed, [0-9]+ failed$')
    if [ -z "$line" ] || { [ "$2" -ne 0 ] && [ "${line#*, }" = "0 failed" ]; }; then
        echo "$1: ended with status $2 and without counts; see $build/$1.log" >&2
        failed=$((failed + 1))
        return
    fi
    passed=$((passed + ${line%% passed*}))
    bad=${line#*, }
    failed=$((failed + ${bad%% *}))
}

# One check of its own: passes where the command succeeds.
single() {
    name=$1
    shift
    if "$@"; then
        echo "ok: $name"
        passed=$((passed + 1))
    else
        echo "FAILED: $name" >&2
        failed=$((failed + 1))
    fi
}

formatted() {
    # shellcheck disable=SC2046
    clang-format --dry-run --Werror $(find src tests -name '*.cpp' -o -name '*.h')
}

reference_is_current() {
    "$MSA_MILTER" reference | diff -u rules/reference.toml - &&
        { cat src/man/msa-milter-rules.head
          "$MSA_MILTER" reference --format man
          cat src/man/msa-milter-rules.tail; } | diff -u src/man/msa-milter-rules.5 - &&
        { cat src/man/msa-milter.head
          "$MSA_MILTER" reference --format settings |
              awk -f src/man/with-notes.awk src/man/msa-milter.notes -
          cat src/man/msa-milter.tail; } | diff -u src/man/msa-milter.8 - &&
        { cat src/man/msa-milter-metrics.head
          "$MSA_MILTER" reference --format metrics
          cat src/man/msa-milter-metrics.tail; } | diff -u src/man/msa-milter-metrics.5 -
}

standards_are_covered() { "$MSA_MILTER" reference | tests/lint/standards.sh; }

checks_are_documented() { "$MSA_MILTER" reference | tests/lint/documented.sh; }

service_is_sound() { tests/lint/service.sh "$MSA_MILTER"; }

shipped_files_are_read() { tests/lint/shipped_configuration.sh; }

shells_complete() { tests/lint/completion.sh "$MSA_MILTER"; }

alerts_are_sound() { promtool test rules contrib/prometheus/*.test.yml; }

ci_examples_run() { tests/lint/ci.py "$MSA_MILTER"; }

sessions_are_current() { tests/lint/sessions.py "$MSA_MILTER"; }

rules_have_tests() { "$MSA_MILTER" test --coverage --fail-under 100 rules >/dev/null; }

installs() { tests/lint/install.sh "$build"; }

tidy() { tests/lint/tidy.sh changed "$build"; }

shipped_rules_load() {
    "$MSA_MILTER" check --strict rules/monitor.toml rules/reference.toml rules/strict.toml rules/submission.toml
}

lint() {
    single "the lints complain where they should" tests/lint/self_test.sh
    single "layers" tests/lint/layers.sh
    single "budgets" tests/lint/budgets.sh
    single "a name stands for one type" tests/lint/one_name.sh
    single "format" formatted
    single "clang-tidy finds nothing in changed files" tidy
    single "reference.toml and the man pages of rules, settings and metrics are what the program prints" reference_is_current
    single "every check stands in submission.toml" checks_are_documented
    single "msa-milter-rfc(7) says section by section who answers RFC 6409, and where it is tested" \
        standards_are_covered
    single "the shipped rule files load" shipped_rules_load
    single "the tests beside the shipped rule files pass, and reach all of them" rules_have_tests
    single "the examples for GitHub and GitLab parse, and their commands run" ci_examples_run
    single "README's sessions for security teams are what the program prints" sessions_are_current
    single "systemd takes the unit, its user and its folders" service_is_sound
    single "apparmor_parser and logrotate take what is shipped for them" shipped_files_are_read
    single "shells complete the command line" shells_complete
    single "alert rules ring when they should" alerts_are_sound
    single "what is installed finds its modules, and is uninstalled" installs
}

packages_build() { DEB_BUILD_OPTIONS=noautodbgsym make --no-print-directory deb; }

lintian_is_content() {
    if command -v lintian >/dev/null; then
        lintian --allow-root --pedantic --fail-on error,warning,pedantic \
            --suppress-tags debug-file-with-no-debug-symbols build/deb/*.changes
    else
        echo "skip: lintian is not installed"
    fi
}

packages_are_small() { tests/debian/sizes.sh; }

packages() {
    case $build in
        build/release) ;;
        *) echo "skip: packages are built of build/release"; return ;;
    esac
    single "packages are built" packages_build
    single "lintian finds nothing wrong with them" lintian_is_content
    single "they are small" packages_are_small
}

# With the engine that the suite's name asks for.
with_engine() {
    case $1 in
        *-native) shift; MSA_ENGINE=native "$@" ;;
        *) shift; "$@" ;;
    esac
}

run_in_background() {
    with_engine "$1" "$build/${1%-native}-tests" --log_level=error --catch_system_errors=no --color_output=no \
        >"$build/$1.log" 2>&1
    echo $? >"$build/$1.status"
}

for suite in "$@"; do
    case $suite in
        lint | live* | packages | debian) ;;
        *) run_in_background "$suite" & ;;
    esac
done
for suite in "$@"; do
    [ "$suite" != lint ] || { echo "== lint"; lint; }
done
wait
for suite in "$@"; do
    case $suite in
        lint | live* | packages | debian) ;;
        *)
            echo "== $suite"
            cat "$build/$suite.log"
            count "$suite" "$(cat "$build/$suite.status")"
            ;;
    esac
done
for suite in "$@"; do
    case $suite in
        live*)
            echo "== $suite"
            with_engine "$suite" tests/live/run 2>&1 | tee "$build/$suite.log"
            # The status of a pipe is its last command's: the counts say how it went.
            count "$suite" 0
            ;;
        packages) echo "== packages"; packages ;;
        debian)
            echo "== debian"
            tests/debian/run 2>&1 | tee "$build/debian.log"
            count debian 0
            ;;
    esac
done

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
