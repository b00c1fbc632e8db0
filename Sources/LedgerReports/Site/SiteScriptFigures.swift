extension SiteScript {
    /// Reading of figures files, and their comparison line by line.
    static let figures = #"""
    const keyColumns = ["subject", "kind", "measure", "part", "plan", "period"];
    const valueColumns = ["number", "scale", "unit", "aggregation", "bound", "form", "absence", "status", "word", "expected"];
    const noteColumns = ["change", "reason", "entry"];

    // Spreadsheets in Japan save CSV as CP932.
    function decoded(bytes) {
      try {
        return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
      } catch {
        return new TextDecoder("shift_jis").decode(bytes);
      }
    }

    // RFC 4180, with any line end.
    function csvRows(text) {
      const rows = [];
      let row = [], cell = "", isQuoted = false;
      const endRow = () => {
        if (row.length > 0 || cell !== "") rows.push([...row, cell]);
        [row, cell] = [[], ""];
      };
      for (let i = 0; i < text.length; i++) {
        const c = text[i];
        if (isQuoted) {
          if (c !== '"') cell += c;
          else if (text[i + 1] === '"') { cell += '"'; i++; }
          else isQuoted = false;
        } else if (c === '"' && cell === "") isQuoted = true;
        else if (c === ",") { row.push(cell); cell = ""; }
        else if (c === "\n" || c === "\r") endRow();
        else cell += c;
      }
      endRow();
      return rows;
    }

    // Lines by key, each an object of its columns; null for another kind of file. An apostrophe that keeps a
    // spreadsheet from taking a cell for a formula is no part of it.
    function figuresOf(text) {
      const [header, ...rows] = csvRows(text);
      const columns = [...keyColumns, ...valueColumns, ...noteColumns];
      if (!header || columns.some(column => !header.includes(column))) return null;
      const places = columns.map(column => [column, header.indexOf(column)]);
      const lines = new Map();
      for (const row of rows) {
        const line = Object.fromEntries(places.map(([column, place]) => [column, (row[place] ?? "").replace(/^'/, "")]));
        const key = keyColumns.map(column => line[column]);
        let name = JSON.stringify(key);
        for (let n = 2; lines.has(name); n++) name = JSON.stringify([...key, n]);
        lines.set(name, line);
      }
      return lines;
    }

    // What a file says otherwise than the published lines. "noted": only act, reason or entry differ.
    function differences(published, file) {
      const found = { changed: [], missing: [], extra: [], noted: [] };
      for (const [key, line] of published) {
        const other = file.get(key);
        if (!other) found.missing.push({ published: line, file: null });
        else if (valueColumns.some(column => line[column] !== other[column])) found.changed.push({ published: line, file: other });
        else if (noteColumns.some(column => line[column] !== other[column])) found.noted.push({ published: line, file: other });
      }
      for (const [key, line] of file) if (!published.has(key)) found.extra.push({ published: null, file: line });
      found.count = found.changed.length + found.missing.length + found.extra.length;
      return found;
    }

    // The edition whose figures the file comes closest to, the newest of them; null where the page carries no figures.
    function nearestEdition(file) {
      let best = null;
      for (const edition of site.editions) {
        if (edition.figures === undefined) continue;
        const found = differences(figuresOf(edition.figures), file);
        const isCloser = !best || found.count < best.found.count
          || (found.count === best.found.count && found.noted.length < best.found.noted.length);
        if (isCloser) best = { edition, found };
      }
      return best;
    }

    // "30.0" and "30" are one number in two notations.
    function isSameNumber(a, b) {
      const plain = text => /^-?[0-9]+(\.[0-9]+)?$/.test(text)
        ? text.replace(/^(-?)0+(?=[0-9])/, "$1").replace(/(\.[0-9]*?)0+$/, "$1").replace(/\.$/, "").replace(/^-0$/, "0") : text;
      return a !== b && plain(a) === plain(b);
    }

    // A digest's place: {file, edition} of every published file with it, newest edition first.
    function filesWith(digest) {
      return site.editions.flatMap(edition => edition.files.filter(file => file.sha256 === digest).map(file => ({ file, edition })));
    }

    // Editions that came after one for the same plans, oldest first.
    function laterThan(edition) {
      const later = [];
      let last = edition;
      for (let i = site.editions.indexOf(edition) - 1; i >= 0; i--) {
        const next = site.editions[i];
        if (next.against === last.id || next.supersedes === last.id) { later.push(next); last = next; }
      }
      return later;
    }

    // published, older (a newer edition exists), superseded (one took its place), removed, or none.
    function verdictOf(found) {
      if (found.length === 0) return "none";
      const { file, edition } = found[0];
      if (file.bytes === undefined) return "removed";
      const later = laterThan(edition);
      if (later.length === 0) return "published";
      return site.editions.some(next => next.supersedes === edition.id) ? "superseded" : "older";
    }

    """#
}
