"""What is a difference between platforms, whoever answers first."""
from __future__ import annotations

from addrinuse.model.observations import Observation, ObservationId, Status
from addrinuse.mutation.findings import Findings

NAME = ObservationId("udp/c[udp4]")


def test_the_same_word_of_this_machine_given_later_flips_nothing() -> None:
    findings = Findings()
    findings.add("linux-6.1", {NAME: "ok"})
    assert not findings.flipped()
    findings.here[NAME] = Observation(NAME, Status.OBSERVED, observed="ok")
    assert not findings.flipped() and not findings.witnesses("udp/c")


def test_another_word_flips_the_case_and_has_a_witness() -> None:
    findings = Findings()
    findings.add("linux-6.1", {NAME: "ok"})
    findings.add("gvisor-1", {NAME: "EADDRINUSE"})
    assert findings.flipped() == {"udp/c"}
    assert [witness.who for witness in findings.witnesses("udp/c")] == ["gvisor-1"]
