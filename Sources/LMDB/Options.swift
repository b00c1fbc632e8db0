extension Environment {
    /// What the holder may do.
    package enum Access: Sendable {
        /// Fails with `absent` where there is no store. Writes nothing but LMDB's reader slots in the lock file.
        case read
        /// Fails with `absent` where there is no store.
        case write
        /// Makes the directory (its last component) and the files where they are missing, and syncs them.
        case create
    }

    package struct Options: Sendable {
        package var access: Access
        /// Named tables at most. With 0 everything is in the unnamed table; otherwise the unnamed table holds only the names.
        package var maxTables = 0
        /// Bytes of address space to begin with; no disk is used for it. The map grows by itself, and where the address space
        /// is limited it begins smaller.
        package var mapSize = 1 << 30
        /// Read transactions at once in all processes; not fewer than 126, and what the first process said holds for all.
        package var maxReaders = 126
        /// Without read-ahead a cold lookup is many times faster and a cold scan many times slower.
        package var readAhead = true
        /// How long a change of the map waits for this process's open transactions.
        package var mapWaitMilliseconds = 5_000

        package init(_ access: Access) {
            self.access = access
        }
    }
}
