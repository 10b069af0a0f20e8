"""Seconds from a save to the change in the browser, of the newest incident's page under `serve`: one number a line.

Usage: python -m benchmarks.saving SITE INCIDENTS ROUNDS CHROMIUM, with the program's own Python and Playwright.
"""

import re
import signal
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.sites import NOW, Shape, change

#: Seconds after which nothing comes any more.
PATIENCE = 900


def main() -> None:
    """Start the preview, save and wait, several times."""
    from playwright.sync_api import sync_playwright  # it takes a second to load

    root, incidents, rounds, chromium = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
    command = [
        sys.executable,
        "-m",
        "generator.cli",
        "serve",
        "--port",
        "0",
        "--root",
        str(root),
        "--now",
        f"{NOW:%Y-%m-%dT%H:%MZ}",
    ]
    # Whoever runs this beside other work has it ignore the key that stops the preview.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    serving = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        assert serving.stderr is not None
        found = re.search(r"http://\S+/", serving.stderr.readline())
        assert found, "the preview did not start"
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-dev-shm-usage"])
            page = browser.new_page()
            page.goto(f"{found[0]}incidents/letters-{incidents - 1:05}/", timeout=PATIENCE * 1000)
            for number in range(rounds):
                began = time.perf_counter()
                said = change(root, Shape(incidents), number + 1000)
                page.wait_for_function(f"document.body?.innerText.includes({said!r})", timeout=PATIENCE * 1000, polling=20)
                print(time.perf_counter() - began, flush=True)
            browser.close()
    finally:
        serving.send_signal(signal.SIGINT)
        serving.wait(timeout=60)


if __name__ == "__main__":
    main()
