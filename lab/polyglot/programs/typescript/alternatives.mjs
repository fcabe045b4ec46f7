// Several generators join `properties` with `anyOf` or `oneOf` by "or", so that alternatives which only say what is
// required turn a whole request into something without fields. Without them its fields are known.
export function withoutAlternatives(schema) {
  for (const key of ["anyOf", "oneOf"]) {
    if (schema[key]?.every((branch) => Object.keys(branch).join() === "required")) delete schema[key];
  }
}
