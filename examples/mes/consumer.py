"""An MES that listens to Presage, with paho-mqtt and nothing else: python consumer.py [URL] [FILE] [CLIENT-ID]

It writes every revision of a failure to FILE once, whatever restarts, and prints a line of JSON for each and for each
change of what is open. A line of JSON on its standard input is feedback: {"asset": "site1/press/line2/motor7",
"action": "acknowledge", "by": "jo"}.
"""

import json
import os
import sys
import threading
from urllib.parse import urlsplit

import paho.mqtt.client as mqtt

DEFAULTS = ["mqtt://127.0.0.1:1883", "revisions.ndjson", "mes-example"]
URL, FILE, CLIENT_ID = sys.argv[1:] + DEFAULTS[len(sys.argv) - 1 :]

STATUS = "mes/pdm-status"
# Current state and revisions of each asset's failure and of each line's group.
FILTERS = [
    "mes/+/+/+/+/predicted-failure",
    "mes/+/+/+/+/predicted-failure/event",
    "mes/+/+/+/predicted-failure-group",
    "mes/+/+/+/predicted-failure-group/event",
    STATUS,
]


def say(line: dict) -> None:
    print(json.dumps(line), flush=True)


def read_seen() -> set:
    """What was seen is what is in the file, so that seeing and remembering are one. A line that was cut short counts for nothing."""
    if not os.path.exists(FILE):
        return set()
    with open(FILE, "rb+") as file:
        content = file.read()
        whole = content[: content.rfind(b"\n") + 1]
        file.truncate(len(whole))
    lines = map(json.loads, whole.splitlines())
    return {(line["source"], line["id"]) for line in lines}


seen = read_seen()
record = open(FILE, "a", encoding="utf-8")

# The open failures and groups, by topic: what the broker keeps of them is the truth.
current: dict = {}


def take(event: dict) -> None:
    """Source and id name an event: what was seen before is a repeat."""
    name = (event["source"], event["id"])
    if name in seen:
        return
    line = {key: event[key] for key in ("source", "id", "subject")}
    line |= {key: event["data"][key] for key in ("revision", "state", "severity", "action")}
    record.write(json.dumps(line) + "\n")
    record.flush()
    os.fsync(record.fileno())
    seen.add(name)
    say({"revision": line})


def keep(topic: str, event: dict | None) -> None:
    if event is None:
        current.pop(topic, None)
    else:
        before, now = current.get(topic, event)["data"], event["data"]
        if topic in current and before["id"] == now["id"] and before["revision"] >= now["revision"]:
            return
        current[topic] = event
    say({"open": [{"subject": e["subject"], "revision": e["data"]["revision"]} for e in current.values()]})


def on_connect(client, _userdata, flags, reason, _properties) -> None:
    if reason.is_failure:
        return say({"error": str(reason)})
    # A broker that lost the session has not kept what was closed meanwhile: only what it keeps now is open.
    if not flags.session_present:
        current.clear()
    client.subscribe([(filter_, 1) for filter_ in FILTERS])
    return None


def on_message(_client, _userdata, message) -> None:
    """paho-mqtt acknowledges a message when this returns: by then it is in the file."""
    if message.topic == STATUS:
        return say({"status": json.loads(message.payload)})
    event = json.loads(message.payload) if message.payload else None
    if not message.topic.endswith("/event"):
        keep(message.topic, event)
    # The current state is the last revision itself: who comes late, or has no session any more, takes it from there.
    if event is not None:
        take(event)
    return None


# The same client id and no clean session: the broker keeps what comes while this MES is away.
client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2, client_id=CLIENT_ID, clean_session=False)
client.reconnect_delay_set(min_delay=1, max_delay=5)
client.on_connect = on_connect
client.on_subscribe = lambda *_: say({"connected": True})
client.on_publish = lambda _client, _userdata, mid, *_: say({"said": mid})
client.on_message = on_message


def feed_back() -> None:
    for line in sys.stdin:
        said = json.loads(line)
        topic = f"mes/{said.pop('asset')}/feedback"
        client.publish(topic, json.dumps(said), qos=1)


threading.Thread(target=feed_back, daemon=True).start()
address = urlsplit(URL)
client.connect_async(address.hostname or "127.0.0.1", address.port or 1883)
client.loop_forever(retry_first_connection=True)
