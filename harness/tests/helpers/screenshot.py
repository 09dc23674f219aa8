"""Takes the picture of the table that the README shows.

    python3 harness/tests/screenshot.py SITE/index.html docs/table.png
"""
from __future__ import annotations

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import test_site_browser as browsing  # noqa: E402
from selenium import webdriver  # noqa: E402
from selenium.webdriver.chrome.options import Options  # noqa: E402
from selenium.webdriver.chrome.service import Service  # noqa: E402


def main(page: str, picture: str) -> None:
    """Writes the picture of a page, as large as the browser's window."""
    with tempfile.TemporaryDirectory() as profile:
        options = Options()
        options.binary_location = browsing.CHROMIUM
        for flag in (*browsing.FLAGS, f"--user-data-dir={profile}"):
            options.add_argument(flag)
        driver = webdriver.Chrome(options=options, service=Service(browsing.DRIVER))
        try:
            driver.get(page if "://" in page else Path(page).resolve().as_uri())
            driver.save_screenshot(picture)
        finally:
            driver.quit()


if __name__ == "__main__":
    main(*sys.argv[1:])
