import LedgerModel
import LedgerMerkle
import LedgerProofs
import LedgerReports

extension Refusal {
    /// Why a note or a proof is not accepted, for people.
    func words(_ language: Language) -> String {
        let (words, values) = sentence
        return words.filled(language, values)
    }

    private var sentence: (Words, [String]) {
        switch self {
        case .malformed(let error): (Words("形式に合いません（{0}）", "it is not well formed ({0})"), ["\(error.what) \(error.why)"])
        case .newerFormat(let format): (Words("形式 {0} は、この版が知るものより新しいものです", "format {0} is newer than this program knows"), ["\(format)"])
        case .badSignature(let key): (Words("鍵 {0} の署名が合いません", "the signature of {0} does not hold"), [key])
        case .notSigned: (Words("信頼する鍵の署名がありません", "none of the keys that you believe signed it"), [])
        case .ambiguousKey(let name): (Words("{0} という鍵が二つあり、区別できません", "two keys are called {0} and share an id"), [name])
        case .logNotTrusted(let origin): (Words("台帳 {0} の鍵の署名がありません", "no key that you believe signed for the log {0}"), [origin])
        case .quorumMissed(let quorum, let have):
            (Words("証人が足りません（要: {0}、あるもの: {1}）", "too few witnesses cosigned (needed: {0}, there are: {1})"), [quorum, have.isEmpty ? "-" : have.joined(separator: ", ")])
        case .notIncluded: (Words("この記録は、署名された台帳にありません", "the entry is not in the log that was signed"), [])
        case .notConsistent: (Words("新しい台帳は、古い台帳から続いていません（枝分かれか書き換え）", "the newer log did not grow from the older one: a fork, or it was rewritten"), [])
        case .otherOrigin(let older, let newer): (Words("別の台帳のものです（{0} と {1}）", "they are of two logs, {0} and {1}"), [older, newer])
        case .otherSize(let proof, let older): (Words("証明は {0} 件から、手元の控えは {1} 件です", "the proof starts from {0} entries, the older checkpoint has {1}"), ["\(proof)", "\(older)"])
        case .mismatch(let mismatch): mismatch.sentence
        }
    }

    func problem(_ file: String, _ language: Language) -> Problem {
        switch self {
        case .newerFormat(let format): Problem(.newerFormat, at: file, "\(format)", "\(Limits.format)")
        default: Problem(.proofRefused, at: file, words(language))
        }
    }
}

extension Refusal.Mismatch {
    fileprivate var sentence: (Words, [String]) {
        switch self {
        case .notASealedEdition: (Words("証明の記録は封印された版ではありません", "the entry that is proved seals no edition"), [])
        case .editionMisplaced: (Words("版の番号と位置が合いません", "the edition's number, size and place disagree"), [])
        case .seal: (Words("版の封印に届きません", "it does not lead to the edition's seal"), [])
        case .strayLeaf: (Words("別の対象の場所に着きます", "it ends at another subject's place"), [])
        case .eventCount(let found, let sealed): (Words("記録は {0} 件ですが、封印では {1} 件です", "it holds {0} events, and {1} were sealed"), ["\(found)", "\(sealed)"])
        case .chain(let version): (Words("第 {0} 版の記録がつながりません", "the event of version {0} does not follow"), ["\(version)"])
        case .figures: (Words("数値が封印されたものと違います", "the figures are not those that were sealed"), [])
        }
    }
}
