// Reads a calendar from standard input with ical.js, and prints its events as JSON.
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

const calendar = new ICAL.Component(ICAL.parse(readFileSync(0, "utf8")));
const events = calendar.getAllSubcomponents("vevent").map((component) => {
  const event = new ICAL.Event(component);
  return {
    uid: event.uid,
    summary: event.summary,
    description: event.description,
    start: event.startDate.toString(),
    allDay: event.startDate.isDate,
    zone: event.startDate.zone?.tzid ?? null,
    sequence: event.sequence,
    url: component.getFirstPropertyValue("url"),
    categories: component.getFirstProperty("categories").getValues(),
  };
});
console.log(JSON.stringify({ name: calendar.getFirstPropertyValue("x-wr-calname"), events }));
