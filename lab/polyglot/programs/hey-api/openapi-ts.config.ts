import { defineConfig } from "@hey-api/openapi-ts";

export default defineConfig({
  input: "../../../../openapi/heymarket.yaml",
  output: { path: "heymarket", module: { extension: ".js" } },
});
