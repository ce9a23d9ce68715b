#!/bin/bash
# Checks an onsite file (.onsite.zip) without onsite, with tools that are on most computers:
# bash, unzip, sha256sum (or shasum), ssh-keygen (OpenSSH 8.1 or later).
#
#   bash verify.sh FILE.onsite.zip allowed_signers revoked_keys
#
# allowed_signers and revoked_keys come from the office. It prints GOOD and ends with 0, or
# prints BAD and why and ends with 1. It does not look at dates, at whether a newer file exists,
# or at what the journals say: onsite does.
set -euo pipefail
export LC_ALL=C
umask 077

work='' said=''
bad() { said=1; printf 'BAD: %s\n' "$*"; exit 1; }
usage() { said=1; printf '%s\n' "$*" >&2; exit 2; }
leave() {
  code=$?
  [ -z "$work" ] || rm -rf "$work"
  [ -n "$said" ] || [ "$code" -eq 0 ] || { printf 'BAD: the check stopped before its end\n'; code=1; }
  exit "$code"
}
trap leave EXIT

[ $# -eq 3 ] || usage "usage: bash verify.sh FILE.onsite.zip allowed_signers revoked_keys"
for given in "$@"; do
  if [ ! -f "$given" ] || [ ! -r "$given" ]; then usage "cannot read: $given"; fi
done
absolute() { case $1 in /*) printf '%s' "$1" ;; *) printf '%s/%s' "$PWD" "$1" ;; esac; }
signers=$(absolute "$2") revoked=$(absolute "$3")
work=$(mktemp -d)
file=$work/given.zip # unzip would take [ ] * ? in the file's own name for a pattern
ln -s "$(absolute "$1")" "$file"

if command -v sha256sum >/dev/null; then
  sums() { sha256sum --strict --quiet -c "$1" >&2; }
else
  sums() { shasum -a 256 -c "$1" >/dev/null; }
fi

# 1. The names: plain, in a step's folder, none twice.
unzip -Z1 "$file" >"$work/names" 2>/dev/null || bad "not a readable zip file"
if grep -Evq '^[0-9][0-9]-[a-z]+(/[A-Za-z0-9_][A-Za-z0-9._-]*){1,2}$' "$work/names"; then bad "it holds a file with a strange name"; fi
if grep -Eq '\.(/|$)' "$work/names"; then bad "it holds a file with a strange name"; fi
sort "$work/names" >"$work/sorted"
[ -z "$(tr '[:upper:]' '[:lower:]' <"$work/sorted" | sort | uniq -d)" ] || bad "it holds a file twice"

# 2. The files, into an empty folder.
mkdir "$work/files"
cd "$work/files"
unzip -q -n "$file" </dev/null >/dev/null 2>&1 || bad "it cannot be unpacked whole"
[ -z "$(find . ! -type f ! -type d)" ] || bad "it holds something that is not a file"

# 3. Every folder: signed, its files as signed, following on the folder before it.
cut -d/ -f1 "$work/sorted" | uniq >"$work/folders"
: >"$work/listed"
previous=''
first=$(head -n 1 "$work/folders")
[ -n "$first" ] || bad "it holds no step"
case $first in
  00-survey | 00-roster) ;;
  00-* | 01-*) bad "$first cannot be the first step" ;;
  *-report)
    # An excerpt for the practice begins at a report and holds no survey or review.
    if grep -Eq -- '-(survey|review)$' "$work/folders"; then bad "an excerpt cannot hold a survey or a review"; fi
    [ -f "$first/PREV" ] || bad "$first does not say what it follows on"
    ;;
  *) bad "an excerpt begins at a report, not at $first" ;;
esac
while IFS= read -r folder; do
  kind=${folder#??-}
  for part in SHA256SUMS SHA256SUMS.sig step.json; do
    [ -f "$folder/$part" ] || bad "$folder has no $part"
  done
  if grep -Evq "^[0-9a-f]{64}  $folder/[A-Za-z0-9._/-]+\$" "$folder/SHA256SUMS"; then bad "$folder/SHA256SUMS is not a list of its files"; fi
  sums "$folder/SHA256SUMS" || bad "a file in $folder is not what was signed"
  cut -c67- "$folder/SHA256SUMS" >>"$work/listed"
  printf '%s\n' "$folder/SHA256SUMS" "$folder/SHA256SUMS.sig" >>"$work/listed"

  header=$(cat "$folder/step.json")
  principal=$(printf '%s' "$header" | grep -Eo '"signer":\{"principal":"[A-Za-z0-9._-]+"' | cut -d'"' -f6) || bad "$folder/step.json names no signer"
  case $principal in *[!A-Za-z0-9._-]* | '') bad "$folder/step.json does not name one signer" ;; esac
  ssh-keygen -Y verify -f "$signers" -r "$revoked" -I "$principal" -n "$kind@onsite-bundle" \
    -s "$folder/SHA256SUMS.sig" <"$folder/SHA256SUMS" >/dev/null 2>&1 \
    || bad "the signature of $folder is not one that $principal may give"
  echo "$folder: signed by $principal"

  if [ -n "$previous" ]; then
    [ -f "$folder/PREV" ] || bad "$folder does not say what it follows on"
    [ "$(cut -c67- "$folder/PREV")" = "$previous/SHA256SUMS
$previous/SHA256SUMS.sig" ] || bad "$folder does not follow on $previous"
    if grep -Evq '^[0-9a-f]{64}  [A-Za-z0-9._/-]+$' "$folder/PREV"; then bad "$folder/PREV is not two digests"; fi
    sums "$folder/PREV" || bad "$folder was signed upon another $previous"
  fi
  previous=$folder
done <"$work/folders"

# 4. Nothing that no signature covers, nothing twice.
sort "$work/listed" >"$work/union"
cmp -s "$work/union" "$work/sorted" || bad "it holds files that were not signed, or not all that were"

grep -q '"training":true' "$first/step.json" && echo "TRAINING: everything in it is made up"
case $first in
  00-*) echo "GOOD" ;;
  *) echo "GOOD, EXCERPT: earlier steps not included" ;;
esac
