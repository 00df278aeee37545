#!/bin/sh
# The static libcjson that Debian does not ship, from Debian's own source package: cjson.sh FOLDER makes FOLDER/lib/libcjson.a, its headers and its
# pkg-config file. apt checks the archive's signature; the hash here pins what was looked at. Nothing of it is committed.
set -eu
. "$IL_ROOT/tools/dev/common.sh"

version=1.7.15-1+deb12u4
dsc_sha256=764c2de141d680f4fb4cada30c526dacaa30ead061b9b9c34f2b81e2df0f8439
folder=$1

[ "$(cat "$folder/made-from" 2>/dev/null)" != "$dsc_sha256" ] || exit 0
rm -rf "$folder"
mkdir -p "$folder/apt/lists/partial" "$folder/apt/parts" "$folder/source" "$folder/include/cjson" "$folder/lib/pkgconfig"

# The machine's own sources of this Debian, as sources of source packages, in a folder beside them: /etc stays as it is.
codename=$(. /etc/os-release && echo "$VERSION_CODENAME")
for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
    [ ! -f "$file" ] || awk -v codename="$codename" \
        '$1 == "deb" && $0 ~ " " codename "(-| |/)" { sub(/^deb/, "deb-src"); print }' "$file" \
        >"$folder/apt/parts/$(basename "$file" .list).list"
done
for file in /etc/apt/sources.list.d/*.sources; do
    [ ! -f "$file" ] || awk -v codename="$codename" \
        'BEGIN { RS = ""; ORS = "\n\n" } $0 ~ "Suites:[^\n]* " codename { sub(/Types:[^\n]*/, "Types: deb-src"); print }' \
        "$file" >"$folder/apt/parts/$(basename "$file")"
done
cat >"$folder/apt/apt.conf" <<END
Dir::Etc::SourceList "-";
Dir::Etc::SourceParts "$folder/apt/parts";
Dir::State::Lists "$folder/apt/lists";
Dir::Cache::pkgcache "";
Dir::Cache::srcpkgcache "";
APT::Sandbox::User "$(id -un)";
END
APT_CONFIG=$folder/apt/apt.conf
export APT_CONFIG
cd "$folder/source"
logged apt-get update || say "apt-get update failed; trying with what is there"
logged apt-get source --only-source --download-only "cjson=$version" ||
    die "Debian's source package cjson $version cannot be had; if there is a newer one, look at it and pin it in tools/package/cjson.sh"
echo "$dsc_sha256  cjson_$version.dsc" >SHA256
logged sha256sum -c SHA256 || die "cjson_$version.dsc is not the file that was pinned"
logged dpkg-source --no-check -x "cjson_$version.dsc" cjson || die "cjson cannot be unpacked"

gcc -O2 -c -o cJSON.o cjson/cJSON.c
ar rcs "$folder/lib/libcjson.a" cJSON.o
cp cjson/cJSON.h "$folder/include/cjson"
cp cjson/LICENSE "$folder/LICENSE"
cat >"$folder/lib/pkgconfig/libcjson.pc" <<END
Name: libcjson
Description: cJSON, static, from Debian's source package
Version: ${version%%-*}
Libs: -L$folder/lib -lcjson
Cflags: -I$folder/include -I$folder/include/cjson
END
rm -rf "$folder/apt" "$folder/source"
echo "$dsc_sha256" >"$folder/made-from"
