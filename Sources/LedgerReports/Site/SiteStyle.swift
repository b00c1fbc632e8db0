/// What the site's pages need beyond the style sheet of the reports.
enum SiteStyle {
    static let sheet = """
        body{max-width:64rem}
        .en{color:var(--quiet);font-size:.9em}
        p.en{margin-top:-.6em}
        h1 .en,h2 .en,h3 .en,h4 .en{font-weight:normal;font-size:.75em}
        h3{font-size:1.2rem}
        h4{font-size:1.02rem}
        .over{margin:0;color:var(--quiet)}
        code,pre{font-family:ui-monospace,"Cascadia Mono","Noto Sans Mono CJK JP",monospace;font-size:.88em}
        pre{max-width:48rem;margin:.2rem 0 1.2rem;padding:.5rem .8rem;border:1px solid var(--line);background:var(--soft);white-space:pre-wrap}
        .action a{display:inline-block;padding:.5rem 1rem;border:2px solid currentColor;font-weight:bold}
        .edition,.result{margin:1.2rem 0;padding:.2rem 1rem 1rem;border:1px solid var(--line);border-left:5px solid var(--ink)}
        .facts{display:flex;flex-wrap:wrap;gap:.2rem 1.6rem;margin:.4rem 0 1rem}
        .facts div{display:flex;flex-wrap:wrap;gap:0 .6rem;max-width:100%}
        .facts dt{color:var(--quiet);font-size:.9rem}
        .facts dd{margin:0;min-width:0;font-variant-numeric:tabular-nums}
        table.cards{width:100%;margin:.6rem 0 1.2rem}
        table.cards th,table.cards td{max-width:none}
        table.cards tbody th{position:static}
        table.cards caption{font-size:1rem}
        thead th{min-width:0}
        del,ins,.whole{display:inline-block;text-decoration:none}
        ins{font-weight:bold}
        details code.full{display:block;max-width:34em}
        table.cards code{overflow-wrap:anywhere}
        .notice{margin:1rem 0;padding:.2rem 1rem;border:2px dashed currentColor}
        #drop{margin:1.2rem 0;padding:1.6rem 1rem;border:2px dashed var(--line);text-align:center}
        #drop.over{border:2px solid currentColor;background:var(--soft)}
        #drop label{display:block;margin-bottom:.8rem;font-weight:bold}
        #drop label .en{font-weight:normal}
        #file{max-width:100%;font:inherit}
        #status{font-weight:bold}
        #status:empty{display:none}
        #status.said{position:absolute;width:1px;height:1px;margin:0;overflow:hidden;clip-path:inset(50%)}
        .result h2{border:0;margin:.6rem 0 .2rem}
        .result h2 .en{display:block}
        .result .file{margin:.1rem 0 .4rem;font-weight:bold}
        @media screen and (max-width:44rem){
        table.cards,table.cards tbody,table.cards tr,table.cards th,table.cards td,table.cards caption{display:block}
        table.cards thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
        table.cards tr{margin:0 0 .8rem;border:1px solid var(--line)}
        table.cards tbody th{font-weight:bold;background:var(--soft)}
        table.cards tbody th,table.cards td{border:0;border-bottom:1px solid var(--line)}
        table.cards tbody th:last-child,table.cards td:last-child{border-bottom:0}
        table.cards td{display:grid;grid-template-columns:8em minmax(0,1fr);gap:.6rem}
        table.cards td::before{content:attr(data-label);color:var(--quiet);font-size:.85em}
        .edition,.result{padding:.2rem .7rem .6rem}
        }
        @media print{
        .skip,.action,#drop,#status,.notice{display:none}
        .edition,.result{border-left-width:1px;padding:1mm 3mm}
        details::details-content{display:block;content-visibility:visible}
        details>summary{display:none}
        pre{border:1px solid}
        }

        """
}
