export const brokers = {}
