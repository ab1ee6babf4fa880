import sys

from kafka import KafkaConsumer, KafkaProducer

servers, ca, mechanism, user, password, topic = sys.argv[1:]
cluster = dict(
    bootstrap_servers=servers,
    security_protocol="SASL_SSL",
    ssl_cafile=ca,
    sasl_mechanism=mechanism,
    sasl_plain_username=user,
    sasl_plain_password=password,
)
producer = KafkaProducer(**cluster)
producer.send(topic, b"hello").get(60)
producer.close()
consumer = KafkaConsumer(topic, **cluster, auto_offset_reset="earliest", consumer_timeout_ms=60000)
print(next(iter(consumer)).value.decode())
consumer.close()
