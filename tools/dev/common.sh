# What the scripts in tools/dev share; sourced, never run.
# 2 is the status for "could not do the job", as in infralint itself: 1 would read as "has findings".

say() {
    printf 'dev: %s\n' "$*" >&2
}

die() {
    say "$@"
    exit 2
}

# configure NAME CC OPTION…: makes build/NAME a meson build directory with exactly these options.
# A directory configured with others is wiped; one with the same is left to ninja, which follows edited meson files.
configure() {
    build=$IL_ROOT/build/$1
    wanted=$*
    if [ -f "$build/build.ninja" ] && [ "$(cat "$build/dev-options" 2>/dev/null)" = "$wanted" ]; then
        return 0
    fi
    compiler=$2
    shift 2
    rm -rf "$build"
    CC=$compiler meson setup "$build" "$IL_ROOT" "$@" || return 1
    printf '%s\n' "$wanted" >"$build/dev-options"
}

# build_release: builds build/release/infralint, one build at a time. Prints only what fails or warns.
build_release() {
    mkdir -p "$IL_ROOT/build"
    log=$IL_ROOT/build/release.log
    if ! (
        flock 9
        exec >"$log" 2>&1
        configure release gcc -Doptimization=2 -Ddebug=false -Dtests=false &&
            ninja --quiet -C "$IL_ROOT/build/release"
    ) 9>"$IL_ROOT/build/release.lock"; then
        cat "$log" >&2
        die "infralint did not build"
    fi
}
