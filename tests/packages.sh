# Packs everything, installs it from a local feed into an empty folder, and runs it: sourced by tests/run.sh and the launcher. Counts a check
# each in passed or failed.

check_packages() {
  local feed work tool
  feed=$artifacts/packages
  # Below /tmp, because programs inside the checkout would find its native libraries.
  work=$(mktemp -d)
  tool=$work/tool/gannet
  package_check "packages build" locked build_packages "$@"
  if [[ -e $feed ]]; then
    (unset GANNET_NATIVE; cd "$work" && make_feed && unpack && make_model) >"$work/log" 2>&1 || { cat "$work/log" >&2; not_ok "the installed tool makes no model to detect with"; }
    package_check "every package has licence, readme, commit, symbols" have_metadata
    package_check "no package names this machine" name_no_folder
    package_check "the runtime needs only .NET and Google.Protobuf, below 3 MB" runtime_is_small
    package_check "the same bytes from another folder" same_bytes_elsewhere
    package_check "Gannet.Runtime detects in five lines" detects_in_five_lines
    if windows_start && windows_was_published; then
      package_check "Gannet.Runtime detects on Windows" detects_on_windows
    else
      left_out "the package on Windows: see above"
    fi
    package_check "Gannet.Evaluation scores a results file" evaluates
    package_check "the readmes' programs run" readmes_run
    package_check "Gannet.Serving answers a request" serves
    package_check "without libtorch one line says what to do" says_how_to_get_libtorch
    package_check "the tool trains, detects and scores" tool_works
    package_check "the tool detects and scores without libtorch and OpenCV" tool_works_alone
  fi
  rm -rf "$work"
}

# A check is a function that runs in the work folder and returns non-zero, with a reason on its output, if something is wrong.
package_check() {
  local name=$1 log; shift
  log=$(mktemp)
  # A subshell of its own, since "set -e" has no effect below "if" and "||".
  set +e
  (set -e; unset GANNET_NATIVE; cd "$work"; "$@") >"$log" 2>&1
  local status=$?
  set -e
  if [[ $status == 0 ]]; then
    ok
    echo "  packages: $name"
  else
    cat "$log" >&2
    not_ok "packages: $name"
  fi
  rm -f "$log"
}

# Only the local feed, and a package folder of our own, so that nothing old is used. What others made comes from where this build got it.
make_feed() {
  local others=$work/others package
  mkdir -p "$others" "$work/cache"
  for package in google.protobuf yamldotnet; do
    cp "$(packages_folder)/$package"/*/*.nupkg "$others"
  done
  cat >"$work/nuget.config" <<XML
<configuration>
  <packageSources><clear /><add key="gannet" value="$feed" /><add key="others" value="$others" /></packageSources>
  <fallbackPackageFolders><clear /></fallbackPackageFolders>
</configuration>
XML
}

packages_folder() { "$dotnet" nuget locals global-packages --list | sed 's/^global-packages: //; s:/$::'; }

# dotnet as a newcomer runs it: nothing was downloaded before.
outside() { NUGET_PACKAGES="$work/cache" "$dotnet" "$@"; }

# A model of three training steps knows little, but detects something in every picture.
make_model() {
  [[ -e $built ]] || (cd "$root" && "$dotnet" build src/Gannet.Cli -c Release -nodeReuse:false -tl:off -v quiet)
  outside tool install gannet --tool-path "$work/tool" --configfile "$work/nuget.config" --version "$(version_of gannet)"
  "$tool" data synthesize --out "$work/data" --pictures 6 --validation 2 --width 128 --height 128
  "$tool" train --data "$work/data" --out "$work/run" --min-size 64 --max-size 64 --batch 2 --max-steps 3 \
    --set neck.channels=16 --set head.width=32 --set proposals.after_nms_training=64 --set proposals.after_nms=32
  "$tool" model export "$work/run/model.safetensors" --out "$work/model.onnx"
  cp "$(find "$work/data" -name '*.png' | sort | head -n 1)" "$work/picture.png"
  cat >annotations.json <<'JSON'
{"images": [{"id": 1, "file_name": "a.png", "width": 100, "height": 100}], "categories": [{"id": 1, "name": "cell"}],
 "annotations": [{"id": 1, "image_id": 1, "category_id": 1, "bbox": [10, 10, 40, 40], "area": 1600, "iscrowd": 0},
                 {"id": 2, "image_id": 1, "category_id": 1, "bbox": [60, 60, 20, 20], "area": 400, "iscrowd": 0}]}
JSON
  # One box of two is found: AP is the area under a curve that ends at a recall of one half, 51 of COCO's 101 points.
  echo '[{"image_id": 1, "category_id": 1, "bbox": [10, 10, 40, 40], "score": 0.9}]' >results.json
}

version_of() { basename "$(ls "$feed/$1".[0-9]*.nupkg)" .nupkg | sed "s/^$1\.//"; }

# A package's files are in unpacked/name.0.1.0.nupkg. A program unpacks them, since not every system has unzip.
unpack() {
  mkdir -p unpack && cd unpack
  outside new console
  cat >Program.cs <<'CS'
foreach (var package in args[1..])
    System.IO.Compression.ZipFile.ExtractToDirectory(package, Path.Combine(args[0], Path.GetFileName(package)));
CS
  outside run -- "$work/unpacked" "$feed"/*nupkg
  cd ..
}

unpacked() { echo "$work/unpacked/$1.$(version_of "$1").nupkg"; }

have_metadata() {
  local package nuspec
  for package in "$feed"/*.nupkg; do
    nuspec=$(cat "$work/unpacked/${package##*/}"/*.nuspec)
    for part in '<license type="expression">MIT' '<readme>README.md' '<description>' '<tags>'; do
      grep -q "$part" <<<"$nuspec" || { echo "$package has no $part"; return 1; }
    done
    [[ ! -e $root/.git ]] || grep -q '<repository type="git".* commit="' <<<"$nuspec" || { echo "$package has no commit"; return 1; }
    [[ -e ${package%.nupkg}.snupkg ]] || { echo "$package has no symbols"; return 1; }
  done
  [[ $(ls "$feed"/*.nupkg | wc -l) == 13 ]] || { ls "$feed"; return 1; }
}

name_no_folder() {
  if grep -rlF "$root" unpacked; then echo "the files above name $root"; return 1; fi
}

# What the package and its dependencies of ours bring, unpacked.
runtime_is_small() {
  local total=0 package size
  for package in Core Kernels Imaging Runtime; do
    size=$(du -sb --apparent-size "$(unpacked "Gannet.$package")" | cut -f 1)
    total=$((total + size))
    if grep '<dependency ' "$(unpacked "Gannet.$package")"/*.nuspec | grep -v -e '"Gannet\.\(Core\|Kernels\|Imaging\)"' -e '"Google\.Protobuf"'; then
      echo "Gannet.$package needs the package above"; return 1
    fi
  done
  total=$((total + $(find "$(packages_folder)/google.protobuf" -name '*.dll' -printf '%s\n' | sort -n | tail -n 1)))
  echo "$total bytes"
  ((total < 3000000))
}

same_bytes_elsewhere() {
  local there=$work/elsewhere commit name
  mkdir -p "$there/src"
  cp "$root"/*.props "$root"/*.targets "$root/.editorconfig" "$root/BannedSymbols.txt" "$there"
  for name in Core Imaging; do cp -r "$root/src/Gannet.$name" "$there/src"; done
  cp "$root"/src/Directory.* "$there/src"
  commit=$(grep -aoE '\+[0-9a-f]{40}' "$(unpacked Gannet.Core)"/lib/net10.0/Gannet.Core.dll | head -n 1 || true)
  "$dotnet" build "$there/src/Gannet.Imaging" -c Release -nodeReuse:false -tl:off -v quiet "-p:SourceRevisionId=${commit#+}"
  for name in Core Imaging; do
    cmp "$(unpacked "Gannet.$name")/lib/net10.0/Gannet.$name.dll" "$there/artifacts/bin/Gannet.$name/release/Gannet.$name.dll"
  done
}

# The program in a package's readme: what stands between ```csharp and ```.
readme_program() { sed -n '/^```csharp$/,/^```$/{/^```/!p}' "$(unpacked "$1")/README.md"; }

# A new console program that has only the named package, and its readme's text.
console_with() {
  mkdir "my-$1" && cd "my-$1"
  outside new console --no-restore
  outside add package "$1" --version "$(version_of "$1")"
  readme_program "$1" >Program.cs
}

detects_in_five_lines() {
  console_with Gannet.Runtime
  cp ../model.onnx ../picture.png .
  [[ $(grep -c . Program.cs) -le 5 ]] || { echo "more than five lines"; return 1; }
  sed -i 's/"picture.png")/"picture.png", score: 0)/' Program.cs
  outside run -c Release | tee found.txt
  "$dotnet" "$built" detect --model model.onnx --score 0 picture.png | sed -n 's/^picture.png: //p' | tee expected.txt
  [[ -s found.txt ]] && cmp found.txt expected.txt
}

# The same program for Windows: the console project that detects_in_five_lines left.
detects_on_windows() {
  cd my-Gannet.Runtime
  local package
  for package in $(windows_packages); do cp "$(packages_folder)/$package"/*/*.nupkg ../others; done
  outside publish -c Release -r win-x64 --self-contained -p:DisableTransitiveFrameworkReferenceDownloads=true -o windows
  windows_run windows/my-Gannet.Runtime.exe | tee windows.txt
  same_numbers found.txt windows.txt
}

evaluates() {
  console_with Gannet.Evaluation
  cp ../annotations.json ../results.json .
  outside run -c Release | tee scores.txt
  grep -q 'AP 0\.505, AP50 0\.505' scores.txt
}

# All in one program, each in braces of its own, with every using at the top. One step of training instead of twelve epochs.
readmes_run() {
  console_with Gannet.Training
  local name
  {
    for name in Core Kernels Imaging Runtime Datasets Evaluation Pages Torch Detection Training; do readme_program "Gannet.$name"; done | grep '^using [A-Z].*;' | sort -u
    for name in Core Kernels Imaging Runtime Datasets Evaluation Pages Torch Detection Training; do
      echo "{ Console.WriteLine(\"Gannet.$name\");"
      readme_program "Gannet.$name" | grep -v '^using [A-Z].*;'
      echo "}"
    done
  } | sed 's/Epochs = 12/MaxSteps = 1, BatchSize = 1/; s/, \[\], data/, ["transform.min_size=64", "transform.max_size=64"], data/' >Program.cs
  cp ../model.onnx ../picture.png ../annotations.json ../results.json ../run/model.safetensors .
  ln -s ../data my-pictures
  outside run -c Release
  [[ -s run/model.safetensors ]]
}

# The readme's program, which here asks itself once instead of running until it is stopped.
serves() {
  console_with Gannet.Serving
  cp ../model.onnx ../picture.png .
  sed -i 's/^app.Run(.*/app.Urls.Add("http:\/\/127.0.0.1:0"); await app.StartAsync(); using var client = new HttpClient(); var answer = await client.PostAsync(app.Urls.First() + "\/v1\/detect?score=0", new ByteArrayContent(File.ReadAllBytes("picture.png"))); Console.WriteLine(await answer.Content.ReadAsStringAsync()); await app.StopAsync();/' Program.cs
  outside run -c Release | tee answer.txt
  grep -q '"bbox":' answer.txt
}

# Of the program that readmes_run built.
says_how_to_get_libtorch() {
  local status=0
  cd my-Gannet.Training
  readme_program Gannet.Torch | sed '1a try {' >Program.cs
  echo '} catch (TypeInitializationException error) { Console.WriteLine(error.InnerException!.Message); }' >>Program.cs
  mkdir empty
  export LIBTORCH=$PWD/empty
  outside run -c Release | tee message.txt
  [[ $(wc -l <message.txt) == 1 ]] && grep -q '^LIBTORCH=.* contains no lib/libtorch_cpu.so: name the unpacked libtorch folder.$' message.txt
  "$tool" detect --model model.safetensors picture.png >message.txt 2>&1 || status=$?
  cat message.txt
  [[ $status == 1 && $(wc -l <message.txt) == 1 ]] && grep -q '^gannet: LIBTORCH=.* name the unpacked libtorch folder.$' message.txt
}

# make_model has trained.
tool_works() {
  tool_detects_and_scores
  "$tool" detect --model run/model.safetensors picture.png
  "$tool" evaluate --model run/model.safetensors --data data
  "$tool" doctor | tee doctor.txt
  grep -q '^ok .* Video .*libopencv_videoio' doctor.txt
}

tool_detects_and_scores() {
  "$tool" --help >help.txt
  grep -q 'two-stage object detectors' help.txt
  "$tool" detect --model model.onnx --score 0 picture.png | tee found.txt
  "$dotnet" "$built" detect --model model.onnx --score 0 picture.png | cmp - found.txt
  "$tool" data stats --data data | tee stats.txt
  grep 'pictures  *8' stats.txt
  "$tool" data check --data data
  "$tool" evaluate --detections results.json --data annotations.json | tee scores.txt
  grep -q '0\.505' scores.txt
}

# Without the shims nothing native can be loaded, as where neither libtorch nor OpenCV is installed.
tool_works_alone() {
  find "$work/tool" -name 'libgannet_*.so' -delete
  [[ -z $(find "$work/tool" -name '*.so') ]]
  export LIBTORCH=$work/none
  tool_detects_and_scores
}
