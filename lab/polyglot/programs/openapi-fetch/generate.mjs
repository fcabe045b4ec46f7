import { readFileSync, writeFileSync } from "node:fs";
import openapiTS, { astToString } from "openapi-typescript";
import { withoutAlternatives } from "../typescript/alternatives.mjs";

const [spec, schema] = process.argv.slice(2);
writeFileSync(schema, astToString(await openapiTS(readFileSync(spec), { transform: (object) => withoutAlternatives(object) })));
