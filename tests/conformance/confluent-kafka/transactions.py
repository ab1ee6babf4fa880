"""Fills and copies a topic within transactions, some of them aborted, and tells what came of it."""

import sys

from confluent_kafka import Consumer, Producer

bootstrap_servers, source, target = sys.argv[1:]

producer = Producer({"bootstrap.servers": bootstrap_servers, "transactional.id": f"fills-{source}"})
producer.init_transactions(30)
for turn in range(4):
    producer.begin_transaction()
    for number in range(10):
        producer.produce(source, value=f"{turn}-{number}", partition=0)
    # What is still in the client's queue when it aborts is never sent.
    producer.flush(30)
    if turn % 2 == 0:
        producer.commit_transaction(30)
    else:
        producer.abort_transaction(30)


def read(topic, group, count, isolation="read_committed"):
    """All that there is, and at least so many: markers may be written after a transaction was said to be committed."""
    consumer = Consumer(
        {
            "bootstrap.servers": bootstrap_servers,
            "group.id": group,
            "auto.offset.reset": "earliest",
            "enable.auto.commit": False,
            "enable.partition.eof": True,
            "isolation.level": isolation,
        }
    )
    consumer.subscribe([topic])
    values = []
    while True:
        message = consumer.poll(30)
        if message is None:
            raise SystemExit(f"{topic} does not end")
        if not message.error():
            values.append(message.value())
        elif len(values) >= count:
            return consumer, values


consumer, values = read(source, "copies", 20)
print("committed", len(values))
other, everything = read(source, "sees-all", 40, "read_uncommitted")
print("uncommitted", len(everything))
other.close()

copier = Producer({"bootstrap.servers": bootstrap_servers, "transactional.id": f"copies-{source}"})
copier.init_transactions(30)
for commits in (False, True):
    copier.begin_transaction()
    for value in values:
        copier.produce(target, value=value, partition=0)
    positions = consumer.position(consumer.assignment())
    copier.send_offsets_to_transaction(positions, consumer.consumer_group_metadata(), 30)
    if commits:
        copier.commit_transaction(30)
    else:
        copier.abort_transaction(30)
    offsets = [partition.offset for partition in consumer.committed(consumer.assignment(), 30)]
    print("offsets", offsets)
consumer.close()

checker, copied = read(target, "checks", len(values))
print("copied", copied == values)
checker.close()

# The name passes to another producer: the first has lost it.
successor = Producer({"bootstrap.servers": bootstrap_servers, "transactional.id": f"copies-{source}"})
successor.init_transactions(30)
try:
    copier.begin_transaction()
    copier.produce(target, value="late", partition=0)
    copier.commit_transaction(30)
    print("the first producer was not fenced")
except Exception as error:
    print("fenced", error.args[0].fatal())
