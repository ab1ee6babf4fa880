import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A producer that keeps to a pace, which Apache's EndToEndLatency does not, and a consumer that follows at the tail of the
 * same partition, in one process with one clock.
 *
 * <p>Arguments: bootstrap servers, topic, number of records, bytes of a record, records a second (0: as fast as it goes).
 * Prints the median and the 99th percentile of the latency in milliseconds, and the throughput in MB/s.
 *
 * <p>A record carries the moment at which it was due, not that at which it was sent: a broker that stalls does not get
 * the time for nothing in which the producer could not send.
 */
final class PacedClient {
    public static void main(String[] args) throws Exception {
        var partition = new TopicPartition(args[1], 0);
        int count = Integer.parseInt(args[2]);
        int size = Integer.parseInt(args[3]);
        int perSecond = Integer.parseInt(args[4]);
        try (var consumer = consumer(args[0]); var producer = producer(args[0], perSecond > 0 ? "0" : "5")) {
            producer.partitionsFor(args[1]);
            consumer.assign(List.of(partition));
            consumer.seekToEnd(List.of(partition));
            consumer.position(partition);
            long start = System.nanoTime() + 100_000_000;
            var sender = new Thread(() -> send(producer, partition, new Load(count, size, perSecond, start)));
            sender.setDaemon(true);
            sender.start();
            report(receive(consumer, count), count * (double) size, start);
        }
    }

    private record Load(int count, int size, int perSecond, long start) {}

    private static KafkaConsumer<byte[], byte[]> consumer(String servers) {
        return new KafkaConsumer<>(
                Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, servers),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    private static KafkaProducer<byte[], byte[]> producer(String servers, String lingerMs) {
        return new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, servers,
                        ProducerConfig.LINGER_MS_CONFIG, lingerMs,
                        ProducerConfig.ACKS_CONFIG, "all"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    private static void send(KafkaProducer<byte[], byte[]> producer, TopicPartition partition, Load load) {
        for (int index = 0; index < load.count; index++) {
            long due = load.start;
            if (load.perSecond > 0) {
                due += index * 1_000_000_000L / load.perSecond;
                // Due records are sent without a pause, so that what was late is caught up.
                for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                    LockSupport.parkNanos(wait);
                }
            } else {
                due = System.nanoTime();
            }
            byte[] value = new byte[load.size];
            ByteBuffer.wrap(value).putLong(due);
            producer.send(new ProducerRecord<>(partition.topic(), partition.partition(), null, value));
        }
        producer.flush();
    }

    private static long[] receive(KafkaConsumer<byte[], byte[]> consumer, int count) {
        var latencies = new long[count];
        long limit = System.nanoTime() + 300_000_000_000L;
        for (int received = 0; received < count; ) {
            if (System.nanoTime() > limit) throw new IllegalStateException("Only " + received + " records came.");
            var records = consumer.poll(Duration.ofMillis(500));
            long now = System.nanoTime();
            for (var record : records) latencies[received++] = now - ByteBuffer.wrap(record.value()).getLong();
        }
        return latencies;
    }

    private static void report(long[] latencies, double bytes, long start) {
        double seconds = (System.nanoTime() - start) / 1e9;
        // The first tenth warms up the JVMs.
        var counted = Arrays.copyOfRange(latencies, latencies.length / 10, latencies.length);
        Arrays.sort(counted);
        double median = counted[counted.length / 2] / 1e6;
        double p99 = counted[(int) (counted.length * 0.99)] / 1e6;
        System.out.println(median + " " + p99 + " " + bytes / 1e6 / seconds);
    }
}
