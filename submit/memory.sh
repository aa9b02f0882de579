# shellcheck shell=bash
# Functions that divide the memory that a driver may use among its heap, its arrays, which are stored
# outside the heap, and the rest of its process. Sourced, not run; `die` is environment.sh's.

# Prints in MiB the memory that a process may use: that of the machine, or the smallest limit of the
# process's control groups and of those that contain them, as containers, Slurm and systemd set them.
usable_memory() {
  local system=${1:-} kib file limit
  kib=$(sed -n 's/^MemTotal: *\([0-9]*\) kB/\1/p' "$system/proc/meminfo")
  while IFS= read -r file; do
    [[ -r $file ]] || continue
    limit=$(<"$file")
    if [[ $limit =~ ^[0-9]{1,18}$ ]] && ((limit / 1024 < kib)); then kib=$((limit / 1024)); fi
  done < <(limit_files "$system")
  echo $((kib / 1024))
}

# Prints the files with the limits, for version 1 and 2 of control groups. In a container, the path of
# its group may be that of the host, which does not exist there; then only the root has a limit.
limit_files() {
  local system=$1 controllers group root name
  # Some sandboxes and kernels have no control groups.
  [[ -r $system/proc/self/cgroup ]] || return 0
  while IFS=: read -r _ controllers group; do
    case ,$controllers, in
      ,,) root=$system/sys/fs/cgroup name=memory.max ;;
      *,memory,*) root=$system/sys/fs/cgroup/memory name=memory.limit_in_bytes ;;
      *) continue ;;
    esac
    group=${group%/}
    while [[ $group == /* ]]; do
      echo "$root$group/$name"
      group=${group%/*}
    done
    echo "$root/$name"
  done <"$system/proc/self/cgroup"
}

mebibytes() {
  local number=${1%[kKmMgGtT]}
  case $1 in
    *[kK]) echo $((number / 1024)) ;;
    *[mM]) echo "$number" ;;
    *[gG]) echo $((number * 1024)) ;;
    *[tT]) echo $((number * 1024 * 1024)) ;;
    *) echo $((number / 1024 / 1024)) ;;
  esac
}

# Sets `heap`, `off_heap` (the arrays) and `process`, in MiB, whose sum `process` is at most 85 % of
# the usable memory. The system, its file cache and other programs need the remainder.
#   $1 usable memory in MiB; $2 wanted heap, empty for at most 4 GiB; $3 MiB for a GPU's libraries
divide_memory() {
  local usable=$1 wanted=$2 rest most
  process=$((usable * 85 / 100))
  # Code, classes, threads and buffers: 1 GiB, less where memory is scarce.
  rest=$((process / 4 < 1024 ? process / 4 : 1024))
  rest=$((rest + $3))
  ((rest < process / 2)) ||
    die 1 "this process may use $usable MiB of memory, but needs at least $((rest * 2 * 100 / 85)) MiB"
  most=$(((process - rest) * 3 / 4))
  heap=$(mebibytes "${wanted:-4g}")
  if [[ -z $wanted ]] && ((heap > (process - rest) / 2)); then
    heap=$(((process - rest) / 2))
  elif ((heap > most)); then
    printf 'lautum: --driver-memory %s is cut to %d MiB, as this process may use %d MiB of memory\n' \
      "$wanted" "$most" "$usable" >&2
    heap=$most
  fi
  off_heap=$((process - rest - heap))
}

# Sets `heap`, `off_heap` and `process`, in MiB, of a driver in a container: a scheduler kills it when
# its process exceeds heap + overhead. Of the overhead, a quarter is for code, threads and buffers.
#   $1 wanted heap, empty for 4 GiB; $2 the setting spark.driver.memoryOverhead
divide_container() {
  local beyond=$2
  [[ $beyond =~ ^[1-9][0-9]*[kKmMgGtT]?$ ]] ||
    die 2 "spark.driver.memoryOverhead is '$beyond', but must be like 4g or 900m"
  # Spark takes a number without a unit for MiB.
  [[ $beyond != *[0-9] ]] || beyond+=m
  heap=$(mebibytes "${1:-4g}")
  beyond=$(mebibytes "$beyond")
  off_heap=$((beyond * 3 / 4))
  # JavaCPP stops before the container is killed, with a readable error.
  process=$(((heap + beyond) * 96 / 100))
}
