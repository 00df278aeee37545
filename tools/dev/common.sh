# What the scripts in tools/dev share; sourced, never run.
# 2 is the status for "could not do the job", as in infralint itself: 1 would read as "has findings".

say() {
    printf 'dev: %s\n' "$*" >&2
}

die() {
    say "$@"
    exit 2
}

# logged COMMAND…: runs it without input; what it prints is shown only if it fails.
logged() {
    local log
    log=$(mktemp)
    if "$@" </dev/null >"$log" 2>&1; then
        rm "$log"
        return 0
    fi
    cat "$log" >&2
    rm "$log"
    return 1
}

# configure NAME CC OPTION…: makes build/NAME a meson build directory with exactly these options.
# One made with others is made anew; one made with the same is left to ninja, which follows edited meson files.
configure() {
    local build compiler wanted
    build=$IL_ROOT/build/$1
    compiler=$2
    wanted="$IL_ROOT $*"
    shift 2
    if [ -f "$build/build.ninja" ] && [ "$(cat "$build/made-with" 2>/dev/null)" = "$wanted" ]; then
        return 0
    fi
    rm -rf "$build"
    CC=$compiler logged meson setup "$build" "$IL_ROOT" "$@" || return 1
    printf '%s\n' "$wanted" >"$build/made-with"
}

# compile NAME CC OPTION…: configures and builds build/NAME, one at a time.
compile() {
    mkdir -p "$IL_ROOT/build"
    (
        flock 9
        configure "$@" && logged ninja --quiet -C "$IL_ROOT/build/$1"
    ) 9>"$IL_ROOT/build/$1.lock"
}

# compile_release: builds build/release/infralint.
compile_release() {
    compile release gcc -Doptimization=2 -Ddebug=false -Db_lto=true -Dtests=false || die "infralint did not build"
}

# node_packages NAME: installs what tools/NAME/package-lock.json pins. npm writes node_modules/.package-lock.json last, so an interrupted install
# is noticed; with what is there already, no network is needed.
node_packages() {
    local folder=$IL_ROOT/tools/$1
    [ ! "$folder/node_modules/.package-lock.json" -nt "$folder/package-lock.json" ] || return 0
    command -v npm >/dev/null || die "npm is missing"
    say "installing npm packages: those of tools/$1/package-lock.json"
    (cd "$folder" && logged npm ci --ignore-scripts) || die "npm ci failed"
    touch "$folder/node_modules/.package-lock.json"
}
