"""Reads COUNT records and prints them. With a group it commits what it has read when it closes.

Prints "ready" once it knows where to start, so that records sent from then on are "latest".
"""
import argparse

from kafka import KafkaConsumer

options = argparse.ArgumentParser()
options.add_argument("--bootstrap-servers", required=True)
options.add_argument("--topic", required=True)
options.add_argument("--group")
options.add_argument("--start", choices=["earliest", "latest"], required=True)
options.add_argument("--count", type=int, required=True)
given = options.parse_args()

consumer = KafkaConsumer(
    given.topic,
    bootstrap_servers=given.bootstrap_servers,
    group_id=given.group,
    auto_offset_reset=given.start,
)
remaining = given.count
if given.start == "latest":
    while not consumer.assignment():
        consumer.poll(timeout_ms=100)
    for partition in consumer.assignment():
        consumer.position(partition)
    print("ready", flush=True)
for record in consumer:
    print(f"{record.offset} {record.value.decode()}", flush=True)
    remaining -= 1
    if remaining == 0:
        break
consumer.close()
