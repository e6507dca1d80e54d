# Checks of programs for Windows, under wine, against the same programs on Linux: sourced by tests/run.sh. Each check counts in passed or failed;
# without wine, or without .NET's files for Windows, one skipped check says so.

check_windows() {
  local work windows
  work=$(mktemp -d)
  windows=$work/publish/gannet.exe
  if ! windows_start; then
    left_out "programs for Windows: wine is missing (apt install wine)"
  elif publish_for_windows "$root/src/Gannet.Cli" "$work/publish"; then
    windows_checks
  elif windows_was_published; then
    not_ok "the command line does not build for win-x64"
  else
    left_out "programs for Windows: the package of .NET for Windows cannot be had"
  fi
  if quietly "$dotnet" build "$root/src/Gannet.Cli" -c Release -r linux-arm64 --self-contained false -p:RunAnalyzers=false -nodeReuse:false -tl:off -v quiet; then ok; else not_ok "linux-arm64 does not build"; fi
  rm -rf "$work"
}

# One wine folder for all checks, kept for the next time.
windows_start() {
  command -v wine >/dev/null || return 1
  export WINEPREFIX=$artifacts/wine WINEDEBUG=-all
  [[ -e $WINEPREFIX/system.reg ]] || env -u DISPLAY timeout 120 wineboot -i >/dev/null 2>&1
}

publish_for_windows() {
  quietly "$dotnet" publish "$1" -c Release -r win-x64 --self-contained -p:RunAnalyzers=false -nodeReuse:false -tl:off -v quiet -o "$2"
}

# What publishing for Windows downloads.
windows_packages() { echo microsoft.netcore.app.runtime.win-x64 microsoft.netcore.app.host.win-x64 microsoft.aspnetcore.app.runtime.win-x64; }

windows_was_published() {
  local package
  for package in $(windows_packages); do ls "$(packages_folder)/$package"/*/*.nupkg >/dev/null 2>&1 || return 1; done
}

windows_run() { env -u DISPLAY timeout 60 wine "$@" </dev/null; }

windows_checks() {
  local data=$work/data
  quietly "$dotnet" "$built" data synthesize --out "$data" --pictures 3 --validation 2 --width 160 --height 128
  quietly "$dotnet" "$built" train --data "$data" --out "$work/run" --min-size 64 --max-size 96 --batch 2 --max-steps 3 --set neck.channels=16 --set head.width=32
  quietly "$dotnet" "$built" model export "$work/run/model.safetensors" --out "$work/model.onnx"
  windows_same "detects" found detect --model "$work/model.onnx" "$data" --score 0.05 --json OUT
  windows_same "scores detections" scores evaluate --detections "$work/found.linux" --data "$data" --json OUT
  windows_same "scores a graph" graph evaluate --model "$work/model.onnx" --data "$data" --split val --json OUT
  windows_same "counts a data set" stats data stats --data "$data" --json OUT
  windows_same "checks a data set" check data check --data "$data" --json OUT
  windows_says "takes a path as Windows writes it" 0 "5 pictures" data check --data "Z:${data//\//\\}\\"
  windows_says "converts a data set" 0 "Wrote" data convert --data "$data" --out "$work/voc" --format voc
  windows_says "prints help" 0 "two-stage object detectors" --help
  windows_says "examines the system" 0 "none  libtorch" doctor
  windows_says "trains nothing without libtorch" 1 "Linux only" train --data "$data" --out "$work/none"
  windows_says "shows no model without libtorch" 1 "Linux only" model show demo
  windows_says "draws nothing without OpenCV" 1 "Linux only" data synthesize --out "$work/drawn" --pictures 1
  windows_says "misses a file" 2 "There is no file" detect --model "$work/model.onnx" 'C:\none\x.png'
  windows_says "refuses a device" 2 "not a regular file" detect --model nul "$data"
}

# The same command on both systems; OUT is its JSON file, whose numbers may differ by 1e-4.
windows_same() {
  local name=$1 file=$work/$2 status=0; shift 2
  "$dotnet" "$built" "${@/#OUT/$file.linux}" >/dev/null 2>"$work/log" || true
  windows_run "$windows" "${@/#OUT/$file.windows}" >/dev/null 2>>"$work/log" || status=$?
  if same_numbers "$file.linux" "$file.windows"; then ok; else cat "$work/log" >&2; not_ok "on Windows, gannet $name otherwise than on Linux (ended with $status; 124 is out of time)"; fi
}

# Exit code and a part of what it says, on either stream, in a line that is no stack trace.
windows_says() {
  local name=$1 code=$2 text=$3 status=0 said; shift 3
  said=$(windows_run "$windows" "$@" 2>&1) || status=$?
  if [[ $status == "$code" && $said == *"$text"* && $said != *'   at '* ]]; then ok; else not_ok "on Windows, gannet $name: ended with $status: ${said:0:300}"; fi
}

# Two texts with the same words and, to 1e-4, the same numbers; signs beyond ASCII depend on the console. Neither may be empty.
same_numbers() {
  [[ -s $1 && -s $2 ]] && LC_ALL=C awk -v one="$1" -v two="$2" '
    function words(file,   text, line) { text = ""; while ((getline line < file) > 0) text = text line "\n"; gsub(/[^!-~]+|[][{}(),:]+/, "\n", text); return text }
    BEGIN {
      n = split(words(one), a, "\n"); m = split(words(two), b, "\n")
      if (n != m) exit 1
      for (k = 1; k <= n; k++) if (a[k] != b[k]) {
        if (a[k] !~ /^[-+0-9.eE]+$/ || b[k] !~ /^[-+0-9.eE]+$/) exit 1
        d = a[k] - b[k]; if (d > 1e-4 || d < -1e-4) exit 1
      }
    }'
}
