# Puts notes into a printed list of settings: what msa-milter.notes says of a key follows that key.
#   msa-milter reference --format settings | awk -f src/man/with-notes.awk src/man/msa-milter.notes -
/^\.\\" notes: / { place = $0 }
FNR == NR { if ($0 != place) note[place] = note[place] $0 "\n"; next }
$0 != place { print; next }
{ printf "%s", note[place]; delete note[place] }
END {
    for (place in note) {
        print "with-notes.awk: no such setting: " place >"/dev/stderr"
        failed = 1
    }
    exit failed
}
