# ./gannet test: sourced by the launcher. The last line is always "N passed, N failed, N skipped".

source "$root/tests/packages.sh"
source "$root/tests/windows.sh"

passed=0 failed=0 skipped=0
results=$artifacts/test-results
built=$artifacts/bin/Gannet.Cli/release/gannet.dll # the command line, as the tests build it

run_tests() {
  if [[ ${1:-} == --all ]]; then export GANNET_TEST_ALL=1; shift; fi
  cd "$root"
  rm -rf "$results"
  if (locked build_all); then
    test_projects "$@"
    # With options, only some tests are wanted; the full gate has no options.
    if [[ $# == 0 ]]; then check_rest; fi
  else
    failed=1
  fi
  echo "$passed passed, $failed failed, $skipped skipped"
  [[ $failed == 0 ]]
}

build_all() {
  if native_is_stale; then build_native; fi
  build_managed "$artifacts/.all-stamp" Gannet.slnx
}

# The command line's tests stop and kill programs, so they run alone. The others run two at a time with one thread each, the longest first: most
# of them use one anyway, and where results could depend on the number of threads the tests set it themselves.
test_projects() {
  local queue=$results/queue lane project
  mkdir -p "$queue"
  for project in tests/*.Tests; do touch "$queue/${project##*/}"; done
  rm "$queue/Gannet.Cli.Tests"
  test_project Gannet.Cli.Tests "$@"
  for lane in 1 2; do
    while project=$(take_project "$queue"); do OMP_NUM_THREADS=1 test_project "$project" "$@"; done &
  done
  wait
  for project in tests/*.Tests; do count_results "${project##*/}"; done
}

# A file can be removed only once, so that no two lanes take the same project.
take_project() {
  local project
  for project in Gannet.Training.Tests Gannet.Detection.Tests $(ls "$1"); do
    if rm "$1/$project" 2>/dev/null; then
      echo "$project"
      return
    fi
  done
  return 1
}

test_project() {
  local name=$1 status=0
  "$dotnet" test "tests/$name" -c Release --no-build --results-directory "$results" \
    --logger "trx;LogFileName=$name.trx" --logger "console;verbosity=minimal" "${@:2}" >"$results/$name.log" 2>&1 || status=$?
  cat "$results/$name.log"
  echo "$status" >"$results/$name.status"
}

count_results() {
  local name=$1 status counters total executed good bad
  status=$(cat "$results/$name.status" 2>/dev/null || echo "unknown")
  counters=$(grep -o '<Counters [^>]*' "$results/$name.trx" 2>/dev/null || true)
  total=$(counter total) executed=$(counter executed) good=$(counter passed) bad=$(counter failed)
  # A test host that crashes reports no failed test.
  if [[ $status != 0 && $bad == 0 ]]; then
    echo "FAILED: $name ended with status $status" >&2
    bad=1
  fi
  passed=$((passed + good)) failed=$((failed + bad)) skipped=$((skipped + total - executed))
}

counter() { sed -n "s/.* $1=\"\([0-9]*\)\".*/\1/p" <<<"$counters" | grep . || echo 0; }

# What no test can check: the code format, that single-file programs compile, that stages written outside the library work, and that packages do.
check_rest() {
  check_windows
  "$dotnet" format Gannet.slnx --verify-no-changes --no-restore >&2 || not_ok "dotnet format Gannet.slnx --verify-no-changes"
  local sample
  for sample in samples/*.cs benchmarks/*.cs; do
    [[ -e $sample ]] || continue
    quietly "$dotnet" build "$sample" -c Release -tl:off -v quiet || not_ok "$sample does not compile"
  done
  for sample in samples/own-*.cs; do
    quietly "$dotnet" run "$sample" -c Release --no-build || not_ok "$sample does not run"
  done
  # Built above, all of it.
  check_packages --no-build
}

ok() { passed=$((passed + 1)); }

left_out() {
  echo "SKIPPED: $1" >&2
  skipped=$((skipped + 1))
}

not_ok() {
  echo "FAILED: $1" >&2
  failed=$((failed + 1))
}
