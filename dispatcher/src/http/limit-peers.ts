import type { Server } from "node:http";

/** Connections of one address: twice as many as may wait there for who they are. More are closed at once. */
const maxPerPeer = 128;

/** Leaves others their connections when one address opens them without end. */
export function limitPeers(server: Server): void {
  const open = new Map<string, number>();
  server.on("connection", (socket) => {
    const peer = socket.remoteAddress ?? "";
    const count = (open.get(peer) ?? 0) + 1;
    open.set(peer, count);
    socket.once("close", () => {
      const left = (open.get(peer) ?? 0) - 1;
      if (left > 0) open.set(peer, left);
      else open.delete(peer);
    });
    if (count > maxPerPeer) socket.destroy();
  });
}
