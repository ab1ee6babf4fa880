export const lag = {}
