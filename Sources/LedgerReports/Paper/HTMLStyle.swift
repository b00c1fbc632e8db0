/// The one style sheet: system fonts and colours of ink on paper, light and dark; black on white in print.
/// Contrast of text is at least 7:1, of lines at least 3:1 (WCAG 2.2, 1.4.6 and 1.4.11). Free of `<` and `&`.
enum HTMLStyle {
    static func sheet(isWide: Bool, footer: String) -> String {
        screen + print.replacingPlaceholders(page: isWide ? "A4 landscape" : "A4", footer: cssText(footer))
    }

    /// Any text as the inside of a CSS string: all but letters and digits of ASCII as code points.
    private static func cssText(_ raw: String) -> String {
        Visible.text(raw).unicodeScalars.map { scalar in
            scalar.properties.isAlphabetic && scalar.isASCII || scalar.properties.numericType == .decimal && scalar.isASCII
                ? String(scalar) : "\\\(String(scalar.value, radix: 16)) "
        }.joined()
    }

    private static let screen = """
        :root{color-scheme:light dark;--ink:#1a1a1a;--quiet:#4d4d4d;--paper:#fff;--soft:#f1f1f1;--line:#767676}
        @media (prefers-color-scheme:dark){:root{--ink:#ececec;--quiet:#bdbdbd;--paper:#141414;--soft:#262626;--line:#8c8c8c}}
        *{box-sizing:border-box}
        body{margin:0 auto;padding:1rem;max-width:100rem;color:var(--ink);background:var(--paper);line-height:1.6;
        font-family:system-ui,-apple-system,"Hiragino Sans","Yu Gothic UI","Meiryo","Noto Sans CJK JP","Noto Sans JP",sans-serif;overflow-wrap:anywhere}
        a{color:inherit}
        :focus-visible{outline:3px solid currentColor;outline-offset:2px}
        .skip{position:absolute;left:-100vw;padding:.5rem 1rem;background:var(--paper);border:2px solid currentColor}
        .skip:focus{left:1rem;top:.5rem;z-index:2}
        h1{font-size:1.6rem;line-height:1.3;margin:.5rem 0}
        h2{font-size:1.25rem;margin:2.2rem 0 .6rem;border-bottom:2px solid currentColor}
        h3{font-size:1.08rem;margin:1.6rem 0 .4rem}
        h4,h5,h6{font-size:1rem;margin:1.2rem 0 .3rem}
        main p{max-width:48rem}
        .draft{display:inline-block;margin:0;padding:.1rem .7rem;border:2px solid currentColor;font-weight:bold}
        .stamp{display:grid;grid-template-columns:max-content 1fr;gap:.1rem 1rem;margin:.8rem 0;padding:.6rem .8rem;border:1px solid var(--line);
        font-size:.9rem}
        .stamp dt{color:var(--quiet)}
        .stamp dd{margin:0;font-variant-numeric:tabular-nums}
        nav{font-size:.95rem}
        summary{cursor:pointer}
        nav ul{margin:.3rem 0;padding-left:1.2rem}
        nav ul ul{list-style:none}
        .scroll{overflow-x:auto;margin:1rem 0;max-width:100%;background:
        linear-gradient(to right,var(--paper) 40%,transparent) 0 0,linear-gradient(to left,var(--paper) 40%,transparent) 100% 0,
        linear-gradient(to right,var(--line),transparent) 0 0,linear-gradient(to left,var(--line),transparent) 100% 0;
        background-repeat:no-repeat;background-size:2rem 100%,2rem 100%,.5rem 100%,.5rem 100%;background-attachment:local,local,scroll,scroll}
        table{border-collapse:collapse;font-size:.92rem;min-width:min(100%,20rem)}
        caption{text-align:left;font-weight:bold;padding:.2rem 0 .4rem}
        caption.said{position:absolute;width:1px;height:1px;padding:0;overflow:hidden;clip-path:inset(50%)}
        caption span{position:sticky;left:0;display:inline-block;max-width:calc(100vw - 3rem)}
        th,td{border:1px solid var(--line);padding:.3rem .5rem;text-align:left;vertical-align:top;max-width:30rem;overflow-wrap:break-word}
        thead th{background:var(--soft);vertical-align:bottom;border-bottom-width:2px;min-width:min(var(--w),45vw)}
        tbody th{font-weight:normal;background:var(--paper);position:sticky;left:0}
        .n{text-align:right;font-variant-numeric:tabular-nums}
        td.n{white-space:nowrap;max-width:none}
        td.n.a,td.a{color:var(--quiet);white-space:normal;min-width:7em}
        html[lang=en] td.a{font-style:italic}
        tr.m>:first-child{border-left:5px solid var(--ink)}
        tr.m>th{font-weight:bold}
        .mark{display:inline-block;min-width:1.3em;margin-right:.4em;text-align:center;border:1.5px solid currentColor;font-weight:bold;line-height:1.2}
        .legend{font-size:.9rem;color:var(--quiet);margin:.3rem 0 1rem}
        .charts{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,17rem),1fr));gap:.8rem 1rem;margin:1rem 0}
        figure{margin:0;padding:.5rem .6rem;border:1px solid var(--line)}
        figcaption{font-weight:bold;font-size:.95rem}
        figcaption small{font-weight:normal;color:var(--quiet)}
        svg{display:block;width:100%;max-width:22rem;height:auto;margin:.2rem 0;font-family:inherit;font-variant-numeric:tabular-nums}
        .rim{stroke:var(--paper)}
        .point.hollow,.planned,.baseline{fill:var(--paper)}
        .grid{stroke:var(--line)}
        .key{display:flex;flex-wrap:wrap;gap:.1rem 1rem;margin:0;padding:0;list-style:none;font-size:.85rem;font-variant-numeric:tabular-nums}
        .key svg{display:inline-block;width:1rem;height:1rem;margin:0 .3rem 0 0;vertical-align:-.15rem}
        .triangle th,.triangle td{max-width:none}
        .triangle th{white-space:nowrap}
        .triangle td{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
        .triangle td.c{font-weight:bold;background-image:repeating-linear-gradient(135deg,transparent 0 5px,var(--line) 5px 6px)}
        .triangle td.c span{background:var(--paper);padding:0 .2rem}
        .triangle td.s{color:var(--quiet)}

        """

    private static let print = """
        @page{size:{page};margin:14mm 12mm 16mm;
        @bottom-left{content:"{footer}";font-size:8pt}
        @bottom-right{content:counter(page) " / " counter(pages);font-size:8pt}}
        @media print{
        :root{color-scheme:light;--ink:#000;--quiet:#000;--paper:#fff;--soft:#fff;--line:#000}
        body{max-width:none;padding:0;font-size:9.5pt;line-height:1.45}
        .skip,nav{display:none}
        h1,h2,h3,h4,h5,h6,caption{break-after:avoid;page-break-after:avoid}
        .scroll{overflow:visible;background:none}
        .short{break-inside:avoid;page-break-inside:avoid}
        table{font-size:7.5pt;line-height:1.3;min-width:0}
        thead{display:table-header-group}
        tr,figure{break-inside:avoid;page-break-inside:avoid}
        th,td{max-width:none;padding:.8mm 1.2mm}
        thead th{min-width:calc(var(--w)*.5)}
        td.n.a,td.a{min-width:4em}
        tbody th,caption span{position:static}
        caption span{max-width:none}
        thead th{border-bottom-width:1.5pt}
        .charts{grid-template-columns:repeat(auto-fill,minmax(58mm,1fr));gap:2mm;margin:2mm 0}
        figure{padding:1mm 1.5mm}
        figcaption{font-size:8pt;line-height:1.25}
        .key{font-size:7.5pt;line-height:1.3;gap:0 2mm}
        .key svg{width:8pt;height:8pt;margin-right:1mm}
        .legend{break-before:avoid;page-break-before:avoid}
        .triangle td.c{print-color-adjust:exact;-webkit-print-color-adjust:exact}
        }

        """
}

extension String {
    /// Both are safe inside CSS.
    fileprivate func replacingPlaceholders(page: String, footer: String) -> String {
        split(separator: "{page}", omittingEmptySubsequences: false).joined(separator: page)
            .split(separator: "{footer}", omittingEmptySubsequences: false).joined(separator: footer)
    }
}
