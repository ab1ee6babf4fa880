"""Belongs to a group until it is told to stop; prints each assignment with a number, and each record."""
import signal
import sys

from kafka import ConsumerRebalanceListener, KafkaConsumer

bootstrap_servers, topic, group = sys.argv[1:4]
running = True


def stop(_signal, _frame):
    global running
    running = False


class Listener(ConsumerRebalanceListener):
    count = 0

    def on_partitions_revoked(self, revoked):
        pass

    def on_partitions_assigned(self, assigned):
        self.count += 1
        numbers = ",".join(str(each.partition) for each in sorted(assigned))
        print(f"assignment {self.count}: {numbers}", flush=True)


signal.signal(signal.SIGTERM, stop)
consumer = KafkaConsumer(
    bootstrap_servers=bootstrap_servers,
    group_id=group,
    auto_offset_reset="earliest",
    heartbeat_interval_ms=200,
    session_timeout_ms=10000,
)
consumer.subscribe([topic], listener=Listener())
while running:
    for records in consumer.poll(timeout_ms=100).values():
        for record in records:
            print(f"record {record.partition} {record.value.decode()}", flush=True)
consumer.close()
print("closed", flush=True)
