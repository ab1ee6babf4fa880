"""Sends raw_bytes_FIRST to raw_bytes_LAST one by one, waiting for each, and prints where each one went."""
import sys

from kafka import KafkaProducer

bootstrap_servers, topic, first, last = sys.argv[1:5]
producer = KafkaProducer(bootstrap_servers=bootstrap_servers)
for number in range(int(first), int(last) + 1):
    sent = producer.send(topic, b"raw_bytes_%d" % number).get(timeout=60)
    print(f"{sent.topic} {sent.offset}")
producer.close()
