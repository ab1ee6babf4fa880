"""Stands for the module of kafka-python 2.0.2's tests that starts ZooKeeper and brokers: here a broker runs already."""

import os
from urllib.parse import urlparse

import pytest

from kafka import KafkaAdminClient, KafkaClient, KafkaConsumer, KafkaProducer
from kafka.admin import NewTopic
from test.testutil import random_string  # noqa: F401 - other modules of the tests take it from here


class ZookeeperFixture:
    """Kafka needs none any more."""

    @classmethod
    def instance(cls):
        return cls()

    def close(self):
        pass


class KafkaFixture:
    """The broker at KAFKA_URI, with the clients that tests ask for."""

    @classmethod
    def instance(cls, broker_id, zookeeper, transport="PLAINTEXT", partitions=2, **ignored):
        if transport != "PLAINTEXT":
            pytest.skip("the broker at hand has a PLAINTEXT listener only")
        return cls(partitions)

    def __init__(self, partitions):
        address = urlparse(os.environ["KAFKA_URI"])
        self.host = address.hostname
        self.port = address.port
        self.partitions = partitions

    def close(self):
        pass

    def create_topics(self, names, num_partitions=None, replication_factor=1):
        (admin,) = self.get_admin_clients(1)
        partitions = num_partitions or self.partitions
        admin.create_topics([NewTopic(name, partitions, replication_factor) for name in names])
        admin.close()

    def get_clients(self, cnt=1, **settings):
        return self._make(cnt, KafkaClient, settings, client_id="client")

    def get_admin_clients(self, cnt, **settings):
        return self._make(cnt, KafkaAdminClient, settings, client_id="admin_client")

    def get_producers(self, cnt, **settings):
        return self._make(cnt, KafkaProducer, settings, client_id="producer")

    def get_consumers(self, cnt, topics, **settings):
        defaults = {"client_id": "consumer", "heartbeat_interval_ms": 500, "auto_offset_reset": "earliest"}
        return self._make(cnt, lambda **made: KafkaConsumer(*topics, **made), settings, **defaults)

    def _make(self, count, kind, settings, **defaults):
        servers = "%s:%d" % (self.host, self.port)
        for _ in range(count):
            made = dict(defaults, bootstrap_servers=servers)
            made.update(settings)
            made["client_id"] = "%s_%s" % (made["client_id"], random_string(4))
            yield kind(**made)
