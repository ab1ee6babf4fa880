"""Stands for the module of kafka-python's tests that starts brokers: here a broker runs already."""


class ExternalService:
    """A broker that somebody else starts and stops."""

    def __init__(self, host, port):
        self.host = host
        self.port = port

    def open(self):
        pass

    def stop(self):
        pass

    def dump_logs(self):
        pass


class SpawnedService:
    """Kafka's own scripts would be started by this one; tests that want it say so by failing."""

    def __init__(self, args, env):
        raise NotImplementedError("These tests run against the one broker that they are given.")
