export const dataWorker = {}
