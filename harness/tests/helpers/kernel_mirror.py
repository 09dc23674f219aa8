"""A small archive of Debian's kind, signed and served over HTTP, for the tests of kernels."""
from __future__ import annotations

import hashlib
import os
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

SUITE = "trixie"
NAME = "linux-image-6.12.1+test-cloud-amd64"
POOL = "pool/kernel.deb"


class Handler(SimpleHTTPRequestHandler):
    """Serves files; what `Mirror.stalls` names is begun, and never ends."""

    def __init__(self, *arguments: Any, mirror: "Mirror", **more: Any) -> None:
        self.mirror = mirror
        super().__init__(*arguments, directory=str(mirror.root), **more)

    def copyfile(self, source: Any, outputfile: Any) -> None:
        if not self.mirror.stalls or not self.path.endswith(self.mirror.stalls):
            return super().copyfile(source, outputfile)
        outputfile.write(source.read(1 << 16))
        outputfile.flush()
        self.mirror.has_stalled.set()
        while self.mirror.stalls:
            time.sleep(0.05)
        return None

    def log_message(self, *_: Any) -> None:
        """Says nothing."""


class Mirror:
    """The archive: one suite with one package of a kernel. `stalls` is the end of a path that never comes
    whole."""

    def __init__(self, root: Path, home: Path) -> None:
        self.root = root
        self.home = home
        self.keyring = root / "keyring.gpg"
        self.stalls = ""
        self.has_stalled = threading.Event()
        self.address = ""
        self.offers = 0
        self.began = time.time() - 3600
        root.mkdir()
        self.gpg("--quick-generate-key", "mirror", "ed25519", "sign", "never")
        self.gpg("--output", str(self.keyring), "--export", "mirror")

    @classmethod
    @contextmanager
    def made(cls, root: Path) -> Iterator["Mirror"]:
        """One with keys of its own; they lie where the path of a socket can be as long as gpg's is."""
        with tempfile.TemporaryDirectory(prefix="gnupg-", dir="/tmp", ignore_cleanup_errors=True) as home:
            try:
                yield cls(root, Path(home))
            finally:
                subprocess.run(["gpgconf", "--homedir", home, "--kill", "all"], capture_output=True,
                               timeout=300)

    def gpg(self, *arguments: str) -> None:
        """Runs gpg with a key ring of its own."""
        subprocess.run(["gpg", "--homedir", str(self.home), "--batch", "--yes", "--quiet", "--pinentry-mode",
                        "loopback", "--passphrase", "", *arguments], check=True, capture_output=True,
                       timeout=300)

    def offer(self, package: bytes, version: str = "6.12.1-1") -> None:
        """Puts a package into the archive, with lists that tell of it, and signs them."""
        (self.root / "pool").mkdir(exist_ok=True)
        (self.root / POOL).write_bytes(package)
        place = self.root / "dists" / SUITE / "main" / "binary-amd64"
        place.mkdir(parents=True, exist_ok=True)
        fields = {"Package": NAME, "Version": version, "Architecture": "amd64", "Maintainer": "nobody",
                  "Filename": POOL, "Size": str(len(package)), "SHA256": hashlib.sha256(package).hexdigest(),
                  "Description": "a kernel"}
        listed = "".join(f"{name}: {value}\n" for name, value in fields.items()).encode() + b"\n"
        (place / "Packages").write_bytes(listed)
        digest = hashlib.sha256(listed).hexdigest()
        release = (f"Origin: test\nSuite: {SUITE}\nCodename: {SUITE}\nDate: Thu, 19 Nov 2026 00:00:00 UTC\n"
                   "Architectures: amd64\nComponents: main\n"
                   f"SHA256:\n {digest} {len(listed)} main/binary-amd64/Packages\n")
        plain = self.root / "dists" / SUITE / "Release"
        plain.write_text(release)
        self.gpg("--clearsign", "--output", str(plain.with_name("InRelease")), str(plain))
        self.offers += 1
        # HTTP tells ages in whole seconds.
        for path in (place / "Packages", plain, plain.with_name("InRelease")):
            os.utime(path, (self.began + 60 * self.offers,) * 2)

    @contextmanager
    def served(self) -> Iterator["Mirror"]:
        """Serves it for the time of the block."""
        with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, mirror=self)) as server:
            server.daemon_threads = True
            thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
            thread.start()
            self.address = f"http://127.0.0.1:{server.server_port}"
            try:
                yield self
            finally:
                self.stalls = ""
                server.shutdown()
                thread.join()


def package(root: Path, files: dict[str, bytes]) -> bytes:
    """A Debian package with these files."""
    tree = root / "tree"
    (tree / "DEBIAN").mkdir(parents=True)
    (tree / "DEBIAN" / "control").write_text(
        f"Package: {NAME}\nVersion: 6.12.1-1\nArchitecture: amd64\nMaintainer: nobody\nDescription: a "
        "kernel\n")
    for name, content in files.items():
        (tree / name).parent.mkdir(parents=True, exist_ok=True)
        (tree / name).write_bytes(content)
    made = root / "made.deb"
    subprocess.run(["dpkg-deb", "--root-owner-group", "-Znone", "--build", str(tree), str(made)], check=True,
                   capture_output=True, timeout=300)
    return made.read_bytes()
