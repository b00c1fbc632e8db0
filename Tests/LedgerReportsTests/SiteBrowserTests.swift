import Foundation
import Testing

@testable import LedgerReports

@Suite struct SiteBrowserTests {
    /// `tools/site-test/run` in a real browser; skipped, with its words, where there is none.
    @Test(arguments: [false, true]) func pagesWorkInABrowser(hasMarkupInNames: Bool) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("site-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try SiteSample.write(hasMarkupInNames ? SiteSample.markupSite() : SiteSample.site(), to: folder)
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let process = Process()
        process.executableURL = root.appendingPathComponent("tools/site-test/run")
        process.arguments = [folder.path]
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let said = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        print(said)
        #expect(process.terminationStatus == 0, "\(said)")
    }
}
