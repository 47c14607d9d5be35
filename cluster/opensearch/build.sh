# Read by start and load: finds a JDK and builds what is missing or stale.

root=$(cd "$(dirname "$(realpath "${BASH_SOURCE[0]}")")/../.." && pwd -P)
module=$root/cluster/opensearch

fail() {
  echo "$(basename "$0"): $*" >&2
  exit 2
}

# Succeeds when $1, which the last build of the modules behind it wrote, is newer than their sources.
# PATCHSEEK_BUILT=1 takes what is there: for tests, which Maven itself runs.
is_built() {
  if [[ ${PATCHSEEK_BUILT:-} == 1 ]]; then return; fi
  local written=$1 name
  shift
  [[ -f $written ]] || return 1
  for name in "$@"; do
    [[ -z $(find "$root/$name"/pom.xml "$root/$name"/src/main -newer "$written" -print -quit) ]] || return 1
  done
}

build() {
  command -v mvn >/dev/null || fail "Maven is missing; install it (apt install maven, brew install maven)"
  echo "$(basename "$0"): building (the first time Maven also downloads OpenSearch, 60 MB) ..." >&2
  local -a extra
  read -ra extra <<<"${MAVEN_ARGS:-}"
  (cd "$root" && mvn -q -B ${extra[@]+"${extra[@]}"} package -pl cluster/opensearch/plugin,cluster/opensearch/node,cluster/opensearch/client -am \
    -DskipTests -Dspotless.check.skip -Dcheckstyle.skip >&2) || fail "the build failed; Maven's messages are above"
}

java=${JAVA_HOME:+$JAVA_HOME/bin/}java
[[ $("$java" -version 2>&1) =~ version\ \"([0-9]+) ]] && ((BASH_REMATCH[1] >= 25)) ||
  fail "a JDK 25 or newer is needed; set JAVA_HOME to one"
