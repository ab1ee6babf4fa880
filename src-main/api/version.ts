/** Raised with every change that an older front end would misread. */
export const CONTRACT_VERSION = 1
