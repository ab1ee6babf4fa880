"""Creates a topic."""
import sys

from kafka.admin import KafkaAdminClient, NewTopic

bootstrap_servers, topic, partitions = sys.argv[1:4]
admin = KafkaAdminClient(bootstrap_servers=bootstrap_servers)
admin.create_topics([NewTopic(topic, int(partitions), 1)])
print("created")
admin.close()
