/** How many records one request of a client may lead to, in Kafka's controller and so in ours. */
export const maxRecordsPerCommand = 10_000
