export const kafka = {}
