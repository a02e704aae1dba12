"""The wide area network between the hosts of a field test: one TUN device a host, and the packets between them in this process.

Each host is a network namespace of its own. A packet read from one host's device is written to the device of its destination
after the time that light and routers would take, unless it is lost or one of the two is cut off. Runs in the namespace of the
test, needs root, ends with its standard input.

Orders arrive as JSON, one a line; each is answered with a line:
  {"host": NAME, "address": "10.77.1.10"}        makes the device in the namespace NAME; "here" is the test's own
  {"delay": [FROM, TO, MS, JITTER_MS]}           one way, between two hosts; 0 by default
  {"loss": [FROM, TO, SHARE]}                    0 to 1, one way
  {"cut": [NAME, true | false]}                  nothing in or out, as with a pulled cable: no reset, no ICMP
  {"part": [FROM, TO, true | false]}             nothing from the one to the other: a half-open link when it is one way
  {"count": true}                                answers the packets and bytes of every pair so far
"""
import ctypes
import fcntl
import heapq
import json
import os
import random
import select
import socket
import struct
import subprocess
import sys
import time

TUNSETIFF, IFF_TUN, IFF_NO_PI = 0x400454CA, 0x0001, 0x1000
CLONE_NEWNET = 0x40000000
MTU = 1500
libc = ctypes.CDLL(None, use_errno=True)
home = os.open("/proc/self/ns/net", os.O_RDONLY)


def enter(namespace):
    if libc.setns(namespace, CLONE_NEWNET) != 0:
        raise OSError(ctypes.get_errno(), "setns")


def make_device(name):
    """A TUN device belongs to the namespace in which it was made; its file descriptor works from anywhere."""
    there = os.dup(home) if name == "here" else os.open("/run/netns/" + name, os.O_RDONLY)
    enter(there)
    try:
        device = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
        fcntl.ioctl(device, TUNSETIFF, struct.pack("16sH22x", b"wan0", IFF_TUN | IFF_NO_PI))
    finally:
        enter(home)
        os.close(there)
    return device


def configure(name, address):
    def ip(*arguments):
        where = [] if name == "here" else ["-n", name]
        subprocess.run(["ip", *where, *arguments], check=True)

    ip("link", "set", "lo", "up")
    ip("addr", "add", address + "/16", "dev", "wan0")
    ip("link", "set", "wan0", "mtu", str(MTU), "up")


devices, names, addresses = {}, {}, {}
delays, losses, cut, parted, counts = {}, {}, set(), set(), {}
queue, order, last = [], 0, {}
poll = select.epoll()


def obey(command):
    if "host" in command:
        name, address = command["host"], command["address"]
        device = make_device(name)
        configure(name, address)
        devices[name], names[device] = device, name
        addresses[socket.inet_aton(address)] = name
        poll.register(device, select.EPOLLIN)
    elif "delay" in command:
        sender, receiver, ms, jitter = command["delay"]
        delays[sender, receiver] = (ms / 1000, jitter / 1000)
    elif "loss" in command:
        sender, receiver, share = command["loss"]
        losses[sender, receiver] = share
    elif "cut" in command:
        name, yes = command["cut"]
        (cut.add if yes else cut.discard)(name)
    elif "part" in command:
        sender, receiver, yes = command["part"]
        (parted.add if yes else parted.discard)((sender, receiver))
    elif "count" in command:
        return {"counts": [[*pair, *seen] for pair, seen in counts.items()]}
    else:
        raise ValueError("an order that nobody knows")
    return {}


def receive(device, now):
    """Everything that waits at a device. Packets of one pair keep their order, as on one route."""
    global order
    sender = names[device]
    for _ in range(64):
        try:
            packet = os.read(device, MTU + 100)
        except BlockingIOError:
            return
        receiver = addresses.get(packet[16:20]) if packet[0] >> 4 == 4 else None
        if receiver is None or sender in cut or receiver in cut or (sender, receiver) in parted:
            continue
        pair = (sender, receiver)
        seen = counts.setdefault(pair, [0, 0])
        seen[0] += 1
        seen[1] += len(packet)
        if random.random() < losses.get(pair, 0):
            continue
        delay, jitter = delays.get(pair, (0, 0))
        due = max(now + delay + random.random() * jitter, last.get(pair, 0))
        last[pair] = due
        order += 1
        heapq.heappush(queue, (due, order, receiver, packet))


def deliver(now):
    while queue and queue[0][0] <= now:
        _, _, receiver, packet = heapq.heappop(queue)
        if receiver in cut:
            continue
        try:
            os.write(devices[receiver], packet)
        except OSError:
            pass  # The host's queue is full or its device is down: lost, as anywhere.


# The network does not wait for the programs that talk over it, however busy the machine is.
os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(1))
os.set_blocking(0, False)
poll.register(0, select.EPOLLIN)
pending = b""
while True:
    wait = max(0, queue[0][0] - time.monotonic()) if queue else -1
    for fd, _ in poll.poll(wait):
        if fd != 0:
            receive(fd, time.monotonic())
            continue
        data = os.read(0, 65536)
        if not data:
            sys.exit(0)
        *lines, pending = (pending + data).split(b"\n")
        for line in lines:
            try:
                answer = obey(json.loads(line))
            except Exception as error:  # The test decides what to do about it.
                answer = {"error": repr(error)}
            sys.stdout.write(json.dumps(answer) + "\n")
            sys.stdout.flush()
    deliver(time.monotonic())
