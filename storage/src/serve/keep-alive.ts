/** Longer than the 90 s that Go keeps an idle connection, so that the client is the one who closes it. */
export const keepAliveMs = 120_000;
