extension SiteScript {
    /// Reading of files and the telling of what was found.
    static let page = #"""
    const site = JSON.parse(document.getElementById("data").textContent);
    const sizeLimit = 256 * 2 ** 20;

    const headlines = {
      published: ["✓", "公表されたファイルそのものです。", "This is exactly a published file."],
      older: ["✓", "公表されたファイルですが、そのあと新しい版が公表されています。", "This is a published file; a newer edition has been published since."],
      superseded: ["!", "公表されたファイルですが、この版は差し替えられました。", "This is a published file, but its edition was superseded."],
      removed: ["!", "公表されたファイルですが、墨消しのため公表をやめたものです。", "This file was published, and was removed later by a redaction."],
      none: ["✗", "公表されたファイルではありません。", "This is not a published file."],
      same: ["✗", "公表されたファイルそのものではありませんが、数値はすべて公表のとおりです。", "Not the published file to the byte, but every figure is as published."],
      altered: ["✗", "公表されたファイルではありません。公表と異なる数値があります。", "This is not a published file, and it has figures that were published otherwise."],
      failed: ["!", "ファイルを読めませんでした。", "The file could not be read."],
    };

    function articleFor(verdict, name, ...content) {
      const [mark, ja, en] = headlines[verdict];
      const title = make("h2", {}, make("span", { class: "mark", "aria-hidden": "true" }, mark), " ", ja, make("span", { lang: "en", class: "en" }, en));
      return make("article", { class: "result", "data-verdict": verdict }, title, make("p", { class: "file" }, data(name)), ...content);
    }

    function placeOf({ file, edition }) {
      return facts(
        ["版", "Edition", data(edition.label)], ["公表されたファイル", "Published as", data(file.path), " — ", inline(...file.title)],
        ["確定日時", "Recorded", data(edition.recorded.replace("T", " "))], ["記録番号", "Entry", edition.entry]);
    }

    function changesIn(edition) {
      const before = site.editions.find(other => other.id === edition.against);
      const heading = make("h3", {}, before ? [data(before.label), " → "] : [], data(edition.label), make("br", {}),
        inline("この版で変わった値", "What this edition changed"));
      const why = edition.supersedes === undefined ? []
        : facts(["差替えの理由", "Why it was superseded", edition.reason === undefined ? inline("記載なし", "none stated") : data(edition.reason)]);
      const counts = facts(
        ["前の版から変わった値", "Figures changed", edition.alterations], ["新しく加わった値", "Figures added", edition.additions]);
      if (edition.changes === undefined) return [heading, why, counts, paragraphs("変わった値の一覧は index.html にあります。", "index.html lists them.")];
      if (edition.changes.length === 0) return [heading, why, counts];
      // What nobody declared comes first.
      const lines = [...edition.changes].sort((a, b) => (a.verdict !== "undeclared") - (b.verdict !== "undeclared"));
      const columns = [["対象", "Subject"], ["期間", "Period"], ["前の値 → この版の値", "Before → now"], ["判定", "Verdict"], ["行為・理由", "Act and reason"], ["記録", "Entry"]];
      const legend = lines[0].verdict === "undeclared" ? paragraphs(...site.undeclared) : [];
      return [heading, why, counts, table("変わった値", "Changed figures", columns, lines.map(changeRow)), legend];
    }

    function changeRow(line) {
      const value = (name, text) => text === "" ? inline("（なし）", "(none)") : make(name, {}, data(text));
      const act = [["change", line.change], ["reason", line.reason]].filter(([, name]) => name !== "").map(([of, name]) => inline(...wordsFor(of, name)));
      const mark = line.verdict === "undeclared" ? make("span", { class: "mark" }, "!") : [];
      return [
        subjectOf(line), periodOf(line.period), [value("del", line.old), " → ", value("ins", line.new)], [mark, inline(...wordsFor("verdict", line.verdict))],
        act.length === 0 ? ["—"] : act.flatMap((words, i) => i === 0 ? words : [make("br", {}), words]), [line.entry ?? "—"],
      ];
    }

    function foundArticle(verdict, name, found, digest) {
      const others = found.slice(1).map(placeOf);
      const also = others.length === 0 ? [] : [make("h3", {}, inline("同じ内容の公表ファイル", "Published with the same content")), others];
      const later = laterThan(found[0].edition).map(changesIn);
      return articleFor(verdict, name, placeOf(found[0]), digest, also, later);
    }

    function differenceRow({ published, file }) {
      const line = published ?? file;
      const notes = [];
      if (published && file) {
        const shown = ["number", "scale", "unit", "word"];
        const columns = [...valueColumns, ...noteColumns].filter(column => !shown.includes(column) && published[column] !== file[column]);
        for (const column of columns) notes.push(make("code", {}, data(`${column}: ${published[column] || "—"} → ${file[column] || "—"}`)), make("br", {}));
        const differing = valueColumns.filter(column => published[column] !== file[column]);
        if (differing.length === 1 && isSameNumber(published.number, file.number)) notes.push(...inline("桁の書き方だけの違い", "the same number in other digits"));
      }
      return [subjectOf(line), periodOf(line.period), valueOf(published), valueOf(file), notes.length === 0 ? ["—"] : notes];
    }

    function comparison(file) {
      const best = nearestEdition(file);
      if (best === null) {
        return ["none", paragraphs("数値ごとの比較には ledger compare が必要です。", "Comparing figure by figure needs ledger compare.")];
      }
      const { edition, found } = best;
      const near = facts(
        ["最も近い版", "Nearest edition", data(edition.label)], ["異なる数値", "Figures that differ", found.changed.length],
        ["なくなっている行", "Lines missing", found.missing.length], ["余分な行", "Lines added", found.extra.length]);
      const columns = [["対象", "Subject"], ["期間", "Period"], ["公表された値", "Published"], ["このファイルの値", "In this file"], ["そのほかの違い", "Other differences"]];
      const rows = [...found.changed, ...found.missing, ...found.extra, ...found.noted].map(differenceRow);
      const left = site.editions.some(other => other.figures === undefined)
        ? paragraphs("このページに数値を収めていない版もあります。それらとの比較には ledger compare を使ってください。",
          "Some editions' figures are not in this page; ledger compare compares with them.") : [];
      if (found.count > 0) return ["altered", near, table("公表と異なる数値", "Figures that differ from the published ones", columns, rows), left];
      const why = paragraphs(
        "並び、改行、引用符、文字コードなど、数値でない部分だけが違います。表計算ソフトで開いて保存し直すとこうなります。",
        "Only order, line ends, quoting or encoding differ, as after saving it again in a spreadsheet.");
      return ["same", near, found.noted.length > 0 ? table("記録の欄の違い", "Act, reason or entry differ", columns, rows) : why, left];
    }

    function unknownArticle(name, bytes, digest) {
      const file = figuresOf(decoded(bytes));
      const base = path => path.split("/").pop();
      const namesakes = site.editions.flatMap(edition => edition.files.filter(other => base(other.path) === name).map(other =>
        [[data(other.path)], [data(edition.label)], [other.bytes ?? "—"], [make("code", {}, other.sha256)]]));
      const columns = [["ファイル", "File"], ["版", "Edition"], ["大きさ（バイト）", "Bytes"], ["SHA-256", "SHA-256"]];
      const same = namesakes.length === 0 ? [] : table("同じ名前で公表されたファイル", "Published under the same name", columns, namesakes);
      if (file !== null) {
        const [verdict, ...content] = comparison(file);
        return articleFor(verdict, name, digest, content, same);
      }
      const hint = paragraphs(
        "1バイトでも違えば別のファイルです。表計算ソフトで保存し直したものや、印刷して取り込んだものも別になります。数値ごとに比べるには、同じ版の figures.csv を選んでください。",
        "One byte makes another file; so does saving it again in a spreadsheet. To compare figure by figure, choose a figures.csv.");
      return articleFor("none", name, digest, hint, same);
    }

    async function examine(file) {
      if (file.size > sizeLimit) {
        return articleFor("failed", file.name, paragraphs("256 MiB を超えるファイルは調べられません。", "Files over 256 MiB cannot be checked here."));
      }
      try {
        const bytes = new Uint8Array(await file.arrayBuffer());
        const hash = await digestOf(bytes);
        const digest = facts(["大きさ（バイト）", "Bytes", bytes.length], ["SHA-256", "SHA-256", make("code", {}, hash)]);
        const found = filesWith(hash);
        const verdict = verdictOf(found);
        return verdict === "none" ? unknownArticle(file.name, bytes, digest) : foundArticle(verdict, file.name, found, digest);
      } catch (error) {
        return articleFor("failed", file.name, make("p", {}, data(error)));
      }
    }

    const status = document.getElementById("status");
    const results = document.getElementById("results");
    let turn = 0;

    async function show(files) {
      if (files.length === 0) return;
      const mine = ++turn;
      results.replaceChildren();
      status.className = "";
      status.replaceChildren(...inline("調べています…", "Checking…"));
      const articles = [];
      for (const file of files) articles.push(await examine(file));
      // A later choice has taken this one's place.
      if (mine !== turn) return;
      results.replaceChildren(...articles);
      const said = articles.map((article, i) => {
        const [, ja, en] = headlines[article.dataset.verdict];
        return make("span", {}, data(files[i].name), ": ", inline(ja, en), " ");
      });
      // For the ear: the eye has the headlines.
      status.className = "said";
      status.replaceChildren(...said);
    }

    const input = document.getElementById("file");
    const drop = document.getElementById("drop");
    // So that the same file can be chosen again after it was changed.
    input.addEventListener("click", () => { input.value = ""; });
    input.addEventListener("change", () => show([...input.files]));
    for (const name of ["dragenter", "dragover"]) {
      document.addEventListener(name, event => { event.preventDefault(); drop.classList.add("over"); });
    }
    for (const name of ["dragleave", "drop"]) {
      document.addEventListener(name, event => { event.preventDefault(); drop.classList.remove("over"); });
    }
    document.addEventListener("drop", event => show([...event.dataTransfer.files]));

    if (!hasWebCrypto()) {
      const notice = document.getElementById("notice");
      notice.append(...paragraphs(
        "安全でない接続（http）で開かれているため、ブラウザーの SHA-256 を使えません。このページに収めた計算で調べますが、ページ自体が途中で書き換えられるおそれがあります。https で開くか、保存したページを開いてください。",
        "Opened over a connection that is not secure, this page cannot use the browser's SHA-256 and calculates it itself. "
          + "The page may have been altered on its way: open it over https, or from a saved copy."));
      notice.hidden = false;
    }
    input.disabled = false;
    """#
}
