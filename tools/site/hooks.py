"""Hooks of MkDocs: pages from outside of docs/, and the Markdown of GitHub, which differs."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
FOLDER = "repository"
"""Where the site has the pages from outside of docs/."""

PAGES = {
    "../CHANGELOG.md": "CHANGELOG.md",
    "../CONTRIBUTING.md": "CONTRIBUTING.md",
    "../SECURITY.md": "SECURITY.md",
    "../pulumi_runsite/emulator/COVERAGE.md": "COVERAGE.md",
}
"""Their paths from docs/, and on the site."""

_LINK = re.compile(r"(?<=\]\()(?![a-z]+:|#)([^)#\s]+)(?=[)#])")
_ITEM = re.compile(r"(?:[-*]|\d+\.) +")


def on_files(files: Any, config: Any) -> Any:
    """Add the pages from outside of docs/, and one for each example."""
    from mkdocs.structure.files import File  # noqa: PLC0415 - only where a site is built

    for source, target in PAGES.items():
        text = (ROOT / "docs" / source).read_text()
        files.append(File.generated(config, f"{FOLDER}/{target}", content=text))
    for example in examples():
        content = example_page(example)
        files.append(File.generated(config, f"{FOLDER}/{example.name}.md", content=content))
    return files


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """Return the text of *page* as Python-Markdown reads it."""
    return indented(with_site_links(markdown, page.file.src_uri))


def examples() -> list[Path]:
    """Return the folders of the examples."""
    return sorted(path.parent for path in (ROOT / "examples").glob("*/Pulumi.yaml"))


def example_page(example: Path) -> str:
    """Return a page with the files of *example*, the program first."""
    languages = {".py": "python", ".ts": "typescript", ".json": "json", ".txt": "text"}
    names = sorted(
        (path for path in example.iterdir() if path.is_file()),
        key=lambda path: (path.suffix not in {".py", ".ts"}, path.name),
    )
    page = f"# Example: {example.name}\n"
    for path in names:
        language = languages.get(path.suffix, "yaml")
        page += f"\n## {path.name}\n\n```{language}\n{path.read_text().strip()}\n```\n"
    return page


def with_site_links(markdown: str, page: str) -> str:
    """Return *markdown* of *page* with links to what the site has in another place."""
    # The path of the page from docs/: its links are relative to that.
    own = next((source for source, target in PAGES.items() if page == f"{FOLDER}/{target}"), page)
    places = {source: f"{FOLDER}/{target}" for source, target in PAGES.items()}
    places |= {f"../examples/{each.name}": f"{FOLDER}/{each.name}.md" for each in examples()}
    places |= {"../examples": "guides/examples.md", "../README.md": "index.md"}

    def replaced(match: re.Match[str]) -> str:
        path = posixpath.normpath(posixpath.join(posixpath.dirname(own), match[1]))
        place = places.get(path, path.removeprefix("../docs/"))
        return posixpath.relpath(place, posixpath.dirname(page) or ".")

    return _LINK.sub(replaced, markdown)


def indented(markdown: str) -> str:
    """
    Return *markdown* with its lists as Python-Markdown reads them.

    Each level needs 4 spaces, and a list an empty line before it; GitHub requires neither.
    """
    return "\n".join(_indented(markdown.splitlines())) + "\n"


def _indented(lines: list[str]) -> Iterator[str]:
    columns: list[int] = []  # where the text of each open list item begins
    fence = previous = ""
    for line in lines:
        text = line.lstrip(" ")
        indent = len(line) - len(text)
        if not fence and text:
            columns = [column for column in columns if column <= indent]
        depth = len(columns)
        rest = indent - columns[-1] if columns else indent
        item = None if fence else _ITEM.match(text)
        if item and previous and not depth and not _ITEM.match(previous):
            yield ""
        yield " " * (4 * depth + max(rest, 0)) + text if text else ""
        if text.startswith("```"):
            fence = "" if fence else text
        elif item:
            columns.append(indent + item.end())
        if not depth or not text:
            previous = text
