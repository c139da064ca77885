"""The site of the documentation: `make docs` builds it, and checks its links."""

from __future__ import annotations

from pathlib import Path

import yaml

from tools.site.hooks import PAGES, ROOT, example_page, examples, indented, with_site_links

SITE = ROOT / "tools" / "site"
DOCS = ROOT / "docs"


class _SettingsLoader(yaml.SafeLoader):
    """Reads the settings without the objects of Python in them."""


_SettingsLoader.add_multi_constructor("!!python/", lambda *_: None)
_SettingsLoader.add_multi_constructor("tag:yaml.org,2002:python/", lambda *_: None)
SETTINGS = yaml.load((SITE / "mkdocs.yml").read_text(), _SettingsLoader)  # noqa: S506 - it is safe


def entries(nav: object) -> list[str]:
    """Return the pages of the navigation, in order."""
    if isinstance(nav, dict):
        return [page for inner in nav.values() for page in entries(inner)]
    return (
        [page for inner in nav for page in entries(inner)] if isinstance(nav, list) else [str(nav)]
    )


def test_every_page_is_in_the_navigation_once() -> None:
    pages = {path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md")}
    shown = {page for page in pages if not page.startswith(("sources/", "_index"))}
    from_elsewhere = {f"repository/{target}" for target in PAGES.values()}
    assert sorted(entries(SETTINGS["nav"])) == sorted(shown | from_elsewhere)


def test_every_kind_of_dead_link_fails_the_build() -> None:
    assert set(SETTINGS["validation"]["links"].values()) == {"warn"}
    (command,) = [line for line in (ROOT / "Makefile").read_text().splitlines() if "mkdocs" in line]
    # With --quiet, mkdocs does not count warnings, and --strict has no effect.
    assert "--strict" in command
    assert "--quiet" not in command


def test_a_link_out_of_the_docs_leads_to_the_page_of_the_site() -> None:
    text = "[a](../../examples/shop) [b](../../CONTRIBUTING.md#tests) [c](drift.md) [d](#e)"
    assert with_site_links(text, "guides/x.md") == (
        "[a](../repository/shop.md) [b](../repository/CONTRIBUTING.md#tests) [c](drift.md) [d](#e)"
    )
    outside = "[a](docs/guides/drift.md) [b](https://pulumi.com) [c](SECURITY.md)"
    assert with_site_links(outside, "repository/CHANGELOG.md") == (
        "[a](../guides/drift.md) [b](https://pulumi.com) [c](SECURITY.md)"
    )


def test_nested_lists_and_code_in_a_list_are_indented() -> None:
    github = "Text:\n- a\n  more\n  - b\n\n1. c\n\n   ```sh\n     $ run\n   ```\n\nEnd\n"
    site = "Text:\n\n- a\n    more\n    - b\n\n1. c\n\n    ```sh\n      $ run\n    ```\n\nEnd\n"
    assert indented(github) == site
    code = "```yaml\n- a\n  - b\n```\n"
    assert indented(code) == code


def test_the_page_of_an_example_has_its_files() -> None:
    (shop,) = [each for each in examples() if each.name == "shop"]
    page = example_page(shop)
    program = (shop / "__main__.py").read_text().strip()
    assert page.index(program) < page.index("## Pulumi.yaml") < page.index("## requirements.txt")


def test_the_requirements_of_the_site_are_pinned_and_name_no_index() -> None:
    lines = Path(ROOT / "requirements" / "docs.txt").read_text().splitlines()
    pins = [line for line in lines if line and not line.startswith((" ", "#"))]
    assert all("==" in pin for pin in pins)
    assert sum("--hash=sha256:" in line for line in lines) >= len(pins)
    assert not [line for line in lines if "://" in line or line.startswith("--")]
