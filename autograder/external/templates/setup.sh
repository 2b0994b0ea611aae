#!/usr/bin/env bash
# Run once, as root, when the image is built: an environment of its own, and answers that only root can read.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
if command -v apt-get >/dev/null; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3 python3-venv >/dev/null
fi
python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
  echo "error: Python 3.11 or newer is needed: choose a newer base image" >&2
  exit 1
}
python3 -m venv "$here/environment"
"$here/environment/bin/pip" install --quiet --requirement "$here/requirements.txt"
echo "$here/package" > "$("$here/environment/bin/python" -c 'import site; print(site.getsitepackages()[0])')/autograder.pth"
"$here/environment/bin/python" -c 'import matplotlib.font_manager'
mkdir -p "$here/course/gradebook"
chmod -R go= "$here/course"
