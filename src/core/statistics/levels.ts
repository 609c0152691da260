/** The level that p-values are held to after correction, where a verdict names no stricter one. */
export const level = 0.05;

/** The power with which the smallest effect that a verdict names would have been seen. */
export const power = 0.8;

/** Quantiles of the standard normal distribution: of .8, .975 and .99. */
export const [z80, z975, z99] = [0.841621, 1.959964, 2.326348];
