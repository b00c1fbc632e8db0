"""A published directory as its files say it is, and check.html as a reader uses it."""
import csv
import http.server
import io
import json

from browser import Page


class Handler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, form, *values):
        self.server.requests.append(self.path)


class Site:
    """What was published, as its JSON files say."""

    def __init__(self, folder):
        self.folder = folder
        self.editions = json.loads((folder / "editions.json").read_text(encoding="utf-8"))["editions"]
        self.changes = {}
        for entry in json.loads((folder / "changes.json").read_text(encoding="utf-8"))["editions"]:
            self.changes[entry["id"]] = entry

    def later(self, edition):
        """Editions after one for the same plans, oldest first."""
        found, last = [], edition["id"]
        for other in reversed(self.editions[: self.editions.index(edition)]):
            if self.changes.get(other["id"], {}).get("against") == last or other.get("supersedes") == last:
                found.append(other)
                last = other["id"]
        return found

    def altered(self, edition):
        return [line for line in self.changes.get(edition["id"], {}).get("lines", []) if line["verdict"] not in ("added", "unchanged")]

    def verdict(self, edition):
        if not self.later(edition):
            return "published"
        return "superseded" if any(other.get("supersedes") == edition["id"] for other in self.editions) else "older"

    def with_digest(self, digest):
        """Newest edition first, as the page finds them."""
        return [(edition, file) for edition in self.editions for file in edition["files"] if file["sha256"] == digest]


class CheckPage:
    """check.html as a reader uses it."""

    def __init__(self, browser, address):
        self.page = Page(browser, address)

    def result(self, path, dropped=False):
        """Verdict, texts and table rows of the one article that answers a file."""
        self.page.value("results.replaceChildren()")
        (self.page.drop if dropped else self.page.choose)("#drop" if dropped else "#file", path)
        self.page.wait("results.children.length > 0")
        return self.page.value("""(() => {
          const article = results.children[0];
          const rows = table => [...table.querySelectorAll("tbody tr")].map(row => [...row.children].map(cell => cell.innerText.trim()));
          return {
            count: results.children.length, verdict: article.dataset.verdict, text: article.innerText, said: document.getElementById("status").innerText,
            tables: [...article.querySelectorAll("table")].map(table => [table.caption.innerText, rows(table)]),
            foreign: article.querySelectorAll("script, img, iframe, style").length,
          };
        })()""")


def figures_of(path):
    return list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8"), newline="")))


def written(rows, end="\r\n"):
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator=end).writerows(rows)
    return text.getvalue()
