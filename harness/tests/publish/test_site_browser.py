"""The published pages in a real browser, from a folder: chromium, headless. Skipped where there is none."""
from __future__ import annotations

import shutil
import subprocess
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest
from helpers import site_runs
from helpers.fake_suite import HELPERS, observation, write_run

selenium = pytest.importorskip("selenium", reason="python3-selenium is not installed: ci/setup site")
from selenium import webdriver  # noqa: E402
from selenium.webdriver.chrome.options import Options  # noqa: E402
from selenium.webdriver.chrome.service import Service  # noqa: E402
from selenium.webdriver.common.by import By  # noqa: E402
from selenium.webdriver.common.keys import Keys  # noqa: E402
from selenium.webdriver.support.ui import WebDriverWait  # noqa: E402

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
DRIVER = shutil.which("chromedriver")
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
         "--disable-background-networking", "--disable-component-update", "--window-size=1400,900")
AXE = "axe-core@4.14.1"
PAGES = ("index.html", "table.html", "myths.html", "users.html", "options.html", "timeline.html",
         "cases/index.html", "cases/bind/one.html", "platforms/index.html",
         "platforms/linux-6.1.html", "documents/index.html", "documents/manual.html", "documented.html",
         "compare/index.html",
         "compare/linux-6.1..linux-7.2.html", "styles.html", "data.html", "reading.html")

pytestmark = [pytest.mark.browser, pytest.mark.skipif(
    not (CHROMIUM and DRIVER), reason="chromium and its driver are not installed: ci/setup site")]


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    """A browser of its own, with nothing from an earlier one."""
    options = Options()
    options.binary_location = CHROMIUM
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('chromium')}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(DRIVER))
    yield driver
    driver.quit()


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """A small site: three platforms that agree on one case and not on two."""
    from helpers.fake_suite import FakeSuite

    root = tmp_path_factory.mktemp("pages")
    suite = FakeSuite(root / "suite")
    suite.case("bind/one", 'says = [{ doc = "manual", at = "1" }]\n'
               'disputed_by = [{ doc = "mail", at = "2", predicts = "EINVAL" }]\n', "CASE(tcp4, tcp6) {}",
               "Of two sockets with one address the second is refused.")
    suite.case("bind/two", body="CASE(tcp4) {}", claim="Both are let in.")
    suite.case("udp/three", 'says = [{ doc = "mail", at = "3" }]\n', claim="It takes 60 s.")
    files = []
    for platform, two, three in (("gvisor-1", "EINVAL", "60 s"), ("linux-6.1", "ok", "60 s"),
                                 ("linux-7.2", "ok", "30 s")):
        records = [observation("bind/one[tcp4]", "EADDRINUSE", "EADDRINUSE"),
                   observation("bind/one[tcp6]", "EADDRINUSE", "EADDRINUSE"),
                   observation("bind/two[tcp4]", two, "ok"),
                   observation("udp/three", three, "60 s", details={"<b>waited</b>": 60})]
        files.append(write_run(root / f"{platform}.jsonl", *records, platform=platform,
                               facts=site_runs.facts(platform), started="2026-11-20T00:00:00Z",
                               time="warped" if platform == "linux-7.2" else "real"))
    site_runs.build(root / "suite", files, root / "site")
    return root / "site"


def go(browser, folder, name):
    """Opens a page afresh, without what an earlier address left."""
    browser.get("about:blank")
    file, hash, fragment = name.partition("#")
    browser.get((folder / file).as_uri() + hash + fragment)


def wait(browser, condition):
    return WebDriverWait(browser, 20).until(lambda _: condition())


def shown_cases(browser):
    return browser.execute_script(
        "return [...document.querySelectorAll('#matrix tbody tr')].filter(row => !row.hidden)"
        ".map(row => row.cells[0].firstElementChild.textContent)")


def shown_platforms(browser):
    return browser.execute_script(
        "return [...document.querySelectorAll('#matrix thead th')].slice(1)"
        ".filter(head => !head.hidden).map(head => head.querySelector('.own').textContent)")


def fragment(browser):
    return browser.execute_script("return location.hash")


def dialog_text(browser):
    return browser.execute_script(
        "let shown = document.getElementById('evidence'); return shown.open ? shown.innerText : ''")


def errors(browser):
    return [entry["message"] for entry in browser.get_log("browser") if entry["level"] == "SEVERE"]


def choose(browser, name, value):
    browser.execute_script(
        "let field = document.getElementById('filters').elements[arguments[0]]; field.value = arguments[1];"
        "field.dispatchEvent(new Event('input', {bubbles: true}))", name, value)


def test_filters_narrow_the_table_and_stand_in_the_address(browser, pages):
    go(browser, pages, "table.html")
    assert shown_cases(browser) == ["bind/two", "udp/three", "bind/one"]  # the most surprising first
    assert len(shown_platforms(browser)) == 3
    browser.find_element(By.NAME, "q").send_keys("let in")
    wait(browser, lambda: shown_cases(browser) == ["bind/two"])
    wait(browser, lambda: fragment(browser) == "#q=let%20in")
    browser.find_element(By.ID, "reset").click()
    wait(browser, lambda: len(shown_cases(browser)) == 3 and fragment(browser) == "")
    browser.find_element(By.NAME, "diff").click()
    wait(browser, lambda: shown_cases(browser) == ["bind/two", "udp/three"])
    choose(browser, "outcome", "contradicted")
    wait(browser, lambda: fragment(browser) == "#outcome=contradicted&diff=1")
    choose(browser, "outcome", "=30 s")
    wait(browser, lambda: shown_cases(browser) == ["udp/three"])
    assert browser.find_element(By.ID, "count").text == "1 of 3 cases, 3 platforms" and not errors(browser)


def test_a_link_leads_to_a_filtered_view(browser, pages):
    go(browser, pages, "table.html#platforms=linux-6.1,linux-7.2&diff=1&sort=on:linux-7.2")
    assert shown_cases(browser) == ["udp/three"] and shown_platforms(browser) == ["linux-6.1", "linux-7.2"]
    go(browser, pages, "table.html#doc=mail&topic=udp")
    assert shown_cases(browser) == ["udp/three"]
    go(browser, pages, "table.html#q=no+such+thing&sort=nonsense&outcome=%3Cb%3E&platforms=nobody")
    assert shown_cases(browser) == [] and not errors(browser)
    assert browser.find_element(By.ID, "nothing").is_displayed()


def test_sorting_by_a_platforms_answers(browser, pages):
    go(browser, pages, "table.html#sort=on:linux-7.2")
    assert shown_cases(browser) == ["udp/three", "bind/one", "bind/two"]
    go(browser, pages, "table.html#sort=answers")
    assert shown_cases(browser) == ["bind/two", "udp/three", "bind/one"]


def test_a_cell_opens_its_evidence_and_back_closes_it(browser, pages):
    go(browser, pages, "table.html")
    browser.find_elements(By.CSS_SELECTOR, "#matrix tbody tr:nth-child(2) td")[1].click()
    wait(browser, lambda: "The run" in dialog_text(browser))
    text = dialog_text(browser)
    for words in ("udp/three on linux-7.2", "It takes 60 s.", "contradicted", "30 s", "<b>waited</b>",
                  "a.bind(127.0.0.1:1)", "warped", "same as on linux-6.1", "2026-11-20"):
        assert words in text, words
    assert fragment(browser) == "#cell=udp/three@linux-7.2"
    browser.back()
    wait(browser, lambda: not dialog_text(browser))
    assert fragment(browser) == "" and not errors(browser)


def test_pages_work_from_a_web_server_too(browser, pages):
    handler = partial(QuietHandler, directory=str(pages))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            browser.get(f"http://127.0.0.1:{server.server_port}/index.html#cell=bind/one@gvisor-1")
            wait(browser, lambda: "a.bind(127.0.0.1:1)" in dialog_text(browser))
            assert not errors(browser)
        finally:
            browser.get("about:blank")
            server.shutdown()


class QuietHandler(SimpleHTTPRequestHandler):
    """Serves files without a word."""

    def log_message(self, *words):
        pass


def test_evidence_has_an_address(browser, pages):
    go(browser, pages, "table.html#topic=bind&cell=bind/one@gvisor-1")
    wait(browser, lambda: "The run" in dialog_text(browser))
    browser.switch_to.active_element.send_keys(Keys.ESCAPE)
    wait(browser, lambda: not dialog_text(browser) and fragment(browser) == "#topic=bind")


def test_keys_walk_the_table(browser, pages):
    go(browser, pages, "table.html")
    browser.execute_script("document.querySelector('#matrix [tabindex=\"0\"]').focus()")
    for key in (Keys.ARROW_RIGHT, Keys.ARROW_RIGHT, Keys.ARROW_DOWN):
        browser.switch_to.active_element.send_keys(key)
    cell = browser.switch_to.active_element
    assert (cell.tag_name, cell.get_attribute("aria-label")) == ("td", "60 s")
    assert len(browser.find_elements(By.CSS_SELECTOR, "#matrix [tabindex='0']")) == 1
    cell.send_keys(Keys.ENTER)
    wait(browser, lambda: "udp/three on gvisor-1" in dialog_text(browser))
    browser.switch_to.active_element.send_keys(Keys.ESCAPE)
    wait(browser, lambda: browser.switch_to.active_element == cell)
    cell.send_keys(Keys.HOME)
    assert browser.switch_to.active_element.text == "udp/three"


def test_two_platforms_are_compared(browser, pages):
    go(browser, pages, "table.html#platforms=linux-6.1,linux-7.2")
    compare = browser.find_element(By.ID, "compare")
    browser.execute_script("arguments[0].closest('details').open = true", compare)
    compare.click()
    wait(browser, lambda: browser.title.startswith("linux-6.1 and linux-7.2"))
    text = browser.find_element(By.TAG_NAME, "main").text
    assert "1 of 3 cases answered differently: udp 1" in text and "60 s" in text and "30 s" in text


def test_a_case_shows_the_evidence_its_address_names(browser, pages):
    go(browser, pages, "cases/udp/three.html#linux-7.2")
    section = browser.find_element(By.ID, "linux-7.2")
    wait(browser, lambda: "a.bind(127.0.0.1:1)" in section.text)
    assert "warped" in section.text and not errors(browser)
    assert not browser.find_element(By.ID, "gvisor-1").get_attribute("open")


def test_a_page_that_lay_about_says_that_its_runs_are_old(browser, pages):
    go(browser, pages, "platforms/index.html")
    script = "return document.querySelectorAll('time.old').length"
    grown_old = browser.execute_script("return Date.now() - Date.parse('2026-11-20') > 180 * 864e5")
    assert browser.execute_script(script) == (3 if grown_old else 0)
    shutil.copytree(pages, pages.parent / "later", dirs_exist_ok=True)
    page = pages.parent / "later" / "platforms" / "index.html"
    page.write_text(page.read_text().replace("2026-11-20T", "2020-01-01T"))
    go(browser, pages.parent / "later", "platforms/index.html")
    assert browser.execute_script(script) == 3


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1400, 390])
def test_pages_can_be_read_and_used_by_everybody(browser, pages, width, scheme):
    check = (HELPERS / "a11y.js").read_text()
    with emulated(browser, width, scheme):
        for name in (*PAGES, "table.html#cell=bind/one@linux-6.1", "cases/bind/one.html#linux-6.1"):
            go(browser, pages, name)
            if "cell=" in name:
                wait(browser, lambda: "The run" in dialog_text(browser))
            elif "#" in name:
                wait(browser, lambda: "a.bind" in browser.find_element(By.ID, "linux-6.1").text)
            assert browser.execute_script(check) == [], f"{name}, {width} pixels, {scheme}"


class emulated:
    """A window of so many pixels, a phone's where it is narrow, for a reader who prefers that scheme."""

    def __init__(self, browser, width, scheme):
        self.browser, self.width, self.scheme = browser, width, scheme

    def __enter__(self):
        self.browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
            "width": self.width, "height": 844, "deviceScaleFactor": 1, "mobile": self.width < 600})
        self.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {
            "features": [{"name": "prefers-color-scheme", "value": self.scheme}]})

    def __exit__(self, *trouble):
        self.browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
        self.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


@pytest.fixture(scope="module")
def axe(tmp_path_factory):
    """axe-core's text, from npm's cache; it is not part of this suite, and a test downloads nothing."""
    folder = tmp_path_factory.mktemp("axe")
    npm = shutil.which("npm")
    if not npm:
        pytest.skip("axe-core needs npm; the suite's own check of accessibility has run")
    subprocess.run([npm, "install", "--offline", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund",
                    "--prefix", str(folder), AXE], capture_output=True, timeout=120)
    path = folder / "node_modules" / "axe-core" / "axe.min.js"
    if not path.exists():
        pytest.skip(f"npm's cache has no {AXE} (npm cache add {AXE}); the suite's own check has run")
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", [*PAGES, "table.html#cell=bind/one@linux-6.1"])
def test_axe_finds_nothing(browser, pages, axe, name):
    go(browser, pages, name)
    if "#" in name:
        wait(browser, lambda: "The run" in dialog_text(browser))
    browser.execute_script(axe)
    found = browser.execute_async_script(
        "axe.run().then(all => arguments[0](all.violations"
        ".map(one => one.id + ': ' + one.nodes[0].html)))")
    assert found == []


def test_phone_width_shows_the_table_as_cards_within_the_window(browser, pages):
    with emulated(browser, 390, "light"):
        go(browser, pages, "table.html")
        assert browser.execute_script("return document.documentElement.scrollWidth") <= 390
        names, edge = browser.execute_script(
            "let cells = [...document.querySelectorAll('#matrix tbody tr:first-child td')];"
            "return [cells.map(cell => getComputedStyle(cell, '::before').content),"
            "Math.max(...cells.map(cell => cell.getBoundingClientRect().right))]")
        assert names == ['"linux-6.1"', '"linux-7.2"', '"gvisor-1"'] and edge <= 390
        assert not browser.find_element(By.ID, "filters").is_displayed()


def test_a_large_table_loads_and_filters(browser, tmp_path, record_property):
    """250 cases x 20 platforms. How long it takes is recorded, not judged: machines differ, and so does their
    load."""
    platforms = [f"linux-{major}.{minor}" for major in (5, 6, 7, 8) for minor in range(5)]
    suite, files = site_runs.large(tmp_path / "suite", 250, platforms)
    site_runs.build(suite.root, files, tmp_path / "site")
    go(browser, tmp_path / "site", "table.html")
    loaded = browser.execute_script("return performance.getEntriesByType('navigation')[0].loadEventEnd")
    filtering = browser.execute_script(
        "let form = document.getElementById('filters'), began = performance.now();"
        "form.elements.outcome.value = 'contradicted';"
        "form.dispatchEvent(new Event('input', {bubbles: true}));"
        "document.body.offsetHeight; return performance.now() - began")
    record_property("milliseconds_to_load", loaded)
    record_property("milliseconds_to_filter", filtering)
    wait(browser, lambda: "of 250 cases" in browser.find_element(By.ID, "count").text)
