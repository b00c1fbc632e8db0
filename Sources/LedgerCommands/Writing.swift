import Foundation
import LedgerLog
import LedgerModel
import LedgerProjections
import LedgerReports

/// Appends, then says what changed and what to do next; the receipt goes to standard output.
struct Writing {
    let session: Session
    let common: CommonOptions
    let write: WriteOptions

    /// With the keys that are at hand: the log's, and those of `--sign-as`.
    func options(_ ledger: Ledger) throws -> AppendOptions {
        var options = plainOptions
        let rack = KeyRack(session, try ledger.snapshot(), passphraseFile: write.passphraseFile)
        options.signers = try rack.signers(write.signAs)
        if !write.dryRun { options.logSigner = try rack.logSigner() }
        if options.logSigner == nil, !write.dryRun, let key = try ledger.snapshot().logKeys.current {
            session.say(
                "台帳には鍵がありますが、{0} にありません。署名した控えは付きません（公開鍵 {1}）。", "The ledger has a key, and it is not in {0}: no signed checkpoint comes with this (public key {1}).",
                rack.folder.logKey, key.hex)
        }
        return options
    }

    var plainOptions: AppendOptions {
        var options = AppendOptions()
        options.isDryRun = write.dryRun
        options.clockBehindReason = write.clockBehind
        options.lockTimeout = write.lockTimeout
        return options
    }

    func append(_ drafts: [Draft], to ledger: Ledger, options given: AppendOptions? = nil) throws -> Int32 {
        let receipt: Receipt
        do { receipt = try ledger.append(drafts, options: try given ?? options(ledger)) } catch let problems as Problems where drafts.count == 1 {
            // A form is one entry: "entry 1" would say nothing.
            throw Problems(problems.all.map { $0.at("") })
        } catch let problem as Problem where drafts.count == 1 && problem.place == "entry 1" {
            throw problem.at("")
        }
        try show(receipt, drafts, offsetMinutes: try ledger.snapshot().settings.utcOffsetMinutes, viewsFault: ledger.viewsFault)
        return 0
    }

    func show(_ receipt: Receipt, _ drafts: [Draft], offsetMinutes: Int32, viewsFault: String?) throws {
        let answer = ReceiptJSON(receipt, dryRun: write.dryRun, offsetMinutes: offsetMinutes, withAllIDs: common.json)
        if common.json { try session.printJSON(answer) } else { for line in answer.lines { try session.print(line) } }
        sayWhatChanged(receipt, drafts)
        if let viewsFault {
            session.say(
                "記録は保存しましたが、索引を使えません（{0}）。次: ledger rebuild", "It is stored, but the views cannot be used ({0}). Next: ledger rebuild", viewsFault)
        }
        if let fault = receipt.checkpointFault {
            session.say("記録は保存しましたが、署名した控えを残せませんでした: {0}", "It is stored, but no signed checkpoint could be kept: {0}", fault)
        }
        sayWhatNext(receipt, drafts)
    }

    private func sayWhatChanged(_ receipt: Receipt, _ drafts: [Draft]) {
        let acts = drafts.prefix(5).map { draft in
            let statement = draft.statement
            return session.catalogue(statement.actWords) + " " + (statement.touches.first?.subject.label ?? "")
        }
        let list = acts.joined(separator: "; ") + (drafts.count > acts.count ? " …" : "")
        if write.dryRun {
            session.say("記録できます（{1} 件）: {0}。何も書いていません。", "This can be recorded ({1}): {0}. Nothing was written.", list, "\(drafts.count)")
        } else if receipt.wasKnown {
            session.say(
                "すでに記録 {0} にあります。何も変わっていません。", "It is already entry {0}; nothing was changed.", Self.range(receipt))
            if receipt.redactedTexts > 0 {
                session.say(
                    "墨消しされた文章 {0} 件は比べられませんでした。", "{0} redacted texts could not be compared.", "\(receipt.redactedTexts)")
            }
        } else {
            session.say("記録しました（記録 {0}）: {1}", "Recorded as entry {0}: {1}", Self.range(receipt), list)
        }
    }

    private func sayWhatNext(_ receipt: Receipt, _ drafts: [Draft]) {
        guard !write.dryRun else {
            session.say("次: --dry-run を外して実行してください。", "Next: run it without --dry-run.")
            return
        }
        let indicator = drafts.lazy.compactMap { $0.statement.subjects.first { $0.kind == .indicator } }.first
        let look = indicator.map { "ledger show \($0.id)" } ?? "ledger log --after \(receipt.first - 1)"
        session.say(
            "次: {0} で確かめ、控え {1}:{2} を台帳の外に保管してください（verify --expect）。",
            "Next: look with {0}, and keep {1}:{2} outside the ledger (verify --expect).", look, "\(receipt.size)", receipt.root.hex)
    }

    static func range(_ receipt: Receipt) -> String {
        receipt.first == receipt.last ? "\(receipt.first)" : "\(receipt.first)-\(receipt.last)"
    }
}

/// schema/json/receipt.schema.json
struct ReceiptJSON: Codable {
    let first: UInt64
    let last: UInt64
    let size: UInt64
    let root: String
    let recorded: String
    let ids: [String]
    let known: Bool
    let dryRun: Bool
    let redactedTexts: Int
    /// The signed note, where the log's key is at hand.
    let checkpoint: String?

    /// - Parameter withAllIDs: false leaves the ids of a longer batch out, which `lines` does not say.
    init(_ receipt: Receipt, dryRun: Bool, offsetMinutes: Int32, withAllIDs: Bool = true) {
        first = receipt.first
        last = receipt.last
        size = receipt.size
        root = receipt.root.hex
        recorded = Instant.text(receipt.recorded, offsetMinutes: offsetMinutes, full: true)
        ids = withAllIDs || receipt.eventIDs.count == 1 ? receipt.eventIDs.map(\.hex) : []
        known = receipt.wasKnown
        self.dryRun = dryRun
        redactedTexts = receipt.redactedTexts
        checkpoint = receipt.checkpoint.map { String(decoding: $0.bytes, as: UTF8.self) }
    }

    /// `key value`, one a line, so that a shell can pick one out.
    var lines: [String] {
        ["entries \(first == last ? "\(first)" : "\(first)-\(last)")", "size \(size)", "root \(root)", "recorded \(recorded)"]
            + (ids.count == 1 ? ["id \(ids[0])"] : [])
            + (checkpoint.map { ["checkpoint"] + $0.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map { "  " + $0 } } ?? [])
    }
}
