#!/bin/bash
# Checks an onsite file (.onsite.zip) without onsite, with tools that are on most computers:
# bash, unzip, sha256sum (or shasum), ssh-keygen (OpenSSH 8.1 or later).
#
#   bash verify.sh FILE.onsite.zip allowed_signers revoked_keys
#
# allowed_signers and revoked_keys come from the office. It prints GOOD, what it did not look at,
# and ends with 0; or it prints BAD and why, and ends with 1.
(set -o pipefail) 2>/dev/null || {
  echo "BAD: this shell takes a pipe for good whose first half failed (it has no pipefail), so it could pass a bad file. Run: bash verify.sh FILE.onsite.zip allowed_signers revoked_keys"
  exit 2
}
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
# Whether the whole of a one-line file has a form, and one member of it.
has_form() { [ "$(wc -l <"$1")" -eq 0 ] && grep -Eqx -- "$2" "$1"; }
member() { grep -Eo -- "\"$2\":(\"[^\"]*\"|[a-z0-9]+)" "$1" | head -n 1 | cut -d: -f2- | tr -d '"'; }

# 1. The names: plain, in a step's folder, none twice.
unzip -Z1 "$file" >"$work/names" 2>/dev/null || bad "not a readable zip file"
if grep -Evq '^[0-9][0-9]-[a-z]+(/[A-Za-z0-9_][A-Za-z0-9._-]*){1,2}$' "$work/names"; then bad "it holds a file with a strange name"; fi
if grep -Eq '\.(/|$)|^.{101}' "$work/names"; then bad "it holds a file with a strange name"; fi
sort "$work/names" >"$work/sorted"
[ -z "$(tr '[:upper:]' '[:lower:]' <"$work/sorted" | sort | uniq -d)" ] || bad "it holds a file twice"

# 2. The files, into an empty folder.
mkdir "$work/files"
cd "$work/files"
unzip -q -n "$file" </dev/null >/dev/null 2>&1 || bad "it cannot be unpacked whole"
[ -z "$(find . ! -type f ! -type d)" ] || bad "it holds something that is not a file"

# 3. The folders: numbers without a gap, kinds in an order that a case can have.
cut -d/ -f1 "$work/sorted" | uniq >"$work/folders"
first=$(head -n 1 "$work/folders")
[ -n "$first" ] || bad "it holds no step"
number='' kind=''
while IFS= read -r folder; do
  next=${folder%%-*} next=${next#0} before=$kind kind=${folder#??-}
  case $number in
    '') ;;
    *) [ "$next" -eq $((number + 1)) ] || bad "$folder does not have the next number" ;;
  esac
  number=$next
  [ "$number" -le 15 ] || bad "$folder has a number above 15"
  case $before/$kind in
    /survey | /roster) [ "$number" -eq 0 ] || bad "an excerpt begins at a report, not at $folder" ;;
    # An excerpt for the practice begins at a report and holds no survey or review.
    /report)
      [ "$number" -ge 2 ] || bad "$folder cannot be the first step"
      if grep -Eq -- '-(survey|review)$' "$work/folders"; then bad "an excerpt cannot hold a survey or a review"; fi
      ;;
    /*) bad "$folder cannot be the first step" ;;
    survey/review | review/report | report/plan | followup/plan | plan/followup) ;;
    report/decision | followup/decision | report/survey | followup/survey) ;;
    *) bad "$folder cannot follow on the step before it" ;;
  esac
done <"$work/folders"

# 4. Every folder: what its kind holds, as signed, following on the folder before it.
id='[A-Za-z0-9_]([A-Za-z0-9._-]{0,62}[A-Za-z0-9_-])?' hex='[0-9a-f]{64}'
stamp='"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z"'
signer="\"signer\":\\{\"principal\":\"$id\",\"fingerprint\":\"SHA256:[A-Za-z0-9+/]{43}\"\\}"
end='"nonce":"[0-9a-f]{32}","app":"([] !#-[^-~]|\\["\\])+"\}'
start='\{"format":"onsite-bundle/1","kind":'
chain="\\{\"device\":\"$id\",\"count\":[1-9][0-9]*,\"head\":\"$hex\"\\}"
header="$start\"[a-z]+\",\"step\":[0-9]+,\"case_id\":\"$id\",\"visit_id\":\"$id\",(\"revision\":1,\"supersedes\":null|\"revision\":([2-9]|[1-9][0-9]+),\"supersedes\":\"$hex\"),\"training\":(true|false),\"sealed_at\":$stamp,$signer,\"standards\":(null|\\{\"id\":\"$id\",\"sha256\":\"$hex\"\\}),\"roster\":(null|\\{\"seq\":[0-9]+,\"sha256\":\"$hex\"\\}),\"journal\":\\[($chain(,$chain)*)?\\],\"record\":1,\"rules\":1,\"to\":\\[(\"$id\"(,\"$id\")*)?\\],$end"
roster="$start\"roster\",\"seq\":[1-9][0-9]*,\"training\":(true|false),\"sealed_at\":$stamp,$signer,$end"
: >"$work/listed"
: >"$work/surveyors"
: >"$work/judges"
previous='' case_id='' training='' sealed=''
while IFS= read -r folder; do
  kind=${folder#??-} number=${folder%%-*}
  step=$folder/step.json list=$folder/SHA256SUMS
  parts='SHA256SUMS SHA256SUMS.sig step.json' more='[^/]*//' # a pattern that nothing has
  case $kind in
    survey) parts="$parts record.json texts.jsonl pack.json report.html" more="journal-$id\\.jsonl" ;;
    review) parts="$parts record.json" ;;
    report) parts="$parts record.json report.html findings.csv plan-form.html" ;;
    plan) parts="$parts record.json plan.json" ;;
    followup | decision) parts="$parts record.json report.html" ;;
    roster) parts="$parts roster.json allowed_signers revoked_keys" ;;
  esac
  case $number in 00) ;; *) parts="$parts PREV" ;; esac
  case $kind in survey | plan) more="$more|files/[0-9]{4}\\.(bin|csv|docx|gif|heic|jpe?g|md|od[pst]|pdf|png|pptx|tiff?|txt|xlsx)" ;; esac
  for part in $parts; do
    [ -f "$folder/$part" ] || bad "$folder has no $part"
  done
  { grep "^$folder/" "$work/sorted" | cut -d/ -f2- | grep -Evx -- "$more" || true; } >"$work/rest"
  for part in $parts; do printf '%s\n' "$part"; done | sort | cmp -s - "$work/rest" || bad "$folder holds a file that its kind does not have"
  [ "$kind" != survey ] || ls "$folder"/journal-*.jsonl >/dev/null 2>&1 || bad "$folder has no journal"
  if [ -d "$folder/files" ]; then
    [ ! -e "$folder"/files/0000.* ] || bad "$folder has an attachment with the number 0"
    [ -z "$(ls "$folder/files" | cut -c1-4 | uniq -d)" ] || bad "$folder has two attachments with one number"
  fi

  if grep -Evq "^$hex  $folder/[A-Za-z0-9._/-]+\$" "$list"; then bad "$list is not a list of its files"; fi
  [ -z "$(tail -c 1 "$list")" ] || bad "the last line of $list has no end"
  cut -c67- "$list" | sort -cu 2>/dev/null || bad "$list is out of order"
  sums "$list" || bad "a file in $folder is not what was signed"
  cut -c67- "$list" >>"$work/listed"
  printf '%s\n' "$list" "$list.sig" >>"$work/listed"

  form=$header
  [ "$kind" != roster ] || form=$roster
  has_form "$step" "$form" || bad "$step is not written as this script knows it; a newer onsite may"
  [ "$(member "$step" kind)" = "$kind" ] || bad "$step is of another kind than its folder"
  if [ "$kind" != roster ]; then
    [ "$(member "$step" step)" = "${number#0}" ] || bad "$step has another number than its folder"
    [ "$(member "$step" case_id)" = "${case_id:=$(member "$step" case_id)}" ] || bad "$folder is of another case"
  fi
  [ "$(member "$step" training)" = "${training:=$(member "$step" training)}" ] || bad "training and real work are mixed"
  at=$(member "$step" sealed_at)
  printf '%s\n%s\n' "$sealed" "$at" | sort -c 2>/dev/null || bad "$folder was sealed before $previous"
  sealed=$at
  if [ "$kind" = survey ]; then
    grep -q "\"sha256\":\"$(grep "  $folder/pack.json\$" "$list" | cut -c1-64)\"},\"roster\":" "$step" || bad "$step names another pack than is there"
    { grep -Eo '"device":"[^"]+"' "$step" || true; } | cut -d'"' -f4 >"$work/devices"
    sort -cu "$work/devices" 2>/dev/null || bad "$step lists journals out of order"
    sed "s|.*|$folder/journal-&.jsonl|" "$work/devices" | sort >"$work/named"
    { grep "^$folder/journal-" "$work/sorted" || true; } | cmp -s - "$work/named" || bad "$step does not list the journals that are there"
  else
    grep -q '"journal":\[\]' "$step" || [ "$kind" = roster ] || bad "$step names journals"
  fi

  # ssh-keygen ignores what stands after the signature's end, and how its lines are broken.
  begins=$(head -n 1 "$list.sig") ends=$(tail -n 1 "$list.sig")
  if [ "$begins" != '-----BEGIN SSH SIGNATURE-----' ] || [ "$ends" != '-----END SSH SIGNATURE-----' ] || [ -n "$(tail -c 1 "$list.sig")" ]; then bad "$list.sig is not one signature and nothing else"; fi
  if sed '1d;$d' "$list.sig" | sed '$d' | grep -Evq '^[A-Za-z0-9+/]{70}$'; then bad "$list.sig is not one signature and nothing else"; fi
  sed '1d;$d' "$list.sig" | tail -n 1 | grep -Eqx '[A-Za-z0-9+/]{1,70}={0,2}' || bad "$list.sig is not one signature and nothing else"
  principal=$(member "$step" principal) key=$(member "$step" fingerprint)
  good=$(ssh-keygen -Y verify -f "$signers" -r "$revoked" -I "$principal" -n "$kind@onsite-bundle" -s "$list.sig" <"$list" 2>/dev/null) \
    || bad "the signature of $folder is not one that $principal may give"
  case $good in *" key $key") ;; *) bad "$step names another key than the one that signed" ;; esac
  case $kind in
    survey) printf '%s\n' "$principal" "$key" >>"$work/surveyors" ;;
    review | report | followup | decision) printf '%s\n' "$principal" "$key" >>"$work/judges" ;;
  esac
  echo "$folder: signed by $principal"

  if [ "$number" != 00 ]; then
    prev=$folder/PREV
    if grep -Evq "^$hex  [0-9]{2}-[a-z]+/SHA256SUMS(\\.sig)?\$" "$prev" || [ -n "$(tail -c 1 "$prev")" ]; then bad "$prev is not two digests"; fi
    named=$(head -n 1 "$prev" | cut -c67- | cut -d/ -f1)
    [ "$(cut -c67- "$prev")" = "$named/SHA256SUMS
$named/SHA256SUMS.sig" ] || bad "$prev does not name the two files of one folder"
    if [ -n "$previous" ]; then
      [ "$named" = "$previous" ] || bad "$folder does not follow on $previous"
      sums "$prev" || bad "$folder was signed upon another $previous"
    else
      case $named in ??-review) ;; *) bad "$folder cannot follow on $named" ;; esac
      before=${named%%-*}
      [ "${number#0}" -eq $((${before#0} + 1)) ] || bad "$folder cannot follow on $named"
    fi
  fi
  previous=$folder
done <"$work/folders"
sort -u "$work/surveyors" >"$work/both"
[ -z "$(sort -u "$work/judges" | comm -12 - "$work/both")" ] || bad "whoever signed a survey judged that case too"

# 5. Nothing that no signature covers, nothing twice.
sort "$work/listed" >"$work/union"
cmp -s "$work/union" "$work/sorted" || bad "it holds files that were not signed, or not all that were"

[ "$training" = false ] || echo "TRAINING: everything in it is made up"
case $first in
  00-*) echo "GOOD" ;;
  *) echo "GOOD, EXCERPT: earlier steps not included" ;;
esac
echo "Not looked at, onsite does: dates of keys and roster, whether the roster is a training roster,
whether a newer file exists, clocks, sizes, the exact form of the zip, odd signatures that ssh-keygen
takes, and what journals, texts, pack, record, pages and roster.json say."
