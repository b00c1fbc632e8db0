"""merkle.json: roots and proofs, and proofs that must fail.

Whether a changed proof must fail is not assumed but computed by the recursive check of tree.py: a size
that is off by one can leave the path's shape as it was, and then the path still holds.
"""
import tree

LEAVES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
LARGE = [1, 2, 3, 255, 256, 257, 300, 65536, 65537, 70000]
INCLUSION = [(0, 1), (0, 2), (1, 2), (2, 3), (0, 8), (5, 8), (4, 5), (6, 7), (99, 300), (299, 300), (5, 256)]
CONSISTENCY = [(1, 1), (1, 2), (1, 8), (2, 5), (3, 7), (4, 7), (6, 8), (6, 7), (7, 256), (8, 8), (128, 256), (255, 257)]


def build():
    rfc = [tree.leaf_hash(bytes.fromhex(leaf)) for leaf in LEAVES]
    large = [tree.leaf_hash(b"leaf %d" % i) for i in range(max(LARGE))]
    return {
        "roots": [{"leaves": LEAVES[:n], "root": tree.root(rfc[:n]).hex()} for n in range(len(LEAVES) + 1)],
        "largeRoots": {"entry": "leaf N, ASCII, N from 0",
                       "roots": [{"size": n, "root": tree.root(large[:n]).hex()} for n in LARGE]},
        "leafHashes": [{"leaf": leaf.hex(), "hash": tree.leaf_hash(leaf).hex()}
                       for leaf in (b"", b"L123456", bytes(range(256)) * 5)],
        "nodeHashes": [{"left": l.hex(), "right": r.hex(), "hash": tree.node_hash(l, r).hex()}
                       for l, r in ((rfc[0], rfc[1]), (rfc[1], rfc[0]), (bytes(32), bytes(32)))],
        "completed": [{"index": i, "hashes": [h.hex() for h in tree.completed(i, rfc)]} for i in range(8)],
        "inclusion": [case for i, n in INCLUSION for case in inclusion(i, (rfc if n <= 8 else large)[:n])]
        + [inclusion_case("leaf of the empty tree", 0, 0, rfc[0], tree.root([]), []),
           inclusion_case("empty hashes agree with each other", 0, 1, b"", b"", [])],
        "consistency": [case for m, n in CONSISTENCY for case in consistency(m, (rfc if n <= 8 else large)[:n])]
        + consistency_of_nothing(rfc),
    }


def flip(data, bit):
    return data[:bit // 8] + bytes([data[bit // 8] ^ 1 << bit % 8]) + data[bit // 8 + 1:]


def changed_lists(proof, stranger):
    """(description, proof) for each way to damage a list of hashes."""
    for i, h in enumerate(proof):
        bit = (37 * i + 5) % 256
        yield f"bit {bit} of hash {i} flipped", proof[:i] + [flip(h, bit)] + proof[i + 1:]
    if proof:
        yield "first hash missing", proof[1:]
        yield "last hash missing", proof[:-1]
        yield "last hash 31 bytes", proof[:-1] + [proof[-1][:31]]
        yield "last hash 33 bytes", proof[:-1] + [proof[-1] + b"\0"]
        yield "first hash empty", [b""] + proof[1:]
        yield "first hash replaced by zeros", [bytes(32)] + proof[1:]
        yield "first hash twice", [proof[0]] + proof
        yield "two hashes run together", proof[:-1] + [proof[-1] + proof[-1]]
    if len(proof) > 1:
        yield "first two hashes swapped", [proof[1], proof[0]] + proof[2:]
        yield "hashes reversed", proof[::-1]
        yield "no hashes", []
    yield "a hash added at the end", proof + [stranger]
    yield "a hash added in front", [stranger] + proof
    yield "an empty hash added at the end", proof + [b""]


def changed(cases):
    """Without those that, for these sizes, change nothing in the first."""
    return cases[:1] + [case for case in cases[1:] if case[1:] != cases[0][1:]]


def inclusion_case(desc, index, size, leaf, root, proof):
    return {"desc": desc, "leafIdx": index, "treeSize": size, "leafHash": leaf.hex(), "root": root.hex(),
            "proof": [h.hex() for h in proof],
            "wantErr": not tree.path_holds(leaf, index, size, proof, root)}


def inclusion(index, hashes):
    size, root, proof = len(hashes), tree.root(hashes), tree.path(index, hashes)
    leaf, name = hashes[index], f"leaf {index} of {size}"
    cases = [("holds", index, size, leaf, root, proof)]
    cases += [(desc, index, size, leaf, root, p) for desc, p in changed_lists(proof, root)]
    for other in sorted({index - 1, index + 1, index ^ 2, index + size, size} - {index}):
        if other >= 0:
            cases.append((f"index {other}", other, size, leaf, root, proof))
    for other in sorted({0, size - 1, size + 1, size * 2, size ^ 2, 1 << 62} - {size}):
        cases.append((f"size {other}", index, other, leaf, root, proof))
    cases += [
        ("leaf hash flipped", index, size, flip(leaf, 200), root, proof),
        ("root flipped", index, size, leaf, flip(root, 0), proof),
        ("leaf hash and root exchanged", index, size, root, leaf, proof),
        ("root of the empty tree", index, size, leaf, tree.root([]), proof),
        ("root 31 bytes", index, size, leaf, root[:31], proof),
        ("leaf hash 33 bytes", index, size, leaf + b"\0", root, proof),
    ]
    return [inclusion_case(f"{name}: {desc}", *rest) for desc, *rest in changed(cases)]


def consistency_case(desc, old, new, old_root, new_root, proof):
    return {"desc": desc, "size1": old, "size2": new, "root1": old_root.hex(), "root2": new_root.hex(),
            "proof": [h.hex() for h in proof],
            "wantErr": not tree.consistency_holds(old, new, old_root, new_root, proof)}


def consistency(old, hashes):
    new, proof = len(hashes), tree.consistency(old, hashes)
    old_root, new_root = tree.root(hashes[:old]), tree.root(hashes)
    cases = [("holds", old, new, old_root, new_root, proof)]
    cases += [(desc, old, new, old_root, new_root, p) for desc, p in changed_lists(proof, new_root)]
    for other in sorted({0, old - 1, old + 1, old * 2, old ^ 2, new + 1} - {old}):
        cases.append((f"old size {other}", other, new, old_root, new_root, proof))
    for other in sorted({0, new - 1, new + 1, new * 2, new ^ 2, 1 << 62} - {new}):
        cases.append((f"new size {other}", old, other, old_root, new_root, proof))
    cases += [
        ("old root flipped", old, new, flip(old_root, 255), new_root, proof),
        ("new root flipped", old, new, old_root, flip(new_root, 128), proof),
        ("roots exchanged", old, new, new_root, old_root, proof),
        ("sizes exchanged", new, old, old_root, new_root, proof),
        ("sizes and roots exchanged", new, old, new_root, old_root, proof),
        ("old root of the empty tree", old, new, tree.root([]), new_root, proof),
        ("old root 31 bytes", old, new, old_root[:31], new_root, proof),
        ("new root empty", old, new, old_root, b"", proof),
    ]
    return [consistency_case(f"{old} to {new}: {desc}", *rest) for desc, *rest in changed(cases)]


def consistency_of_nothing(hashes):
    empty, full = tree.root([]), tree.root(hashes)
    return [
        consistency_case("0 to 0: sizes equal, proof empty", 0, 0, empty, empty, []),
        consistency_case("0 to 0: one hash", 0, 0, empty, empty, [empty]),
        consistency_case("0 to 8: proof empty", 0, 8, empty, full, []),
        consistency_case("0 to 8: the new root as proof", 0, 8, empty, full, [full]),
        consistency_case("8 to 0", 8, 0, full, empty, []),
    ]
