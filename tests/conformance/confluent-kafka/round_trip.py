"""Creates a topic, produces to it with an idempotent producer, reads it as a group, and commits; prints what it sees."""
import sys
import time

from confluent_kafka import Consumer, Producer, TopicPartition
from confluent_kafka.admin import AdminClient, NewTopic

bootstrap_servers, topic = sys.argv[1:3]

admin = AdminClient({"bootstrap.servers": bootstrap_servers})
admin.create_topics([NewTopic(topic, num_partitions=3, replication_factor=1)])[topic].result(timeout=60)
# The controller has made it; a broker of Apache Kafka hears of that a moment later.
deadline = time.time() + 60
while len(admin.list_topics(topic, timeout=60).topics[topic].partitions) == 0 and time.time() < deadline:
    time.sleep(0.1)
print("partitions", len(admin.list_topics(topic, timeout=60).topics[topic].partitions))


def delivered(error, message):
    if error is not None:
        print("failed", error)


producer = Producer({"bootstrap.servers": bootstrap_servers, "enable.idempotence": True, "compression.type": "lz4"})
for number in range(300):
    producer.produce(topic, key=b"k%d" % (number % 7), value=b"v%d" % number, on_delivery=delivered)
print("undelivered", producer.flush(60))

group = {"bootstrap.servers": bootstrap_servers, "group.id": "g_confluent", "enable.auto.commit": False}


def read(count):
    consumer = Consumer({**group, "auto.offset.reset": "earliest"})
    consumer.subscribe([topic])
    values = []
    while len(values) < count:
        message = consumer.poll(60)
        if message is None:
            print("nothing came")
            break
        if message.error():
            print("failed", message.error())
            break
        values.append(int(message.value()[1:]))
    consumer.commit(asynchronous=False)
    consumer.close()
    return sorted(values)


print("first", read(300) == list(range(300)))
producer.produce(topic, value=b"v300")
producer.flush(60)
print("second", read(1))

consumer = Consumer(group)
partitions = [TopicPartition(topic, partition) for partition in range(3)]
print("committed", sum(each.offset for each in consumer.committed(partitions, timeout=60)))
print("end", sum(consumer.get_watermark_offsets(each, timeout=60)[1] for each in partitions))
consumer.close()

admin.delete_topics([topic])[topic].result(timeout=60)
print("deleted")
