import CLMDB

/// The process's memory that is not the store's.
package enum Heap {
    /// Gives the system back what was freed in pieces and would else be kept for later. Costs milliseconds.
    package static func giveBack() { _ = malloc_trim(0) }
}
