#!/bin/sh
# Files as C: for each FILE an array of its bytes, named as its name ends: html, css, js.
#   tools/gen/embed.sh FILE... >OUTPUT
set -eu
for file in "$@"; do
    printf 'static const unsigned char %s[] = {\n' "${file##*.}"
    od -An -v -tu1 "$file" | sed 's/[0-9][0-9]*/&,/g'
    echo '};'
done
