import { describe, expect, it } from "vitest";
import { Http } from "../../src/connection/http.js";

function answering(status: number, body: BodyInit | null): Http {
  return new Http(async () => new Response(body, { status }));
}

/** The first bytes, then the connection is gone. */
function cut(start: string): ReadableStream {
  return new ReadableStream({
    start(body) {
      body.enqueue(new TextEncoder().encode(start));
      body.error(new TypeError("network error"));
    },
  });
}

describe("an answer over HTTP", () => {
  it("that ends half-way is a lost one, whatever its status was", async () => {
    await expect(answering(200, cut('{"users":[')).post("/x", {})).rejects.toMatchObject({ code: "offline" });
    await expect(answering(409, cut('{"code":"conf')).post("/x", {})).rejects.toMatchObject({ code: "offline" });
  });

  it("may be empty", async () => expect(await answering(204, null).post("/x", {})).toBeUndefined());

  it("is asked for with the token of a device beside the bearer's, where a device agrees", async () => {
    const sent: unknown[] = [];
    const http = new Http(async (_path, { headers }) => (sent.push(headers), new Response(null, { status: 204 })));
    const [token, device] = [new Uint8Array([1]), new Uint8Array([2])];
    await http.put("/x", {}, token, device);
    await http.delete("/x", token, device);
    await http.put("/x", {}, token);
    await http.delete("/x", token);
    const [json, bearer, beside] = [
      { "Content-Type": "application/json" }, { Authorization: "Bearer AQ" }, { "Device-Authorization": "Bearer Ag" },
    ];
    expect(sent).toEqual([{ ...json, ...bearer, ...beside }, { ...bearer, ...beside }, { ...json, ...bearer }, bearer]);
  });

  it("of something in between that speaks no JSON is busy, or not understood", async () => {
    await expect(answering(502, "<h1>Bad gateway</h1>").post("/x", {})).rejects.toMatchObject({ code: "busy" });
    await expect(answering(400, "<h1>Bad request</h1>").post("/x", {})).rejects.toMatchObject({ code: "malformed" });
  });
});
