import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { Duplex } from "node:stream";
import { connect as connectTls, type TLSSocket } from "node:tls";

/** A TLS connection that says when what it has encrypted leaves. What it hears is text. */
export type HeldClient = {
  tls: TLSSocket;
  /** What is below TLS: paused, it lets the server wait. */
  cable: Socket;
  /** Keeps what is written until it is sent, at once. */
  hold(): void;
  send(): void;
};

/** To a server on loopback. */
export async function openHeldClient(port: number): Promise<HeldClient> {
  const cable = connect(port, "127.0.0.1");
  let held: Buffer[] | undefined;
  const encrypted = new Duplex({
    read: () => {},
    write: (bytes: Buffer, _encoding, done) => {
      if (held) held.push(bytes);
      else cable.write(bytes);
      done();
    },
  });
  cable.on("data", (bytes) => encrypted.push(bytes));
  const tls = connectTls({ socket: encrypted, rejectUnauthorized: false }).setEncoding("utf8");
  await once(tls, "secureConnect");
  return {
    tls,
    cable,
    hold: () => {
      held = [];
    },
    send: () => {
      if (held) cable.write(Buffer.concat(held));
      held = undefined;
    },
  };
}
