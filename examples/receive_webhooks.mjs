// A webhook receiver: verify, answer at once, process each event once, ignore stale versions. Needs only Node.
//
// WEBHOOK_SECRET=whsec_... PORT=8080 node examples/receive_webhooks.mjs
import { createHmac, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";

const KEY = Buffer.from(process.env.WEBHOOK_SECRET.replace(/^whsec_/, ""), "base64");
const TOLERANCE_SECONDS = 300;
const seen = new Set(); // in real life a table with a unique key: the same event may come twice
const versions = new Map(); // by document: events may overtake one another

// Standard Webhooks: HMAC-SHA256 of id.timestamp.body; several signatures while a secret is being rotated.
function isGenuine(headers, raw) {
  const { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": signatures = "" } = headers;
  if (!(Math.abs(Date.now() / 1000 - Number(timestamp)) <= TOLERANCE_SECONDS)) return false;
  const expected = createHmac("sha256", KEY).update(`${id}.${timestamp}.`).update(raw).digest();
  return signatures.split(" ").some((signature) => {
    const given = Buffer.from(signature.replace(/^v1,/, ""), "base64");
    return signature.startsWith("v1,") && given.length === expected.length && timingSafeEqual(given, expected);
  });
}

// Do the work. In real life put it on a queue: the sender waits 15 seconds for an answer and not longer.
function handle(event) {
  if (event.test) {
    console.log("a test", event.type);
  } else if (event.version > (versions.get(event.id) ?? 0)) {
    versions.set(event.id, event.version);
    console.log(event.type, event.id);
  }
}

createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const raw = Buffer.concat(chunks); // the very bytes that came: parsed and printed again they have another signature
  if (!isGenuine(request.headers, raw)) return response.writeHead(400).end();
  if (!seen.has(request.headers["webhook-id"])) {
    seen.add(request.headers["webhook-id"]);
    handle(JSON.parse(raw));
  }
  response.writeHead(204).end();
}).listen(Number(process.env.PORT), "127.0.0.1");
