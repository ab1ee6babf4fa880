/**
 * What can be wrong with a request to a group, in the group's own words. The place that translates errors for the wire
 * maps each of these to the Kafka error code of the same name.
 */
export type GroupErrorKind =
  /** The name of the group is empty where Kafka wants one. INVALID_GROUP_ID */
  | 'invalid-group-id'
  /** There is no such group. GROUP_ID_NOT_FOUND */
  | 'group-id-not-found'
  /** The group still has members. NON_EMPTY_GROUP */
  | 'non-empty-group'
  /** The group has as many members as it may have. GROUP_MAX_SIZE_REACHED */
  | 'group-max-size-reached'
  /** The group does not know the member. UNKNOWN_MEMBER_ID */
  | 'unknown-member-id'
  /** Come back with the member id in this answer. MEMBER_ID_REQUIRED */
  | 'member-id-required'
  /** Another process took over the static member's name. FENCED_INSTANCE_ID */
  | 'fenced-instance-id'
  /** The member speaks of another generation than the current one. ILLEGAL_GENERATION */
  | 'illegal-generation'
  /** The member has to join again. REBALANCE_IN_PROGRESS */
  | 'rebalance-in-progress'
  /** The member's protocols and the group's have nothing in common. INCONSISTENT_GROUP_PROTOCOL */
  | 'inconsistent-group-protocol'
  /** The session timeout lies outside the configured bounds. INVALID_SESSION_TIMEOUT */
  | 'invalid-session-timeout'
  /** The metadata of a committed offset is longer than allowed. OFFSET_METADATA_TOO_LARGE */
  | 'offset-metadata-too-large'
  /** The group reads the topic at the moment, so its offsets cannot be deleted. GROUP_SUBSCRIBED_TO_TOPIC */
  | 'group-subscribed-to-topic'
  /** A transaction that contains offsets of the partition is still open. UNSTABLE_OFFSET_COMMIT */
  | 'unstable-offset-commit'
  /** The request contradicts itself. INVALID_REQUEST */
  | 'invalid-request'
  /** The member's epoch is not the one that it was given. FENCED_MEMBER_EPOCH */
  | 'fenced-member-epoch'
  /** The epoch that comes with an offset is not the member's. STALE_MEMBER_EPOCH */
  | 'stale-member-epoch'
  /** The instance id is taken, and who has it has not left. UNRELEASED_INSTANCE_ID */
  | 'unreleased-instance-id'
  /** The broker has no assignor of this name. UNSUPPORTED_ASSIGNOR */
  | 'unsupported-assignor'
  /** The expression of a subscription cannot be used. INVALID_REGULAR_EXPRESSION */
  | 'invalid-regular-expression'
  /** A member of KIP-848 used a version of an API that does not know of epochs. UNSUPPORTED_VERSION */
  | 'unsupported-version'
  /** The group's part of `__consumer_offsets` is still being read. COORDINATOR_LOAD_IN_PROGRESS */
  | 'coordinator-load-in-progress'
  /** The change could not be written, or the broker is stopping. Trying again may help. COORDINATOR_NOT_AVAILABLE */
  | 'coordinator-not-available'
