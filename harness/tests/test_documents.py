"""Documents agree with the repository: links lead somewhere, and the table of the README was published."""
from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINK = re.compile(r"\]\(([^)\s]+)\)")
AVOIDED = re.compile(
    r"to be had|otherwise than|as long as it lasts|at the (?:most|least)\b|by lot\b|make anew|where there is")
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / ".github").glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def leads_somewhere(page: Path, link: str) -> bool:
    """Whether the file exists that a relative link names, and the heading in it."""
    path, _, anchor = link.partition("#")
    target = page.parent / path if path else page
    return target.exists() and (not anchor or anchor in anchors(target))


def rows(page: str) -> dict[str, dict[str, str]]:
    """The rows of a page's tables of cases, by case: each column's platform and the text of the cell."""
    table: dict[str, dict[str, str]] = {}
    heads: list[str] = []
    for line in (ROOT / page).read_text(encoding="utf-8").splitlines():
        cells = [cell.strip(" `") for cell in line.replace("\\", "").strip("|").split(" | ")]
        if cells[0] == "case":
            heads = cells
        elif line.startswith("|") and "/" in cells[0] and len(cells) == len(heads):
            table[cells[0]] = dict(zip(heads[1:], cells[1:]))
    return table


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    links = [link for link in LINK.findall(page.read_text(encoding="utf-8")) if "://" not in link]
    assert [link for link in links if not leads_somewhere(page, link)] == []


def test_the_table_of_the_readme_is_what_was_published() -> None:
    published = rows("results/compat.md")
    shown = rows("README.md")
    assert shown
    for case, cells in shown.items():
        assert {**published[case], **cells} == published[case], case


def prose(page: Path) -> str:
    """What a page says outside of its tables; nothing if it is generated."""
    lines = page.read_text(encoding="utf-8").splitlines()
    if any(line.startswith("Generated ") for line in lines):
        return ""
    return " ".join(line for line in lines if not line.startswith("|"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_documents_keep_to_the_style_guide(page: Path) -> None:
    assert AVOIDED.findall(prose(page)) == []
