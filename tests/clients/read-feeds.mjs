// Reads feeds with rss-parser (RSS and Atom) and feedsmith (all three), and prints what each of them made of every item, as JSON.
// Usage: node read-feeds.mjs FILE...
import { readFileSync } from "node:fs";
import { parseFeed } from "feedsmith";
import Parser from "rss-parser";

const parser = new Parser();

function ofFeedsmith(text) {
  const { format, feed } = parseFeed(text);
  if (format === "rss")
    return {
      language: feed.language,
      items: feed.items.map((one) => [one.guid.value, one.pubDate, one.title, one.link, one.content.encoded, one.dc?.languages?.[0] ?? ""]),
    };
  if (format === "atom")
    return {
      language: feed.xml?.lang,
      items: feed.entries.map((one) => [one.id, one.published, one.title.value ?? one.title, one.links[0].href, one.content.value, one.xml?.lang ?? ""]),
    };
  return {
    language: feed.language,
    items: feed.items.map((one) => [one.id, one.date_published, one.title, one.url, one.content_html, one.language ?? ""]),
  };
}

async function ofRssParser(text) {
  const feed = await parser.parseString(text);
  return { items: feed.items.map((one) => [one.guid ?? one.id, one.isoDate, one.title, one.link, one["content:encoded"] ?? one.content]) };
}

const read = {};
for (const file of process.argv.slice(2)) {
  const text = readFileSync(file, "utf8");
  read[file] = { feedsmith: ofFeedsmith(text) };
  if (!file.endsWith(".json")) read[file]["rss-parser"] = await ofRssParser(text);
}
console.log(JSON.stringify(read));
