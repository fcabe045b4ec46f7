import { readFileSync, writeFileSync } from "node:fs";
import { withoutAlternatives } from "../typescript/alternatives.mjs";

const [spec, prepared] = process.argv.slice(2);
const document = JSON.parse(readFileSync(spec), (_, value) => {
  if (value && typeof value === "object") withoutAlternatives(value);
  return value;
});
writeFileSync(prepared, JSON.stringify(document));
