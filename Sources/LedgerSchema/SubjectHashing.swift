extension Subject {
    /// Subjects are the keys of nearly every dictionary; the general hash of messages visits field by field and is many times slower.
    package func hash(into hasher: inout Hasher) {
        hasher.combine(kind.rawValue)
        hasher.combine(id)
    }
}
