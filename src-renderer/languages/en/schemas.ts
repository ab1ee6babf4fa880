export const schemas = {}
