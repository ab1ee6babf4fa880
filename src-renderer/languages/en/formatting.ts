export const formatting = {}
