"""Lets tshark read the packets that the vocabulary builds: `packets_by_tshark.py PROBE_TESTS`. Fails unless
it finds both checksums right, no malformed packet, and the numbers and options of the kernel's packets, whose
copies they are. Exit status 77 (skipped) if there is no tshark."""
from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

SKIPPED = 77
RAW_IP = "101"  # LINKTYPE_RAW: a packet begins with its IP header
FIELDS = ("tcp.srcport", "tcp.seq_raw", "tcp.ack_raw", "tcp.flags.str", "tcp.window_size_value", "tcp.len",
          "tcp.options.mss_val", "tcp.options.timestamp.tsval", "ip.checksum.status", "tcp.checksum.status",
          "_ws.malformed")
GOOD = "1"
# Of the capture that packet_test.cc has, as tshark showed them when it was made; the last one is a reset.
EXPECTED = """
40001 3142731750 0 ··········S· 65495 0 65495 905187594
8000 3237369235 3142731751 ·······A··S· 65483 0 65495 2567814490
40001 3142731751 3237369236 ·······A···· 65495 0 - 905187594
40001 3142731751 3237369236 ·······AP··· 65495 5 - 905187594
8000 3237369236 3142731756 ·······A···· 65478 0 - 2567814490
8000 3237369236 3142731756 ·······A···F 65478 0 - 2567814490
40001 3142731756 3237369237 ·······A···F 65495 0 - 905187594
8000 3237369237 3142731757 ·······A···· 65477 0 - 2567814490
40001 3142731751 0 ·········R·· 65495 0 - -
""".strip().splitlines()


def packets_of(program: str) -> list[str]:
    """The packets that the test program writes, in hexadecimal."""
    command = [program, "--gtest_filter=Packet.SamplesAreWritten"]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return re.findall(r"^packet ([0-9a-f]+)$", output, re.MULTILINE)


def decoded(packets: list[str], folder: Path) -> list[list[str]]:
    """tshark's fields of each packet."""
    dump = folder / "packets.txt"
    dump.write_text("".join(f"0000 {' '.join(re.findall('..', packet))}\n" for packet in packets))
    capture = folder / "packets.pcap"
    subprocess.run(["text2pcap", "-q", "-l", RAW_IP, str(dump), str(capture)],
                   check=True, capture_output=True)
    command = ["tshark", "-r", str(capture), "-T", "fields", "-o", "tcp.check_checksum:TRUE", "-o",
               "ip.check_checksum:TRUE", *(word for field in FIELDS for word in ("-e", field))]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return [line.split("\t") for line in output.splitlines()]


def main(program: str) -> int:
    if not shutil.which("tshark") or not shutil.which("text2pcap"):
        print("tshark is not installed: ci/setup test")
        return SKIPPED
    with tempfile.TemporaryDirectory() as folder:
        rows = decoded(packets_of(program), Path(folder))
    numbers = [" ".join(value or "-" for value in row[:-3]) for row in rows]
    faults = [f"{row}: checksum or form" for row in rows if row[-3:] != [GOOD, GOOD, ""]]
    faults += [f"got      {got}\nexpected {want}" for got, want in zip(numbers, EXPECTED) if got != want]
    if len(rows) != len(EXPECTED):
        faults.append(f"{len(rows)} packets, expected {len(EXPECTED)}")
    print("\n".join(faults) or f"tshark reads all {len(rows)} packets")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
