"""librdkafka under load, through its Python binding: prints the seconds that it took.

    librdkafka_client.py produce SERVERS TOPIC RECORDS BYTES
    librdkafka_client.py consume SERVERS TOPIC RECORDS
"""

import sys
import time

from confluent_kafka import Consumer, Producer

AT_ONCE = 10_000


def produce(servers, topic, records, size):
    producer = Producer(
        {
            "bootstrap.servers": servers,
            "acks": "all",
            "linger.ms": 5,
            "queue.buffering.max.messages": 200_000,
        }
    )
    failures = []

    def delivered(error, _message):
        if error is not None:
            failures.append(error)

    value = b"x" * size
    started = time.monotonic()
    for number in range(records):
        while True:
            try:
                producer.produce(topic, value, partition=0, on_delivery=delivered if number % 1000 == 0 else None)
                break
            except BufferError:
                producer.poll(0.01)
    if producer.flush(300) > 0 or failures:
        raise SystemExit(f"Records were not delivered: {failures[:1]}")
    return time.monotonic() - started


def consume(servers, topic, records):
    consumer = Consumer(
        {
            "bootstrap.servers": servers,
            "group.id": f"librdkafka-{time.time_ns()}",
            "auto.offset.reset": "earliest",
            "enable.auto.commit": False,
        }
    )
    consumer.subscribe([topic])
    received = len(consumer.consume(1, 60))
    started = time.monotonic()
    while received < records:
        messages = consumer.consume(AT_ONCE, 10)
        if not messages:
            raise SystemExit(f"Only {received} records came.")
        received += len(messages)
    seconds = time.monotonic() - started
    consumer.close()
    return seconds


what, servers, topic, *numbers = sys.argv[1:]
print({"produce": produce, "consume": consume}[what](servers, topic, *map(int, numbers)))
