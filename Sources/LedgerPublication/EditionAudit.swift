import LedgerModel

/// Holds the files of editions against the digests that their events state, and the list of editions against these events.
struct EditionAudit {
    private(set) var faults: [PublicationFault] = []

    init(_ folder: Folder, _ acts: PublishedActs, _ removed: RemovedDocument) {
        let files = acts.editionFiles
        let gone = Set(removed.files)
        for (path, digest) in files.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
            guard PublishedPath.isSafe(path) else {
                faults.append(PublicationFault(.editionFileMissing, path))
                continue
            }
            do throws(FolderFault) {
                guard let found = try folder.digest(path) else {
                    if !gone.contains(path) { faults.append(PublicationFault(.editionFileMissing, path)) }
                    continue
                }
                if found != digest { faults.append(PublicationFault(.editionFileDiffers, path, found.hex, digest.hex)) }
            } catch {
                faults.append(PublicationFault(path, error))
            }
        }
        for path in removed.files {
            if files[path] == nil {
                faults.append(PublicationFault(.documentDiffers, PublishedPath.removed, "no edition has the file \(path)"))
            } else if !acts.explainsRemoval(path, later: removed.texts.values) {
                faults.append(PublicationFault(.documentDiffers, PublishedPath.removed, "no redaction explains that \(path) is gone"))
            }
        }
        checkList(folder, acts)
    }

    /// Editions beyond the checkpoint are not judged; a list need not be there.
    private mutating func checkList(_ folder: Folder, _ acts: PublishedActs) {
        let path = PublishedPath.editions
        let list: EditionsDocument
        do {
            guard let bytes = try folder.read(path, limit: PublishedLimit.document) else { return }
            list = try JSONText.decode(EditionsDocument.self, bytes, path)
        } catch let fault as FolderFault {
            return faults.append(PublicationFault(path, fault))
        } catch {
            return faults.append(PublicationFault(.documentDiffers, path, "is not JSON of this shape"))
        }
        let files = acts.editionFiles
        for edition in list.editions {
            guard let held = acts.editions[edition.id], held.entry == edition.entry else {
                faults.append(PublicationFault(.documentDiffers, path, "edition \(edition.id) at entry \(edition.entry)"))
                continue
            }
            let act = held.act
            if !act.label.hasSameBytes(as: edition.label) || act.plans != edition.plans || act.size != edition.size || act.seal.hex != edition.seal {
                faults.append(PublicationFault(.documentDiffers, path, "edition \(edition.id)"))
            }
            for file in edition.files where files[file.path]?.hex != file.sha256 {
                faults.append(PublicationFault(.documentDiffers, path, file.path))
            }
        }
    }
}
