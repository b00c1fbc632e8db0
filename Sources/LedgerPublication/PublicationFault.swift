/// One thing in a published log that is not as it must be, beside what the auditor finds in its entries.
package struct PublicationFault: Hashable, Sendable, CustomStringConvertible {
    package enum Kind: String, Sendable, CaseIterable {
        // The checkpoint.
        case checkpointUnreadable = "checkpoint-unreadable"
        /// Signature or policy: values hold why.
        case checkpointRefused = "checkpoint-refused"
        /// Found and expected.
        case checkpointOrigin = "checkpoint-origin"
        /// Size, root that the entries give, root that it states.
        case checkpointRoot = "checkpoint-root"
        /// `log.json` knows a later size: an older checkpoint was put back.
        case checkpointBehind = "checkpoint-behind"
        // Files of the log.
        case fileMissing = "file-missing"
        /// A link, a folder, too large, not readable.
        case fileUnreadable = "file-unreadable"
        /// Not the number of bytes that its width calls for.
        case tileSize = "tile-size"
        /// Other hashes or entries than the log has.
        case tileDiffers = "tile-differs"
        case bundleUnreadable = "bundle-unreadable"
        /// A name that no file of a log has.
        case strayFile = "stray-file"
        // Texts.
        case textUnreadable = "text-unreadable"
        /// A text that is withheld stands in the open.
        case textWithheld = "text-withheld"
        // Documents: not what the log says.
        case documentDiffers = "document-differs"
        // Files of editions: found and expected digest.
        case editionFileDiffers = "edition-file-differs"
        case editionFileMissing = "edition-file-missing"
    }

    package let kind: Kind
    /// Path below the folder; with a line's number after a colon where it is about one.
    package let path: String
    package let values: [String]

    init(_ kind: Kind, _ path: String, _ values: String...) {
        self.kind = kind
        self.path = path
        self.values = values
    }

    /// Path, kind and values, for whoever has no catalogue at hand.
    package var description: String { "\(path): " + ([kind.rawValue] + values).joined(separator: ": ") }

    init(_ path: String, _ fault: FolderFault) {
        switch fault {
        case .notPlain: self.init(.fileUnreadable, path, "is no plain file")
        case .tooLarge(let bytes): self.init(.fileUnreadable, path, "has \(bytes) bytes")
        case .unreadable(let words): self.init(.fileUnreadable, path, words)
        }
    }
}
