#!/usr/bin/env bash
# Trains over a network between two hosts that are network namespaces of this machine, then cuts it, then lets both come back. Needs root and iproute2.
#   sudo benchmarks/two-hosts.sh [RATE]        RATE as tc has it, such as 1gbit; default: no limit
# Environment: GANNET (default ./gannet), PRESET, STEPS, TIMEOUT (seconds), OUT (default: a temporary folder).
# Prints what a step sends over the wire beside the size of its gradients, how each process ends after the cut, and that the training resumes.
set -euo pipefail

rate=${1:-}
gannet=${GANNET:-./gannet} preset=${PRESET:-faster-rcnn-mobilenet-v3-large-320-fpn} steps=${STEPS:-20} timeout=${TIMEOUT:-15}
out=${OUT:-$(mktemp -d)}
a=gannet-a b=gannet-b
longer=40 # steps of the training that is cut; a checkpoint comes after a minute

clean() {
  ip netns pids $a 2>/dev/null | xargs -r kill -9 2>/dev/null || true
  ip netns pids $b 2>/dev/null | xargs -r kill -9 2>/dev/null || true
  ip netns del $a 2>/dev/null || true
  ip netns del $b 2>/dev/null || true
}
trap clean EXIT

clean
ip netns add $a
ip netns add $b
ip link add gannet0 netns $a type veth peer name gannet0 netns $b
ip -n $a addr add 10.77.0.1/24 dev gannet0
ip -n $b addr add 10.77.0.2/24 dev gannet0
for host in $a $b; do
  ip -n $host link set lo up
  ip -n $host link set gannet0 up
  if [[ -n $rate ]]; then tc -n $host qdisc add dev gannet0 root tbf rate "$rate" burst 512kb latency 100ms; fi
done

# Each process has half of the cores.
share=$(($(nproc) / 2)); [[ $share -gt 0 ]] || share=1
start() { # HOST RANK OPTIONS…
  ip netns exec "$1" env RANK="$2" WORLD_SIZE=2 LOCAL_RANK=0 LOCAL_WORLD_SIZE=1 MASTER_ADDR=10.77.0.1 MASTER_PORT=29500 \
    OMP_NUM_THREADS=$share DOTNET_PROCESSOR_COUNT=$share $gannet train --data "$out/data" --preset "$preset" --out "$out/run" --batch 4 --timeout "$timeout" \
    --set training.validate_every=1000 "${@:3}" >"$out/$2.log" 2>&1
}
sent() { ip netns exec $a cat /sys/class/net/gannet0/statistics/tx_bytes; }

[[ -e $out/data ]] || $gannet data synthesize --out "$out/data" --pictures 40 --validation 4 >/dev/null

echo "== training, $steps steps, ${rate:-no limit}"
before=$(sent)
start $a 0 --max-steps "$steps" --overwrite & first=$!
start $b 1 --max-steps "$steps" --overwrite
wait $first
# The model itself is sent once, before the first step.
total=$(($(sent) - before)) model=$(stat -c %s "$out/run/model.safetensors")
echo "process 0 sent $total bytes: the model of $model once, and $(((total - model) / steps)) per step"
grep -h "^Gradients" "$out/0.log"

echo "== a cut after the first checkpoint, time-out $timeout s"
rm -rf "$out/run"
start $a 0 --max-steps $longer & first=$!
start $b 1 --max-steps $longer & second=$!
until compgen -G "$out/run/checkpoint/*.safetensors" >/dev/null; do sleep 1; done
sleep 5
ip -n $b link set gannet0 down
cut=$SECONDS
code=0; wait $first || code=$?
echo "process 0 ended with $code after $((SECONDS - cut)) s: $(tail -1 "$out/0.log")"
code=0; wait $second || code=$?
echo "process 1 ended with $code after $((SECONDS - cut)) s: $(tail -1 "$out/1.log")"

echo "== both come back"
ip -n $b link set gannet0 up
done=$(grep -c '"losses"' "$out/run/metrics.jsonl")
first_time=$(head -1 "$out/run/metrics.jsonl")
start $a 0 --max-steps $longer --resume & first=$!
start $b 1 --max-steps $longer --resume
wait $first
[[ $(head -1 "$out/run/metrics.jsonl") == "$first_time" ]] || { echo "it began anew"; exit 1; }
echo "resumed: $done steps were in metrics.jsonl, now $(grep -c '"losses"' "$out/run/metrics.jsonl")"
