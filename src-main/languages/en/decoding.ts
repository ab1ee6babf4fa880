export const decoding = {}
