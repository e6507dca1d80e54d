# Checks of the command line for Windows, under wine, against the same commands on Linux: sourced by tests/run.sh, or run alone.
# Needs a checkout that ./gannet has built. Without wine, one skipped check says so.

check_windows() {
  command -v wine >/dev/null || { echo "SKIPPED: Windows checks: wine is not installed" >&2; skipped=$((skipped + 1)); return; }
  local work
  work=$(mktemp -d)
  WINDOWS_EXE=$work/publish/gannet.exe
  export WINEPREFIX=$work/wine WINEDEBUG=-all
  unset DISPLAY
  if quietly "$dotnet" publish "$root/src/Gannet.Cli" -c Release -r win-x64 --self-contained -nodeReuse:false -tl:off -v quiet -o "$work/publish" &&
    timeout 120 wineboot -i >/dev/null 2>&1; then
    (cd "$work" && timeout 60 wine winecfg -v win10 >/dev/null 2>&1) || true
    windows_checks "$work"
  else
    not_ok "publishing for win-x64"
  fi
  wineserver -k 2>/dev/null || true
  rm -rf "$work"
}

windows_checks() {
  local work=$1 data=$1/data run
  local linux=("$dotnet" "$cli")
  run=("${linux[@]}")
  quietly "${run[@]}" data synthesize --out "$data" --pictures 3 --validation 2 --width 160 --height 128
  quietly "${run[@]}" train --data "$data" --preset faster-rcnn-mobilenet-v3-large-320-fpn --out "$work/run" --max-steps 1 --batch 1 --min-size 128 --max-size 160
  quietly "${run[@]}" model export "$work/run/model.safetensors" --out "$work/model.onnx"
  windows_same "data stats" data stats --data "$data" --json OUT
  windows_same "data check" data check --data "$data" --json OUT
  windows_same "detect" detect --model "$work/model.onnx" "$data" --score 0.05 --json OUT
  windows_same "evaluate" evaluate --detections "$work/detect.linux" --data "$data" --json OUT
  windows_says "help" 0 "two-stage object detectors" --help
  windows_says "doctor" 0 "none  libtorch" doctor
  windows_says "no libtorch" 1 "Linux only" train --data "$data" --out "$work/none"
  windows_says "missing file" 2 "" detect --model "$work/model.onnx" 'C:\none\x.png'
  windows_says "nul" 2 "not a regular file" detect --model nul "$data"
  quietly "$dotnet" build "$root/src/Gannet.Cli" -c Release -r linux-arm64 --self-contained false -nodeReuse:false -tl:off -v quiet -o "$work/arm64" &&
    ok || not_ok "linux-arm64 does not build"
}

ok() { passed=$((passed + 1)); }

# Runs a program for Windows with a limit; its output is left in the files named.
windows_run() { timeout 60 wine "$@" </dev/null; }

# The same command on both systems; OUT is the JSON file, whose numbers may differ by 1e-4.
windows_same() {
  local name=$1 file=$work/${1##* }; shift
  "${linux[@]}" "${@/#OUT/$file.linux}" >/dev/null 2>"$file.log" || true
  windows_run "$WINDOWS_EXE" "${@/#OUT/$file.windows}" >/dev/null 2>>"$file.log" || true
  if same_numbers "$file.linux" "$file.windows"; then ok; else cat "$file.log" >&2; not_ok "Windows: $name differs from Linux"; fi
}

# Two texts with the same words and, to 1e-4, the same numbers.
same_numbers() {
  [[ -s $1 && -s $2 ]] && awk -v one="$1" -v two="$2" '
    function numbers(file,   text, line) { text = ""; while ((getline line < file) > 0) text = text line "\n"; gsub(/[][{},:\r\n ]+/, "\n", text); return text }
    BEGIN {
      n = split(numbers(one), a, "\n"); m = split(numbers(two), b, "\n")
      if (n != m) exit 1
      for (k = 1; k <= n; k++) if (a[k] != b[k]) {
        if (a[k] !~ /^[-+0-9.eE]+$/ || b[k] !~ /^[-+0-9.eE]+$/) exit 1
        d = a[k] - b[k]; if (d > 1e-4 || d < -1e-4) exit 1
      }
    }'
}

# Exit code and a part of what it says, on either stream.
windows_says() {
  local name=$1 code=$2 text=$3 status=0 said; shift 3
  said=$(windows_run "$WINDOWS_EXE" "$@" 2>&1) || status=$?
  if [[ $status == "$code" && $said == *"$text"* && $said != *'   at '* ]]; then ok; else not_ok "Windows: $name ended with $status: ${said:0:300}"; fi
}
