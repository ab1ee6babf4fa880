import sys
import time

from confluent_kafka import Consumer, Producer

servers, ca, token, topic = sys.argv[1:]
cluster = {
    "bootstrap.servers": servers,
    "security.protocol": "SASL_SSL",
    "ssl.ca.location": ca,
    "sasl.mechanisms": "OAUTHBEARER",
    "oauth_cb": lambda _: (token, time.time() + 300),
}
producer = Producer(cluster)
producer.produce(topic, b"hello")
if producer.flush(60) > 0:
    sys.exit("nothing was written")
consumer = Consumer({**cluster, "group.id": "oauth", "auto.offset.reset": "earliest"})
consumer.subscribe([topic])
deadline = time.time() + 60
while time.time() < deadline:
    message = consumer.poll(1)
    if message is not None and message.error() is None:
        print(message.value().decode())
        break
consumer.close()
