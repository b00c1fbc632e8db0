/// What the auditor reads. Declared here, by its consumer: the auditor never sees a storage driver.
package protocol AuditSource {
    /// Every stored entry in key order, as it stands, damaged or not. The number is nil where the key is not one.
    /// An error ends the reading and makes the verdict undetermined.
    func forEachRecord(_ body: (UInt64?, [UInt8]) throws -> Bool) throws

    /// Derived rows that are not what the log gives: table and key, in words. Nothing where there are no views.
    func forEachViewDifference(_ body: (String) -> Void) throws

    /// Faults of the storage itself, in words: pages reachable twice, lost, out of range.
    func forEachStorageFault(_ body: (String) -> Void) throws
}

extension AuditSource {
    package func forEachViewDifference(_ body: (String) -> Void) throws {}
    package func forEachStorageFault(_ body: (String) -> Void) throws {}
}
