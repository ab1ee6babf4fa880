/** An ACL of somebody about the topic `guarded`. */
export const acl = (details: object = {}) => ({
  resourceType: 2,
  resourceName: 'guarded',
  resourcePatternType: 3,
  principal: 'User:somebody',
  host: '*',
  operation: 3,
  permissionType: 3,
  ...details,
})
/** Matches every ACL but for what `details` say. */
export const filter = (details: object = {}) => ({
  resourceTypeFilter: 1,
  resourceNameFilter: null,
  patternTypeFilter: 1,
  principalFilter: null,
  hostFilter: null,
  operation: 1,
  permissionType: 1,
  ...details,
})
