import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.LongDeserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.TimeWindows;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * A Kafka Streams application with exactly-once: orders are joined with their customers, counted by country in a state
 * store, and counted by minute in a window. It is stopped, its local state is thrown away, and it must come back from
 * its changelogs and go on, with every order counted once.
 *
 * <p>Usage: {@code java -cp … OrdersTopology.java BOOTSTRAP_SERVERS SCRATCH_FOLDER}; prints one line a check, {@code ok
 * NAME} or {@code not ok NAME: why}.
 */
final class OrdersTopology {
    private static final int ORDERS = 2_000;
    private static final String[] COUNTRIES = {"de", "fr", "jp", "no", "us"};
    /** Recent enough for retention to leave alone what is written of then. */
    private static final Instant START = Instant.now().minus(Duration.ofHours(2));

    private final String servers;
    private final Path scratch;

    private OrdersTopology(String servers, Path scratch) {
        this.servers = servers;
        this.scratch = scratch;
    }

    public static void main(String[] arguments) throws Exception {
        new OrdersTopology(arguments[0], Path.of(arguments[1])).run();
    }

    private void run() throws Exception {
        createTopics();
        produceCustomers();
        try (KafkaStreams streams = start()) {
            produceOrders(0, ORDERS);
            check("the join and the state store count every order once", expected(ORDERS), () -> counts(streams));
        }
        deleteLocalState();
        try (KafkaStreams streams = start()) {
            check("the state store is restored from its changelog", expected(ORDERS), () -> counts(streams));
            produceOrders(ORDERS, 2 * ORDERS);
            check("what comes afterwards is counted on top", expected(2 * ORDERS), () -> counts(streams));
        }
        check("the last counts of the output topic are those of the store", expected(2 * ORDERS), () -> lastCounts("orders-by-country"));
        check("no order is missing in the joined topic", 2 * ORDERS, () -> Set.copyOf(joined()).size());
        check("no order is in the joined topic twice", 2 * ORDERS, () -> joined().size());
        check("the windows add up to every order", 2L * ORDERS, () -> sum(lastCounts("orders-by-minute")));
    }

    private static long sum(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    private void createTopics() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
            List<NewTopic> topics = new ArrayList<>();
            for (String name : List.of("orders", "customers", "orders-with-country", "orders-by-country", "orders-by-minute")) {
                topics.add(new NewTopic(name, 4, (short) 1));
            }
            admin.createTopics(topics).all().get();
        }
    }

    private static Topology topology() {
        StreamsBuilder builder = new StreamsBuilder();
        var strings = Serdes.String();
        var customers = builder.table("customers", Consumed.with(strings, strings));
        var orders = builder.stream("orders", Consumed.with(strings, strings));
        var joined = orders.join(customers, (order, country) -> country + " " + order);
        joined.to("orders-with-country", Produced.with(strings, strings));
        joined.groupBy((customer, order) -> order.substring(0, 2), Grouped.with(strings, strings))
            .count(Materialized.as("by-country"))
            .toStream()
            .to("orders-by-country", Produced.with(strings, Serdes.Long()));
        joined.groupByKey(Grouped.with(strings, strings))
            .windowedBy(TimeWindows.ofSizeWithNoGrace(Duration.ofMinutes(1)))
            .count(Materialized.as("by-minute"))
            .toStream()
            .map((window, count) -> new org.apache.kafka.streams.KeyValue<>(window.key() + "@" + window.window().start(), count))
            .to("orders-by-minute", Produced.with(strings, Serdes.Long()));
        return builder.build();
    }

    private KafkaStreams start() throws Exception {
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "orders-topology");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, servers);
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        properties.put(StreamsConfig.STATE_DIR_CONFIG, scratch.resolve("state").toString());
        properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 100);
        properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 2);
        properties.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, 1);
        properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), 10_000);
        properties.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        properties.put(StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        KafkaStreams streams = new KafkaStreams(topology(), properties);
        CountDownLatch isRunning = new CountDownLatch(1);
        streams.setStateListener((state, previous) -> {
            if (state == KafkaStreams.State.RUNNING) isRunning.countDown();
        });
        streams.start();
        if (!isRunning.await(2, TimeUnit.MINUTES)) System.out.println("not ok the application starts: " + streams.state());
        return streams;
    }

    private void produceCustomers() {
        try (KafkaProducer<String, String> producer = producer()) {
            // Before the first order: of records of the same time Streams may take the order first, and it would join with nobody.
            long timestamp = START.minusSeconds(1).toEpochMilli();
            for (int customer = 0; customer < 100; customer++) {
                producer.send(new ProducerRecord<>("customers", null, timestamp, name(customer), COUNTRIES[customer % 5]));
            }
        }
    }

    private void produceOrders(int from, int to) {
        try (KafkaProducer<String, String> producer = producer()) {
            for (int order = from; order < to; order++) {
                // Time goes on with the orders, so that windows open and close.
                long timestamp = START.plusMillis(order * 150L).toEpochMilli();
                producer.send(new ProducerRecord<>("orders", null, timestamp, name(order % 100), "order-" + order));
            }
        }
    }

    private KafkaProducer<String, String> producer() {
        Map<String, Object> settings = Map.of("bootstrap.servers", servers, "compression.type", "lz4");
        return new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
    }

    private static String name(int customer) {
        return "customer-" + customer;
    }

    private static Map<String, Long> expected(int orders) {
        Map<String, Long> counts = new TreeMap<>();
        for (int order = 0; order < orders; order++) counts.merge(COUNTRIES[order % 100 % 5], 1L, Long::sum);
        return counts;
    }

    private static Map<String, Long> counts(KafkaStreams streams) {
        ReadOnlyKeyValueStore<String, Long> store = streams.store(
            StoreQueryParameters.fromNameAndType("by-country", QueryableStoreTypes.keyValueStore()));
        Map<String, Long> counts = new TreeMap<>();
        try (KeyValueIterator<String, Long> all = store.all()) {
            all.forEachRemaining(entry -> counts.put(entry.key, entry.value));
        }
        return counts;
    }

    private Map<String, Long> lastCounts(String topic) {
        Map<String, Long> counts = new TreeMap<>();
        Map<String, Object> settings = settings();
        try (KafkaConsumer<String, Long> consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new LongDeserializer())) {
            readAll(consumer, topic, record -> counts.put(record.key(), record.value()));
        }
        return counts;
    }

    private List<String> joined() {
        List<String> values = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(settings(), new StringDeserializer(), new StringDeserializer())) {
            readAll(consumer, "orders-with-country", record -> values.add(record.value()));
        }
        return values;
    }

    private Map<String, Object> settings() {
        return Map.of("bootstrap.servers", servers, "isolation.level", "read_committed", "enable.auto.commit", false);
    }

    private static <V> void readAll(KafkaConsumer<String, V> consumer, String topic, java.util.function.Consumer<ConsumerRecord<String, V>> each) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
            .map(partition -> new TopicPartition(topic, partition.partition()))
            .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = new HashMap<>(consumer.endOffsets(partitions));
        while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
            consumer.poll(Duration.ofMillis(200)).forEach(each);
        }
    }

    private void deleteLocalState() throws Exception {
        try (Stream<Path> files = Files.walk(scratch.resolve("state"))) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        }
    }

    /** Waits for up to a minute: what is counted arrives with the next commit. */
    private static void check(String name, Object expected, Supplier<Object> actual) throws InterruptedException {
        Object last = null;
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (System.nanoTime() < deadline) {
            try {
                last = actual.get();
                if (last.equals(expected)) {
                    System.out.println("ok " + name);
                    return;
                }
            } catch (RuntimeException error) {
                last = error;
            }
            Thread.sleep(200);
        }
        System.out.println("not ok " + name + ": " + last + " where " + expected + " was expected");
    }
}
