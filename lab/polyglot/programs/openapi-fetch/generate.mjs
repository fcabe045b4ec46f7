// openapi-typescript joins `properties` and `anyOf` by "or", so that alternatives which only say what is required
// turn a whole request into `unknown`. Without them its fields are checked.
import { readFileSync, writeFileSync } from "node:fs";
import openapiTS, { astToString } from "openapi-typescript";

const [spec, schema] = process.argv.slice(2);
const ast = await openapiTS(readFileSync(spec), {
  transform(object) {
    if (object.anyOf?.every((branch) => Object.keys(branch).join() === "required")) delete object.anyOf;
  },
});
writeFileSync(schema, astToString(ast));
