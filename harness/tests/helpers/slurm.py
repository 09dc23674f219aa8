"""A Slurm cluster on this machine: munged, slurmctld, and several slurmd with a port of their own each, all
in one folder and as children of the test."""
from __future__ import annotations

import os
import random
import secrets
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from helpers.tools import absent

PROGRAMS = ("munged", "slurmctld", "slurmd", "sbatch", "scontrol")
CONFIGURATION = """ClusterName=test
SlurmctldHost=localhost(127.0.0.1)
SlurmctldPort={port}
SlurmUser={user}
SlurmdUser={user}
AuthType=auth/munge
CredType=cred/munge
AuthInfo=socket={folder}/munge.sock
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool-%n
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd-%n.pid
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SlurmdParameters=config_overrides
SchedulerParameters=sched_interval=1,batch_sched_delay=1,max_array_tasks=1001
ReturnToService=2
SlurmdTimeout=10
KillWait=5
MinJobAge=3600
JobCompType=jobcomp/filetxt
JobCompLoc={folder}/ended.txt
NodeName=node[1-{nodes}] NodeHostname=localhost NodeAddr=127.0.0.1 Port=[{first}-{last}] CPUs={cpus}
PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP
"""


def missing() -> str:
    """Why no cluster can be made here; empty if one can."""
    for name in PROGRAMS:
        if shutil.which(name) is None:
            return absent(name, "slurm")
    return "" if os.geteuid() == 0 else "only root can start Slurm's daemons"


class Cluster:
    """The daemons, and the environment in which Slurm's commands reach them."""

    def __init__(self, folder: Path, nodes: int, cpus: int) -> None:
        self.folder = folder
        self.daemons: dict[str, subprocess.Popen[bytes]] = {}
        first = free_ports(nodes + 1)
        (folder / "state").mkdir(parents=True)
        (folder / "munge.key").write_bytes(secrets.token_bytes(128))
        (folder / "munge.key").chmod(0o600)
        (folder / "slurm.conf").write_text(CONFIGURATION.format(
            folder=folder, user="root", port=first, first=first + 1, last=first + nodes, nodes=nodes,
            cpus=cpus))
        self.environment = {**os.environ, "SLURM_CONF": str(folder / "slurm.conf")}
        self.names = [f"node{number}" for number in range(1, nodes + 1)]

    def start(self) -> None:
        """Starts every daemon, and waits until the nodes are idle."""
        self._daemon("munged", "munged", "--foreground", "--force",
                     *(f"--{kind}={self.folder}/munge.{end}" for kind, end in (
                         ("key-file", "key"), ("socket", "sock"), ("pid-file", "pid"), ("log-file", "log"),
                         ("seed-file", "seed"))))
        self.start_controller()
        for name in self.names:
            self.start_node(name)
        wait_for("idle nodes", lambda: self.states().count("idle") == len(self.names), 60)

    def start_controller(self) -> None:
        """Starts the controller; it reads the state that an earlier one left."""
        self._daemon("slurmctld", "slurmctld", "-D")

    def restart_controller(self) -> None:
        """Ends the controller in order, and starts it again while tasks run and end."""
        controller = self.daemons.pop("slurmctld")
        controller.terminate()
        controller.wait(60)
        time.sleep(2)
        self.start_controller()

    def start_node(self, name: str) -> None:
        """Starts a node's daemon."""
        self._daemon(name, "slurmd", "-D", "-N", name)

    def _daemon(self, name: str, *command: str) -> None:
        with open(self.folder / f"{name}.out", "ab") as out:
            self.daemons[name] = subprocess.Popen(command, env=self.environment, stdin=subprocess.DEVNULL,
                                                  stdout=out, stderr=out, start_new_session=True)

    def command(self, *words: str) -> str:
        """What one of Slurm's commands prints; an empty text if it fails, e.g. for want of a controller."""
        done = subprocess.run(words, env=self.environment, text=True, capture_output=True, timeout=300)
        return done.stdout if done.returncode == 0 else ""

    def states(self) -> list[str]:
        """The states of the nodes."""
        return self.command("sinfo", "--noheader", "--Node", "--format=%t").split()

    def release(self) -> None:
        """What an administrator does after a crash of the controller: it may start tasks again that it had
        started and forgotten; the nodes refuse them, and Slurm holds the tasks and drains the nodes."""
        for line in self.command("squeue", "--noheader", "--array", "--format=%i %r").splitlines():
            job, _, reason = line.partition(" ")
            if "held" in reason:
                self.command("scontrol", "release", job)
        for name, state in zip(self.names, self.states()):
            if state.startswith("dr"):
                self.command("scontrol", "update", f"nodename={name}", "state=resume")

    def kill_node(self, name: str) -> None:
        """Ends a node's daemon and everything that it started, at once: the node is gone."""
        jobs = [pid for pid in pids() if f"SLURMD_NODENAME={name}\0".encode() in read(pid, "environ")]
        steps = {parent for pid in jobs if (parent := parent_of(pid)) and parent not in jobs
                 and read(parent, "comm").startswith(b"slurmstepd")}
        for pid in [self.daemons[name].pid, *steps, *jobs]:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        self.daemons.pop(name).wait()

    def stop(self) -> None:
        """Ends everything, jobs included."""
        self.command("scancel", "--user=root")
        wait_for("an empty queue", lambda: not self.command("squeue", "--noheader").strip(), 30, fails=False)
        for name in sorted(self.daemons, key=lambda name: name == "munged"):
            self.daemons[name].terminate()
            try:
                self.daemons[name].wait(20)
            except subprocess.TimeoutExpired:
                self.daemons[name].kill()
                self.daemons[name].wait()


def free_ports(count: int) -> int:
    """The first of so many neighbouring ports that are free now. Another cluster, which starts at the same
    time, most likely tries others first."""
    for first in random.sample(range(17_810, 30_000, count), 100):
        try:
            for port in range(first, first + count):
                with socket.socket() as probe:
                    probe.bind(("127.0.0.1", port))
            return first
        except OSError:
            continue
    raise AssertionError("no free ports")


def pids() -> list[int]:
    """Every process."""
    return [int(name) for name in os.listdir("/proc") if name.isdigit()]


def parent_of(pid: int) -> int:
    """The parent of a process (proc(5), /proc/pid/stat); 0 if the process is gone."""
    stat = read(pid, "stat")
    return int(stat.rsplit(b")", 1)[1].split()[1]) if stat else 0


def read(pid: int, name: str) -> bytes:
    """A file of a process in /proc; empty if the process is gone."""
    try:
        return Path(f"/proc/{pid}/{name}").read_bytes()
    except OSError:
        return b""


def wait_for(what: str, condition: Callable[[], bool], seconds: float, fails: bool = True) -> None:
    """Waits until something is so. Fails after so many seconds."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            assert not fails, f"waited {seconds} s in vain for {what}"
            return
        time.sleep(0.2)
