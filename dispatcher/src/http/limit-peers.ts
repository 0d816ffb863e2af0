import type { Server } from "node:http";
import { createTally } from "@sortie/process";

/** Connections of one address: twice as many as may wait there for who they are. More are closed at once. */
const maxPerPeer = 128;

/** Leaves others their connections when one address opens them without end. */
export function limitPeers(server: Server): void {
  const open = createTally();
  server.on("connection", (socket) => {
    const peer = socket.remoteAddress ?? "";
    socket.once("close", () => open.remove(peer));
    if (open.add(peer) > maxPerPeer) socket.destroy();
  });
}
