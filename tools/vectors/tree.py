"""RFC 6962 section 2.1 as it is defined there: recursive, over whole lists, without any store."""
import hashlib


def sha256(data):
    return hashlib.sha256(data).digest()


def leaf_hash(entry):
    return sha256(b"\0" + entry)


def node_hash(left, right):
    return sha256(b"\1" + left + right)


def split(count):
    """The largest power of two strictly below `count`."""
    return 1 << (count - 1).bit_length() - 1


def root(hashes):
    if not hashes:
        return sha256(b"")
    if len(hashes) == 1:
        return hashes[0]
    k = split(len(hashes))
    return node_hash(root(hashes[:k]), root(hashes[k:]))


def path(index, hashes):
    if len(hashes) == 1:
        return []
    k = split(len(hashes))
    if index < k:
        return path(index, hashes[:k]) + [root(hashes[k:])]
    return path(index - k, hashes[k:]) + [root(hashes[:k])]


def consistency(old, hashes, whole=True):
    if old == len(hashes):
        return [] if whole else [root(hashes)]
    k = split(len(hashes))
    if old <= k:
        return consistency(old, hashes[:k], whole) + [root(hashes[k:])]
    return consistency(old - k, hashes[k:], False) + [root(hashes[:k])]


# Checking follows the same recursion, from the root down to where the proof begins.


def path_holds(leaf, index, size, proof, expected):
    if not all(len(h) == 32 for h in [leaf, expected, *proof]) or index >= size:
        return False

    def climb(index, size, proof):
        if size == 1:
            return None if proof else leaf
        if not proof:
            return None
        k = split(size)
        below = climb(index, k, proof[:-1]) if index < k else climb(index - k, size - k, proof[:-1])
        if below is None:
            return None
        return node_hash(below, proof[-1]) if index < k else node_hash(proof[-1], below)

    return climb(index, size, proof) == expected


def consistency_holds(old, new, old_root, new_root, proof):
    if not all(len(h) == 32 for h in [old_root, new_root, *proof]) or not 1 <= old <= new:
        return False

    def climb(old, new, proof, whole):
        """The hashes of the old and of the new part of this subtree, or None."""
        if old == new:
            if whole:
                return None if proof else (old_root, old_root)
            return (proof[0], proof[0]) if len(proof) == 1 else None
        if not proof:
            return None
        k, last = split(new), proof[-1]
        if old <= k:
            below = climb(old, k, proof[:-1], whole)
            return below and (below[0], node_hash(below[1], last))
        below = climb(old - k, new - k, proof[:-1], False)
        return below and (node_hash(last, below[0]), node_hash(last, below[1]))

    return climb(old, new, proof, True) == (old_root, new_root)


def completed(index, hashes):
    """The hashes that leaf `index` completes, its own first."""
    out, size = [], 1
    while (index + 1) % size == 0:
        out.append(root(hashes[index + 1 - size:index + 1]))
        size *= 2
    return out
