"""What became of each message, by what the broker wrote of it and by what the consumer did.

The broker's log says what it received, confirmed, passed on and was acknowledged; its file, read after each kill
and before it starts again, says what it still knows. A message is lost by the broker where both say so: it had
confirmed the message, nobody had acknowledged it, and the file does not hold it. Every other loss is somebody else's.
"""

import collections
import re

EVENT = re.compile(
    r"(?P<begin>mosquitto version \S+ starting)"
    r"|Received PUBLISH from producer \(d\d, q1, r0, m(?P<in_id>\d+), 'orders/(?P<in>\d{6})'"
    r"|Sending PUBACK to producer \(m(?P<confirmed_id>\d+), rc(?P<reason>\d+)\)"
    r"|Sending PUBLISH to consumer \(d\d, q1, r0, m(?P<out_id>\d+), 'orders/(?P<out>\d{6})'"
    r"|Received PUBACK from consumer \(Mid: (?P<acknowledged_id>\d+), RC:"
    r"|(?P<subscribed>Received SUBSCRIBE from consumer)"
    r"|Sending CONNACK to consumer \((?P<kept>[01]), 0\)")

NO_SUBSCRIBER = 16  # MQTT 5 section 3.4.2.1


class History:
    """One message, by the broker's log."""

    def __init__(self):
        self.received = 0
        self.confirmed = []  # (life of the broker, whether it had nobody to pass it on to)
        self.acknowledged = 0


def read_log(lines):
    """Returns the history of each number, and what was passed on and not acknowledged each time that it ended.

    Lives of the broker count from 1.
    """
    histories = collections.defaultdict(History)
    windows = []
    life = 0
    had_subscription = has_subscription = False
    coming, going = {}, {}  # by packet id
    for line in lines:
        found = EVENT.search(line)
        if not found:
            continue
        if found["begin"] or found["kept"]:
            windows.append(len(going))
            going = {}
        if found["begin"]:
            life += 1
            has_subscription = False
            coming = {}
        elif found["subscribed"] or found["kept"] == "1":
            had_subscription = has_subscription = True
        elif found["in"]:
            number = int(found["in"])
            coming[found["in_id"]] = number
            histories[number].received += 1
        elif found["confirmed_id"]:
            number = coming.pop(found["confirmed_id"], None)
            if number is not None:
                # Before the first subscription, or after one in this life, that would be no excuse.
                nobody = int(found["reason"]) == NO_SUBSCRIBER and had_subscription and not has_subscription
                histories[number].confirmed.append((life, nobody))
        elif found["out"]:
            going[found["out_id"]] = int(found["out"])
        elif found["acknowledged_id"]:
            number = going.pop(found["acknowledged_id"], None)
            if number is not None:
                histories[number].acknowledged += 1
    return histories, windows


def numbers_in_file(file):
    """What mosquitto.db holds, by the topics in it."""
    try:
        content = file.read_bytes()
    except FileNotFoundError:
        return frozenset()
    return frozenset(int(each) for each in re.findall(rb"orders/(\d{6})", content))


BY_BROKER = "broker: confirmed, and not in its file when it was killed"
BY_FORGETFUL_BROKER = "broker: had forgotten the subscription, and said so when it confirmed"


def blame(number, history, files):
    """Who lost it, and in which kill of the broker if it was one.

    `files[i]` is what the broker's file held when its life i + 1 was killed.
    """
    if not history.confirmed:
        return "producer", None
    if history.acknowledged:
        return "consumer", None
    who, when = BY_BROKER, None
    for life, nobody in history.confirmed:
        if nobody:
            who, when = BY_FORGETFUL_BROKER, life - 1
            continue
        gone = [kill for kill in range(life, len(files) + 1) if number not in files[kill - 1]]
        if not gone:
            return "nobody knows", None
        when = when or gone[0]
    return who, when
