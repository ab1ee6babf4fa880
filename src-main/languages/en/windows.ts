export const windows = {}
