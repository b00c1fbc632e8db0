import Foundation
import LedgerModel
import LedgerReports

/// `status` for people: whoever has just been given a ledger to look after.
struct StatusLines {
    private let status: StatusJSON
    private let catalogue: Catalogue

    init(_ status: StatusJSON, _ catalogue: Catalogue) {
        self.status = status
        self.catalogue = catalogue
    }

    var all: [String] {
        let kinds = status.subjects.map { count in
            let kind = Subject.Kind.allCases.first { $0.word == count.kind }
            return (kind.map { catalogue($0.words) } ?? count.kind) + " \(count.count)"
        }
        return [
            line("台帳", "ledger", "\(status.name) (\(status.id))"), line("場所", "path", URL(fileURLWithPath: status.path).path),
            line("記録", "entries", "\(status.size) (\(status.firstRecorded) … \(status.lastRecorded))"), line("根", "root", "\(status.size):\(status.root)"),
            line("時差・年度", "offset, fiscal year", "\(status.utcOffset), \(status.fiscalYearStart)"),
            line("対象", "subjects", kinds.joined(separator: ", ")),
            line("前回の複製", "last backup", done(status.lastBackup)), line("前回の検証", "last verify", done(status.lastVerify)),
            line("前回の復元の練習", "last restore drill", done(status.lastDrill)),
            line("索引待ち", "not yet derived", "\(status.pending)"),
        ] + (status.viewsFault.map { [line("索引の問題（ledger rebuild）", "views cannot be used (ledger rebuild)", $0)] } ?? []) + readers + [
            line("ファイル", "files", "log \(number(status.logBytes)) B, views \(number(status.viewBytes)) B, \(status.fileSystem ?? "-")\(readOnly)"),
            line("空き容量", "free space", "\(status.freeBytes.map(String.init) ?? "-") B"),
            line("プログラム", "program", "ledger \(status.program), \(status.library)"),
        ]
    }

    private func line(_ ja: String, _ en: String, _ text: String) -> String { catalogue(Words(ja, en)) + ": " + Visible.text(text) }

    private func number(_ bytes: Int?) -> String { bytes.map(String.init) ?? "-" }

    private var readOnly: String { status.readOnly == true ? ", " + catalogue(Words("読み取り専用", "read-only")) : "" }

    /// When, with what result, where; and the last good one where that is another.
    private func done(_ note: LastDoneJSON?) -> String {
        guard let note else { return catalogue(Words("記録なし", "none noted")) }
        let size = note.size.map { catalogue.counted($0) }
        var text = ([note.at, result(note.result)] + [size, note.place].compactMap(\.self)).joined(separator: ", ")
        if let good = note.good, good.at != note.at {
            let parts = ([good.at] + [good.size.map { catalogue.counted($0) }, good.place].compactMap(\.self)).joined(separator: ", ")
            text += Words("（前回の成功: {0}）", " (last good: {0})").filled(catalogue.language, [parts])
        }
        return text
    }

    private func result(_ word: String) -> String {
        switch word {
        case "intact": catalogue(Words("健全", "intact"))
        case "broken": catalogue(Words("破損", "broken"))
        case "undetermined": catalogue(Words("判定不能", "undetermined"))
        default: Words("失敗 [{0}]", "failed [{0}]").filled(catalogue.language, [word])
        }
    }

    private var readers: [String] {
        status.held.map { reader in
            let state =
                switch reader.state {
                case "stopped": Words("停止中", "stopped")
                case "gone": Words("終了済み（次の書き込みが片付ける）", "gone; the next writer clears it up")
                default: Words("実行中", "running")
                }
            let age = reader.seconds.map { Words("、開始から {0} 秒", ", began {0} s ago").filled(catalogue.language, ["\($0)"]) } ?? ""
            let behind = Words("{0} 回前の状態を保持", "holds the state of {0} commits ago").filled(catalogue.language, ["\(reader.commitsBehind)"])
            return line("読み取り中", "reader", "\(reader.program ?? "?") (pid \(reader.process)), \(catalogue(state))\(age), \(behind)")
        }
    }
}

extension Catalogue {
    fileprivate func counted(_ entries: UInt64) -> String { Words("{0} 件", "{0} entries").filled(language, ["\(entries)"]) }
}
