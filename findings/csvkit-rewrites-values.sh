#!/usr/bin/env bash
# Behaviour: sorting a table changes what stands in it. csvsort takes the unit off a share ("5%" becomes 5),
#   makes hours of millions ("5m" becomes 0:05:00) and a day of a reference ("1/2", part one of two, becomes
#   2001-01-02); the names of months become days of the year 1. csvlook, csvjson and in2csv do the same.
# Version: csvkit 2.2.0 with agate 1.14.2
# Expected otherwise because: the manual says of csvsort that it sorts, like the Unix "sort" command; guessing
#   of types decides how to compare. Source: agate's TypeTester; --no-inference leaves the values alone.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check csvkit==2.2.0 agate==1.14.2
"$folder/venv/bin/csvsort" --version
printf 'id,share,sum,part,month\n2,12%%,12m,3/4,june\n1,5%%,5m,1/2,may\n' > "$folder/a.csv"
sorted=$("$folder/venv/bin/csvsort" -c id "$folder/a.csv")
plain=$("$folder/venv/bin/csvsort" --no-inference -c id "$folder/a.csv")
echo "written:"; cat "$folder/a.csv"
echo "sorted:"; echo "$sorted"
echo "sorted without inference:"; echo "$plain"
test "$sorted" = $'id,share,sum,part,month\n1,5,0:05:00,2001-01-02,0001-05-01\n2,12,0:12:00,2001-03-04,0001-06-01'
test "$plain" = $'id,share,sum,part,month\n1,5%,5m,1/2,may\n2,12%,12m,3/4,june'
