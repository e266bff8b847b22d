// Verifies what msa-milter exports with the code of Go's checksum database, none of ours:
//
//	trail KEY tiles FOLDER       all of an exported trail
//	trail KEY checkpoint FILE    the signature of one checkpoint
//	trail KEY proof FILE RECORD  one record and its proof
//
// KEY is a verifier key. Exit status: 0 and a line about what was proven, or 1 and why not.
package main

import (
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func read(path string) []byte {
	octets, err := os.ReadFile(path)
	check(err)
	return octets
}

// The tree that a signed checkpoint speaks of.
func open(octets []byte, key string) (tlog.Tree, error) {
	verifier, err := note.NewVerifier(key)
	if err != nil {
		return tlog.Tree{}, err
	}
	opened, err := note.Open(octets, note.VerifierList(verifier))
	if err != nil {
		return tlog.Tree{}, err
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) < 4 || lines[0] != verifier.Name() {
		return tlog.Tree{}, errors.New("no checkpoint of that tree")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return tlog.Tree{}, err
	}
	root, err := tlog.ParseHash(lines[2])
	return tlog.Tree{N: size, Hash: root}, err
}

// Tiles of a folder. Go's names have the height in them and call the entries data.
type folder string

func (folder) Height() int                                { return 8 }
func (folder) SaveTiles(tiles []tlog.Tile, data [][]byte) {}
func (top folder) path(tile tlog.Tile) string {
	name := strings.TrimPrefix(tile.Path(), "tile/8/")
	return filepath.Join(string(top), "tile", strings.Replace(name, "data/", "entries/", 1))
}
func (top folder) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range tiles {
		octets, err := os.ReadFile(top.path(tile))
		if err != nil {
			return nil, err
		}
		all = append(all, octets)
	}
	return all, nil
}

// The records of one bundle.
func entries(bundle []byte) ([][]byte, error) {
	var all [][]byte
	for len(bundle) > 0 {
		if len(bundle) < 2 || len(bundle) < 2+int(binary.BigEndian.Uint16(bundle)) {
			return nil, errors.New("a bundle ends within a record")
		}
		end := 2 + int(binary.BigEndian.Uint16(bundle))
		all = append(all, bundle[2:end])
		bundle = bundle[end:]
	}
	return all, nil
}

func tiles(top folder, key string) (int64, error) {
	tree, err := open(read(filepath.Join(string(top), "checkpoint")), key)
	if err != nil {
		return 0, err
	}
	// It compares each tile that it reads with the root.
	hashes := tlog.TileHashReader(tree, top)
	for first := int64(0); first < tree.N; first += 256 {
		width := 256
		if tree.N-first < 256 {
			width = int(tree.N - first)
		}
		bundle, err := top.ReadTiles([]tlog.Tile{{H: 8, L: -1, N: first / 256, W: width}})
		if err != nil {
			return 0, err
		}
		records, err := entries(bundle[0])
		if err != nil {
			return 0, err
		}
		if len(records) != width {
			return 0, fmt.Errorf("%d records from %d on, not %d", len(records), first, width)
		}
		var places []int64
		for i := range records {
			places = append(places, tlog.StoredHashIndex(0, first+int64(i)))
		}
		wanted, err := hashes.ReadHashes(places)
		if err != nil {
			return 0, err
		}
		for i, record := range records {
			if tlog.RecordHash(record) != wanted[i] {
				return 0, fmt.Errorf("record %d is not what the tree says", first+int64(i))
			}
		}
	}
	root, err := tlog.TreeHash(tree.N, hashes)
	if err == nil && root != tree.Hash {
		err = errors.New("the root is another one")
	}
	return tree.N, err
}

func proof(octets []byte, record []byte, key string) (int64, error) {
	head, checkpoint, found := strings.Cut(string(octets), "\n\n")
	lines := strings.Split(head, "\n")
	if !found || len(lines) < 2 || lines[0] != "c2sp.org/tlog-proof@v1" {
		return 0, errors.New("no proof")
	}
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[1], "index "), 10, 64)
	if err != nil {
		return 0, err
	}
	var hashes tlog.RecordProof
	for _, line := range lines[2:] {
		octets, err := base64.StdEncoding.DecodeString(line)
		if err != nil || len(octets) != tlog.HashSize {
			return 0, errors.New("no hash")
		}
		var hash tlog.Hash
		copy(hash[:], octets)
		hashes = append(hashes, hash)
	}
	tree, err := open([]byte(checkpoint), key)
	if err != nil {
		return 0, err
	}
	return index, tlog.CheckRecord(hashes, tree.N, tree.Hash, index, tlog.RecordHash(record))
}

func main() {
	if len(os.Args) < 4 || (os.Args[2] == "proof") != (len(os.Args) == 5) {
		check(errors.New("usage: trail KEY tiles FOLDER | checkpoint FILE | proof FILE RECORD"))
	}
	key, what, path := os.Args[1], os.Args[2], os.Args[3]
	switch what {
	case "tiles":
		count, err := tiles(folder(path), key)
		check(err)
		fmt.Println(count, "records are proven")
	case "checkpoint":
		tree, err := open(read(path), key)
		check(err)
		fmt.Println(tree.N, "records are signed for")
	case "proof":
		index, err := proof(read(path), read(os.Args[4]), key)
		check(err)
		fmt.Println("record", index, "is proven")
	default:
		check(errors.New("tiles, checkpoint or proof"))
	}
}
