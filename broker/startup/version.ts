/** Brokkr's version, as in package.json; a test holds the two together. */
export const brokkrVersion = '0.1.0'
