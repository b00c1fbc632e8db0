import Foundation
import LedgerModel

/// The two pages of a published log, which stand without network: `index.html` needs no script, `check.html` brings its own. Both state a content security
/// policy under which nothing can be loaded or sent. The same site gives the same bytes.
package enum SitePages {
    /// SHA-256 of some bytes, 32 bytes.
    package typealias Digest = ([UInt8]) -> [UInt8]

    /// Editions, what superseded what and why, what changed, and how to check it.
    package static func index(_ site: Site, sha256: Digest) -> [UInt8] {
        let page = SiteIndex(site, fingerprint: sha256(Array(site.key.utf8)).hex)
        let title = Words("公表記録 — \(site.name)", "Published record")
        return document(title, site, policy: [], body: page.body(), sha256)
    }

    /// Whether a reader's file is the published one, and what has changed since.
    package static func check(_ site: Site, sha256: Digest) -> [UInt8] {
        let script = SiteScript.text
        let body = SiteCheck.body(site) + "\n" + "<script type=\"application/json\" id=\"data\">\(SiteData.json(site))</script>\n<script>\(script)</script>"
        let title = Words("ファイルの確認 — \(site.name)", "Check a file")
        return document(title, site, policy: ["script-src '\(source(script, sha256))'"], body: body, sha256)
    }

    private static func document(_ title: Words, _ site: Site, policy: [String], body: String, _ sha256: Digest) -> [UInt8] {
        let style = HTMLStyle.sheet(isWide: false, footer: site.name) + SiteStyle.sheet
        let policy = ["default-src 'none'"] + policy + ["style-src '\(source(style, sha256))'", "base-uri 'none'", "form-action 'none'"]
        let head = [
            Markup.empty("meta", [("charset", "utf-8")]),
            Markup.empty("meta", [("name", "viewport"), ("content", "width=device-width, initial-scale=1")]),
            Markup.empty("meta", [("http-equiv", "Content-Security-Policy"), ("content", policy.joined(separator: "; "))]),
            Markup.empty("meta", [("name", "referrer"), ("content", "no-referrer")]),
            Markup.element("title", Markup.text("\(title.ja) / \(title.en)")),
            Markup.element("style", style),
        ]
        let html = Markup.element("head", head.joined(separator: "\n")) + "\n" + Markup.element("body", body)
        return Array(("<!DOCTYPE html>\n" + Markup.element("html", [("lang", "ja")], html) + "\n").utf8)
    }

    /// The source expression of an inline text (Content Security Policy Level 3, §2.3.1).
    private static func source(_ text: String, _ sha256: Digest) -> String { "sha256-" + Data(sha256(Array(text.utf8))).base64EncodedString() }
}
