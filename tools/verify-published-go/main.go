// Verifies a published log with golang.org/x/mod alone: signature, entries, tiles, one inclusion proof.
//
//	GO111MODULE=off GOPATH=/usr/share/gocode go run tools/verify-published-go/main.go DIR VKEY
//
// Debian packages: golang-go, golang-golang-x-mod-dev. Exit 1 with a sentence on the first difference.
package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const height = 8

func fail(format string, values ...interface{}) {
	fmt.Fprintf(os.Stderr, "verify-published-go: "+format+"\n", values...)
	os.Exit(1)
}

func must(err error) {
	if err != nil {
		fail("%v", err)
	}
}

// checkpoint opens the note and reads origin, size and root; tlog.ParseTree knows one origin only.
func checkpoint(folder, vkey string) tlog.Tree {
	verifier, err := note.NewVerifier(vkey)
	must(err)
	message, err := os.ReadFile(filepath.Join(folder, "checkpoint"))
	must(err)
	opened, err := note.Open(message, note.VerifierList(verifier))
	must(err)
	lines := strings.Split(opened.Text, "\n")
	if len(lines) < 4 || lines[0] != verifier.Name() {
		fail("checkpoint: another origin than the key's name")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	must(err)
	root, err := tlog.ParseHash(lines[2])
	must(err)
	return tlog.Tree{N: size, Hash: root}
}

// tiles reads DIR/tile/<level>/…; x/mod's own paths begin with the height.
type tiles struct{ folder string }

func (t tiles) Height() int                     { return height }
func (t tiles) SaveTiles([]tlog.Tile, [][]byte) {}
func (t tiles) path(tile tlog.Tile) string {
	return filepath.Join(t.folder, strings.Replace(tile.Path(), fmt.Sprintf("tile/%d/", height), "tile/", 1))
}

func (t tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range wanted {
		data, err := os.ReadFile(t.path(tile))
		if err != nil {
			return nil, err
		}
		all = append(all, data)
	}
	return all, nil
}

// entries reads the bundle with this index.
func entries(folder string, index, width int64) [][]byte {
	tile := tlog.Tile{H: height, L: -1, N: index, W: int(width)}
	path := strings.Replace(tile.Path(), fmt.Sprintf("tile/%d/data/", height), "tile/entries/", 1)
	data, err := os.ReadFile(filepath.Join(folder, path))
	must(err)
	var all [][]byte
	for len(data) > 0 {
		if len(data) < 2 || len(data) < 2+int(binary.BigEndian.Uint16(data)) {
			fail("%s: ends inside an entry", path)
		}
		end := 2 + int(binary.BigEndian.Uint16(data))
		all, data = append(all, data[2:end]), data[end:]
	}
	if int64(len(all)) != width {
		fail("%s: %d entries instead of %d", path, len(all), width)
	}
	return all
}

func min(a, b int64) int64 {
	if a < b {
		return a
	}
	return b
}

func main() {
	if len(os.Args) != 3 {
		fail("usage: verify-published-go DIR VKEY")
	}
	folder := os.Args[1]
	tree := checkpoint(folder, os.Args[2])
	if tree.N < 1 {
		fail("checkpoint: no entry")
	}
	reader := tiles{folder}
	// Every hash that it gives was led to the root.
	proven := tlog.TileHashReader(tree, reader)
	// The hashes that the entries give, as x/mod stores them.
	var stored storage
	for first := int64(0); first < tree.N; first += 256 {
		for i, entry := range entries(folder, first/256, min(256, tree.N-first)) {
			number := first + int64(i)
			hashes, err := tlog.StoredHashes(number, entry, stored)
			must(err)
			stored = append(stored, hashes...)
			held, err := proven.ReadHashes([]int64{tlog.StoredHashIndex(0, number)})
			must(err)
			if held[0] != tlog.RecordHash(entry) {
				fail("entry %d: its hash is not the one in the tiles", number+1)
			}
		}
	}
	root, err := tlog.TreeHash(tree.N, stored)
	must(err)
	if root != tree.Hash {
		fail("checkpoint: the entries have another root")
	}
	for _, tile := range tlog.NewTiles(height, 0, tree.N) {
		count := tree.N >> uint(height*tile.L)
		if int64(tile.W) != min(256, count-tile.N*256) {
			continue // a width of an earlier size
		}
		expected, err := tlog.ReadTileData(tile, stored)
		must(err)
		found, err := os.ReadFile(reader.path(tile))
		must(err)
		if !bytes.Equal(expected, found) {
			fail("%s: not the hashes of the entries", reader.path(tile))
		}
	}
	index := tree.N / 2
	proof, err := tlog.ProveRecord(tree.N, index, proven)
	must(err)
	leaf, err := stored.ReadHashes([]int64{tlog.StoredHashIndex(0, index)})
	must(err)
	must(tlog.CheckRecord(proof, tree.N, tree.Hash, index, leaf[0]))
	if half := (tree.N + 1) / 2; half < tree.N {
		older, err := tlog.TreeHash(half, stored)
		must(err)
		consistency, err := tlog.ProveTree(tree.N, half, proven)
		must(err)
		must(tlog.CheckTree(consistency, tree.N, tree.Hash, half, older))
	}
	fmt.Printf("%d entries and their tiles are as signed; root %v\n", tree.N, tree.Hash)
}

// storage holds hashes at their dense index.
type storage []tlog.Hash

func (s storage) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	var all []tlog.Hash
	for _, index := range indexes {
		all = append(all, s[index])
	}
	return all, nil
}
