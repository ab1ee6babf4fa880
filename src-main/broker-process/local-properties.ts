/**
 * What the local broker is set to beyond Kafka's defaults. As in the configuration that Kafka itself comes with for a
 * single machine: the first member of a group does not wait for others.
 */
export const localProperties: readonly (readonly [name: string, value: string])[] = [
  ['group.initial.rebalance.delay.ms', '0'],
]
