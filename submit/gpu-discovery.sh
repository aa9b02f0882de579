#!/usr/bin/env bash
# Spark's GPU discovery: prints the addresses of the NVIDIA GPUs that a process started here may use as
# one JSON object, {"name": "gpu", "addresses": ["0", "1"]}. Without a GPU it fails with one line on
# standard error, which Spark shows, and the calling worker or executor fails too.
#
# An address is the GPU's index. If MIG divides a GPU, it is the UUID of each MIG device, because all of
# them have the index of the GPU. If CUDA_VISIBLE_DEVICES is set, it is each of its entries, unchanged,
# up to the first that does not name a device here, where CUDA stops as well. A container's runtime hides
# the devices that the container may not use from nvidia-smi.
set -euo pipefail

fail() {
  printf 'gpu-discovery: %s\n' "$*" >&2
  exit 1
}

# `seconds` limits the time of a hanging driver, because Spark waits for this script indefinitely.
seconds=${LAUTUM_GPU_DISCOVERY_SECONDS:-30}
command -v nvidia-smi >/dev/null ||
  fail 'no nvidia-smi on PATH; install the NVIDIA driver, or start the container with the NVIDIA runtime'
status=0
listing=$(timeout "$seconds" nvidia-smi -L 2>&1) || status=$?
((status != 124)) || fail "nvidia-smi -L did not end within $seconds s; check the driver (dmesg)"
((status == 0)) || fail "nvidia-smi -L failed with exit code $status: $(tr '\n' ' ' <<<"$listing")"

# `devices`: the addresses. `names[NAME]`: all names of devices, for CUDA_VISIBLE_DEVICES.
devices=() mig=()
declare -A names=()
index=''
close_gpu() {
  [[ -n $index ]] || return 0
  if ((${#mig[@]})); then devices+=("${mig[@]}"); else devices+=("$index"); fi
}
while IFS= read -r line; do
  if [[ $line =~ ^GPU\ ([0-9]+):.*\(UUID:\ (GPU-[^\)]+)\) ]]; then
    close_gpu
    index=${BASH_REMATCH[1]} mig=()
    names[$index]=1 names[${BASH_REMATCH[2]}]=1
  elif [[ $line =~ ^\ +MIG\ .*\(UUID:\ (MIG-[^\)]+)\) ]]; then
    mig+=("${BASH_REMATCH[1]}")
    names[${BASH_REMATCH[1]}]=1
  fi
done <<<"$listing"
close_gpu
((${#devices[@]})) || fail "nvidia-smi -L lists no GPU; its output: $(tr '\n' ' ' <<<"$listing")"

if [[ -n ${CUDA_VISIBLE_DEVICES+set} ]]; then
  devices=()
  IFS=, read -r -a visible <<<"$CUDA_VISIBLE_DEVICES"
  for entry in ${visible[@]+"${visible[@]}"}; do
    [[ -n $entry && -n ${names[$entry]:-} ]] || break
    devices+=("$entry")
    # CUDA gives a process only the first MIG device.
    [[ $entry != MIG-* ]] || break
  done
  ((${#devices[@]})) ||
    fail "CUDA_VISIBLE_DEVICES is '$CUDA_VISIBLE_DEVICES', whose first entry is not a GPU that nvidia-smi -L lists"
fi
printf '{"name": "gpu", "addresses": [%s]}\n' "$(printf '"%s"\n' "${devices[@]}" | paste -s -d , -)"
