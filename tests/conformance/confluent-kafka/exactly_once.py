"""Copies partition 0 of a topic to another, each batch and its offset in one transaction, until told to end.

Whatever goes wrong ends it, in the middle of a transaction or not: whoever starts it again gets the rest copied.
"""

import sys

from confluent_kafka import Consumer, Producer, TopicPartition

bootstrap_servers, source, target, count = sys.argv[1:]
group = "copies"
timeout = 20

producer = Producer(
    {
        "bootstrap.servers": bootstrap_servers,
        "transactional.id": "copier",
        "transaction.timeout.ms": 60000,
        "reconnect.backoff.ms": 20,
        "reconnect.backoff.max.ms": 100,
        "linger.ms": 1,
    }
)
# Ends what an earlier run has left open: the offset that counts is known after that only.
producer.init_transactions(timeout)
print("began", flush=True)

consumer = Consumer(
    {
        "bootstrap.servers": bootstrap_servers,
        "group.id": group,
        "enable.auto.commit": False,
        "isolation.level": "read_committed",
        "reconnect.backoff.ms": 20,
        "reconnect.backoff.max.ms": 100,
    }
)
[committed] = consumer.committed([TopicPartition(source, 0)], timeout)
if committed.error is not None:
    raise SystemExit(str(committed.error))
position = max(committed.offset, 0)
consumer.assign([TopicPartition(source, 0, position)])

while position < int(count):
    messages = [message for message in consumer.consume(7, timeout) if message.error() is None]
    if not messages:
        raise SystemExit("nothing comes")
    producer.begin_transaction()
    for message in messages:
        producer.produce(target, value=message.value(), partition=message.offset() % 2)
    position = messages[-1].offset() + 1
    offsets = [TopicPartition(source, 0, position)]
    producer.send_offsets_to_transaction(offsets, consumer.consumer_group_metadata(), timeout)
    producer.commit_transaction(timeout)
    print("copied", position, flush=True)
consumer.close()
print("done", flush=True)
