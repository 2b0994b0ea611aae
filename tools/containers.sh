#!/usr/bin/env bash
# Build the course's image and Gradescope's, as an ordinary user, and grade in both under Docker's filter of system calls.
#
#   tools/containers.sh FOLDER      # FOLDER is empty or new; its logs say what was done
#
# PODMAN        how podman is called                    (podman)
# BASE          an image of Debian 12 or newer          (docker.io/library/debian:bookworm-slim)
# OPTIONS       more options for `podman build` and `podman run`, such as mounts for a package mirror
# SECCOMP       a file with the filter                  (the one that podman has)
#
# Without a registry, make BASE once: debootstrap --variant=minbase --include=ca-certificates bookworm rootfs MIRROR,
# then: tar c -C rootfs . | podman import - localhost/debian:bookworm
set -euo pipefail
course="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
folder="$(mkdir -p "${1:?FOLDER}" && cd "$1" && pwd)"
podman="${PODMAN:-podman}"
base="${BASE:-docker.io/library/debian:bookworm-slim}"
options="${OPTIONS:-}"
filter="${SECCOMP:+--security-opt seccomp=$SECCOMP}"

say() { echo "== $*"; }
table() { grep -E '^│ sample' "$1" | tr -s ' ' || true; }

say "the course's image"
# shellcheck disable=SC2086 # options are words
$podman build $options --build-arg BASE="$base" --tag autograder-course "$course" > "$folder/build.log" 2>&1
mkdir -p "$folder/gradebook"
say "make grade in it"
# shellcheck disable=SC2086
$podman run --rm $options $filter --volume "$folder/gradebook:/course/gradebook" autograder-course make grade \
  > "$folder/grade.log" 2>&1
table "$folder/grade.log" > "$folder/inside.txt"
test -s "$folder/inside.txt"

say "Gradescope's layout"
# shellcheck disable=SC2086
$podman run --rm $options --volume "$folder:/out" autograder-course \
  .venv/bin/autograder export-grader lesson09 --to gradescope --output /out/gradescope.zip > "$folder/export.log" 2>&1
cat > "$folder/Containerfile" <<END
FROM $base
RUN apt-get update -qq && apt-get install -y -qq unzip >/dev/null
COPY gradescope.zip /tmp/
RUN mkdir -p /autograder/source /autograder/results && unzip -q /tmp/gradescope.zip -d /autograder/source
RUN bash /autograder/source/setup.sh
END
# shellcheck disable=SC2086
$podman build $options --tag autograder-gradescope --file "$folder/Containerfile" "$folder" > "$folder/setup.log" 2>&1
mkdir -p "$folder/submission" "$folder/results"
cp "$course/assignments/lesson09/gates.ipynb" "$folder/submission/"
echo '{"created_at": "2026-01-05T10:00:00+00:00", "assignment": {}, "users": []}' > "$folder/metadata.json"
# shellcheck disable=SC2086
$podman run --rm $options $filter --volume "$folder/submission:/autograder/submission" \
  --volume "$folder/results:/autograder/results" \
  --volume "$folder/metadata.json:/autograder/submission_metadata.json" \
  autograder-gradescope bash /autograder/source/run_autograder > "$folder/run.log" 2>&1
grep -q '"visibility"' "$folder/results/results.json"
say "what the runner is there"
# shellcheck disable=SC2086
$podman run --rm $options $filter autograder-gradescope \
  sh -c 'cd /autograder/source && environment/bin/python -m autograder doctor' | tee "$folder/doctor.log" | tail -n 2
grep -q 'use: --runner landlock' "$folder/doctor.log"
say "graded; compare $folder/inside.txt with the table that \`make grade\` prints outside"
