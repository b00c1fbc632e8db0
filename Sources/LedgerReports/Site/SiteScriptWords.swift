extension SiteScript {
    /// Elements and texts. Data become text nodes and nothing else.
    static let words = #"""
    // Nothing in data can turn the direction of a text, hide, or end a line.
    function visible(text) {
      return String(text).replace(/(?!\u200d)[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu, scalar => {
        const code = scalar.codePointAt(0).toString(16).toUpperCase().padStart(4, "0");
        return "<U+" + code + ">";
      });
    }

    // Content: data as text, elements, or lists of these.
    function make(name, attributes, ...content) {
      const element = document.createElement(name);
      for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, visible(value));
      for (const part of content.flat(Infinity)) element.append(typeof part === "object" ? part : visible(part));
      return element;
    }

    const data = text => make("bdi", {}, text);
    const english = (...content) => make("span", { lang: "en", class: "en" }, ...content);
    const inline = (ja, en) => ja === en ? [ja] : [ja, " ", english(en)];

    function paragraphs(ja, en) {
      return [make("p", {}, ja), make("p", { lang: "en", class: "en" }, en)];
    }

    function wordsFor(table, name) {
      return site.words[table]?.[name.toUpperCase()] ?? [name, name];
    }

    function facts(...items) {
      return make("dl", { class: "facts" }, items.map(([ja, en, ...content]) =>
        make("div", {}, make("dt", {}, inline(ja, en)), make("dd", {}, ...content))));
    }

    // Columns are pairs of words; rows lists of cells. Beyond the limit only their number is said.
    function table(ja, en, columns, rows) {
      const limit = 500;
      const head = make("tr", {}, columns.map(words => make("th", { scope: "col" }, inline(...words))));
      const body = rows.slice(0, limit).map(cells => make("tr", {}, cells.map((cell, i) => {
        const label = { "data-label": [...new Set(columns[i])].join(" ") };
        return i === 0 ? make("th", { scope: "row", ...label }, cell) : make("td", label, make("div", {}, cell));
      })));
      const whole = make("table", { class: "cards" }, make("caption", {}, inline(ja, en)), make("thead", {}, head), make("tbody", {}, body));
      const left = rows.length - limit;
      return left > 0 ? [whole, paragraphs(`ほか ${left} 件は省略。`, `${left} more are left out.`)] : [whole];
    }

    function subjectOf(line) {
      const name = site.names[line.subject];
      const rest = [line.subject, line.measure === "m1" ? "" : line.measure, line.part, line.plan].filter(text => text !== "");
      return [
        name === undefined ? [] : [data(name), make("br", {})],
        make("small", {}, inline(...wordsFor("kind", line.kind)), " ", make("code", {}, data(rest.join(" ")))),
      ];
    }

    function periodOf(text) {
      const year = /^FY([0-9]{4})$/.exec(text)?.[1];
      if (year === undefined) return [data(text)];
      const era = year >= 2020 ? `令和${year - 2018}年度` : year >= 2019 ? "令和元年度" : year >= 1990 ? `平成${year - 1988}年度` : "";
      return era === "" ? [text] : [text, make("span", { class: "whole" }, `（${era}）`)];
    }

    // A line's figure in words: digits as they are, grouped; scale, unit, bound, form and marks.
    function valueOf(line) {
      if (line === null) return inline("（行なし）", "(no line)");
      const absence = wordsFor("absence", line.absence);
      const grouped = line.number.replace(/^(-?)([0-9]+)/, (_, sign, whole) => sign + whole.replace(/\B(?=([0-9]{3})+$)/g, ","));
      const scale = { "": "", 0: "", 3: "千", 4: "万", 6: "百万", 7: "千万", 8: "億", 12: "兆" }[line.scale] ?? ` × 10^${line.scale}`;
      const amount = line.number === "" ? line.word : grouped + scale + line.unit;
      if (amount === "" && absence[0] !== "") return inline(...absence);
      // A value that is not whole yet.
      const part = absence[0] === "" ? ["", ""] : [`一部${absence[0]}`, `part ${absence[1]}`];
      const words = [wordsFor("bound", line.bound), wordsFor("form", line.form)];
      const marks = [wordsFor("status", line.status), part].filter(([ja]) => ja !== "");
      const text = amount + words.map(([ja]) => ja).join("") + (marks.length === 0 ? "" : `（${marks.map(([ja]) => ja).join("・")}）`);
      const notes = [...words, ...marks].map(([, en]) => en).filter(en => en !== "").join(", ");
      if (text === "") return inline("（なし）", "(none)");
      return notes === "" ? [data(text)] : [data(text), " ", english(notes)];
    }

    """#
}
