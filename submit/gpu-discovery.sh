#!/usr/bin/env bash
# Spark's GPU discovery: prints the addresses of this host's NVIDIA GPUs as one JSON object,
# {"name": "gpu", "addresses": ["0", "1"]}. With no GPU or no driver it fails, and so does the executor.
set -euo pipefail

indices=$(nvidia-smi --query-gpu=index --format=csv,noheader)
addresses=$(sed -n 's/^ *\([0-9][0-9]*\) *$/"\1"/p' <<<"$indices" | paste -s -d , -)
[[ -n $addresses ]] || {
  printf 'gpu-discovery: nvidia-smi lists no GPU\n' >&2
  exit 1
}
printf '{"name": "gpu", "addresses": [%s]}\n' "$addresses"
