import LedgerModel
import Testing

@Suite struct SubjectTests {
    @Test(arguments: ["a", "A.b_c-9", ".", "-", String(repeating: "x", count: 64)]) func identifiers(_ id: String) {
        #expect(Subject.isIdentifier(id))
        #expect(Subject(label: "indicator:\(id)") == Subject(.indicator, id))
    }

    @Test(arguments: ["", " ", "a b", "a/b", "a:b", "é", "指標", "ａ", "a\u{301}", "a\n", "a\0", String(repeating: "x", count: 65)])
    func noIdentifiers(_ id: String) {
        #expect(!Subject.isIdentifier(id))
        #expect(Subject(label: "indicator:\(id)") == nil)
    }

    @Test func labels() {
        for kind in Subject.Kind.allCases where kind != .unspecified {
            let subject = Subject(kind, "x")
            #expect(Subject(label: subject.label) == subject)
        }
        #expect(Subject(label: "unspecified:x") == nil && Subject(label: "nothing:x") == nil && Subject(label: "x") == nil)
    }

    /// Rows of subjects sort as the subjects do, and those of one stand together, whatever number follows.
    @Test func storageKeys() {
        let ids = ["a", "a.", "a-b", "ab", "b", "A", "0", "_"]
        let subjects = [Subject.Kind.plan, .indicator, .edition].flatMap { kind in ids.map { Subject(kind, $0) } }.sorted()
        let number: [UInt8] = Array(repeating: 0xff, count: 8)
        for (a, b) in zip(subjects, subjects.dropFirst()) {
            #expect((a.storageKey + number).lexicographicallyPrecedes(b.storageKey))
            #expect(!b.storageKey.starts(with: a.storageKey))
        }
    }

    @Test func namesOfTextFields() {
        #expect(TextField.bodyText.word == "BODY_TEXT" && TextField.reason.word == "REASON" && TextField.clockBehind.word == "CLOCK_BEHIND")
    }
}
