/** Closes a client at once, also with requests under way. Its types tell of the callback form only. */
export const closeNow = async (client: { close(force: boolean): unknown }): Promise<void> => {
  await client.close(true);
};
