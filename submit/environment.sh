# shellcheck shell=bash
# Functions for every script here: they find Java 17, the project's jar and class path, and set the
# environment of the numerical libraries. Sourced, not run; `home` is the project's folder.

home=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)
export home

# A checkout is built into `target`. A distribution has no pom.xml: its jars are in `lib`. It
# may be read-only, so files that only save time or belong to a running cluster go to the user's cache.
if [[ -f $home/pom.xml ]]; then
  jars=$home/target
  cache=$home/target
else
  jars=$home/lib
  # Without HOME there is no cache, because no folder can be created below /dev/null.
  cache=${XDG_CACHE_HOME:-${HOME:-/dev/null}/.cache}/lautum-spark/${home//\//%}
fi

die() {
  local status=$1
  shift
  printf '%s: %s\n' "${0##*/}" "$*" >&2
  exit "$status"
}

# Sets `java` and JAVA_HOME. Hadoop 3.3 calls Subject.getSubject, which newer Java versions reject.
find_java() {
  local found version settings
  if [[ -n ${JAVA_HOME:-} ]]; then
    java=$JAVA_HOME/bin/java
    [[ -x $java ]] || die 1 "JAVA_HOME is $JAVA_HOME, which has no bin/java; point it to a JDK 17"
  else
    found=$(command -v java) || die 1 "no Java found; install a JDK 17 and put it on PATH or into JAVA_HOME"
    java=$(readlink -f -- "$found")
    JAVA_HOME=${java%/bin/java}
  fi
  # Every JDK has this file, and reading it needs no start of a virtual machine.
  version=$(sed -n 's/^JAVA_VERSION="\(.*\)"/\1/p' "$JAVA_HOME/release" 2>/dev/null) || true
  if [[ -z $version ]]; then
    # The program is a link into a JDK, or a script that chooses one, such as those of jenv and asdf.
    settings=$("$java" -XshowSettings:properties -version 2>&1) || true
    version=$(sed -n 's/^ *java\.version = //p' <<<"$settings")
    found=$(sed -n 's/^ *java\.home = //p' <<<"$settings")
    if [[ -x $found/bin/java ]]; then
      JAVA_HOME=$found
      java=$found/bin/java
    fi
  fi
  [[ ${version%%.*} == 17 ]] ||
    die 1 "$java is Java ${version:-of an unknown version}, but only 17 works; set JAVA_HOME to a JDK 17"
  export JAVA_HOME
}

# Runs a command that ends with this script. Without this, SIGTERM ends a waiting shell but not its
# command, which continues and keeps its locks, and SIGINT is ignored until the command ends.
run_to_signal() {
  local child='' status=0 signal
  for signal in HUP INT TERM; do
    # shellcheck disable=SC2064 # The signal is that of this iteration.
    trap "end_child \"\$child\" $((128 + $(kill -l "$signal")))" "$signal"
  done
  "$@" &
  child=$!
  wait "$child" || status=$?
  trap - HUP INT TERM
  return "$status"
}

end_child() {
  if [[ -n $1 ]] && kill "$1" 2>/dev/null; then wait "$1" || true; fi
  exit "$2"
}

# Succeeds if the jar exists and is not older than its sources, which a distribution does not have.
jar_is_current() {
  local found
  jar=''
  for found in "$jars"/lautum-spark-*.jar; do
    [[ $found == *-job.jar ]] || jar=$found
  done
  [[ -f $jar && -f ${jar%.jar}-job.jar && -f $jars/classpath.txt ]] || return 1
  [[ $jars == "$home/lib" ]] ||
    [[ -z $(find "$home/pom.xml" "$home/src/main" -newer "$jar" -print -quit) ]]
}

# Sets `jar`, `job_jar` and `classpath` (all absolute), building first if needed.
# shellcheck disable=SC2034 # The scripts that source this file use them.
find_jar() {
  local entries
  if ! jar_is_current; then
    [[ $jars != "$home/lib" ]] || die 1 "$jars is incomplete; unpack the distribution again"
    mkdir -p "$home/target"
    # Two launches at the same time, as by a scheduler, must not build into the same folder.
    exec 9>"$home/target/build.lock"
    flock 9
    jar_is_current || build_jar
    exec 9>&-
  fi
  job_jar=${jar%.jar}-job.jar
  entries=$(<"$jars/classpath.txt")
  # The entries of a distribution are relative to its `lib`. Quoted, because bash 5.2 replaces an & in
  # a replacement by the match.
  [[ $jars != "$home/lib" ]] || entries=$jars/${entries//:/":$jars/"}
  classpath=$jar:$entries
}

build_jar() {
  local log=$home/target/build.log
  command -v mvn >/dev/null || die 1 "Maven (mvn) is needed to build the jar and is not on PATH"
  printf 'Building lautum-spark (log: %s) ...\n' "$log" >&2
  rm -f "$home"/target/lautum-spark-*.jar "$home/target/lautum.jsa"
  if ! run_to_signal mvn -B -q -DskipTests -Dlautum.dist=false -f "$home/pom.xml" package >"$log" 2>&1 </dev/null; then
    tail -n 20 "$log" >&2
    die 1 "the build failed; its whole log is $log"
  fi
  jar_is_current || [[ -f $jar ]] || die 1 "the build left no target/lautum-spark-*.jar; see $log"
}

# Sets `opens`: the packages that Spark accesses by reflection on Java 17. Their only list is in
# pom.xml, from which a distribution has a copy.
find_opens() {
  local file=$home/pom.xml
  if [[ $jars == "$home/lib" ]]; then
    file=$jars/opens.txt
    read -r -a opens <"$file" || true
  else
    read -r -a opens <<<"$(sed -n 's:.*<jvm.opens>\(.*\)</jvm.opens>.*:\1:p' "$file")"
  fi
  ((${#opens[@]})) || die 1 "$file has no list jvm.opens on one line"
}

# Java raises its limit to the hard one, and keeps each of more than 300 jars open.
require_open_files() {
  local most
  most=$(ulimit -Hn)
  [[ $most == unlimited ]] || ((most >= 400)) ||
    die 1 "a process may open only $most files, but at least 400 are needed; raise the hard limit of open files (ulimit -n, LimitNOFILE of systemd)"
}

# In the locale of POSIX, which cron and systemd set, Java knows no file names outside of ASCII.
set_file_names() {
  case ${LC_ALL:-${LC_CTYPE:-${LANG:-C}}} in
    # Without this locale, bash would warn, and Java would use that of POSIX.
    C | POSIX) export LC_ALL=C.UTF-8 2>/dev/null ;;
  esac
}

# Exports variables that every process started here inherits; a value that the caller has set wins.
set_numeric_environment() {
  # The bundled OpenBLAS 0.3.19 returns wrong eigenvectors with its AVX-512 and AMX kernels.
  export OPENBLAS_CORETYPE=${OPENBLAS_CORETYPE:-Haswell}
  # Spark runs one task per core, so more threads per task would only compete for the same cores.
  export OMP_NUM_THREADS=${OMP_NUM_THREADS:-1}
  export OPENBLAS_NUM_THREADS=${OPENBLAS_NUM_THREADS:-1}
}
