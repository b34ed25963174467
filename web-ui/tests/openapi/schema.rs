//! Holds values against schemas, as far as the description uses them: stricter than JSON Schema in one thing, that nothing
//! may be told which is not described.

use serde_json::{Map, Value};

/// The description, as far as schemas point into it.
pub(crate) struct Schemas<'a>(pub(crate) &'a Value);

impl Schemas<'_> {
    /// What is wrong with a value, as paths and sentences; nothing where it is as described.
    pub(crate) fn complaints(&self, value: &Value, schema: &Value) -> Vec<String> {
        let mut found = Vec::new();
        self.check(value, schema, "$", &mut found);
        let described = self.described(schema);
        found.extend(self.untold(value, schema, "$", described.as_ref()));
        found
    }

    /// What a schema points to, in the end.
    pub(crate) fn resolve<'v>(&'v self, schema: &'v Value) -> &'v Value {
        match schema.get("$ref").and_then(Value::as_str) {
            Some(to) => {
                let pointer = to.strip_prefix('#').unwrap_or_else(|| panic!("{to} leads elsewhere"));
                self.resolve(self.0.pointer(pointer).unwrap_or_else(|| panic!("{to} leads nowhere")))
            }
            None => schema,
        }
    }

    /// Type, required fields, words, bounds, items and fields: what each is that is there.
    fn check(&self, value: &Value, schema: &Value, at: &str, found: &mut Vec<String>) {
        let schema = self.resolve(schema);
        if let Some(types) = schema.get("type")
            && !types_of(types).any(|name| is_of(value, name))
        {
            found.push(format!("{at} is not of type {types}: {value}"));
        }
        if let Some(words) = schema["enum"].as_array()
            && !words.contains(value)
        {
            found.push(format!("{at} is none of {words:?}: {value}"));
        }
        if let (Some(least), Some(number)) = (schema["minimum"].as_f64(), value.as_f64())
            && number < least
        {
            found.push(format!("{at} is less than {least}: {number}"));
        }
        for part in schema["allOf"].as_array().into_iter().flatten() {
            self.check(value, part, at, found);
        }
        if let Some(ways) = schema["oneOf"].as_array()
            && ways.iter().filter(|way| self.complaints(value, way).is_empty()).count() != 1
        {
            let each: Vec<_> = ways.iter().map(|way| self.complaints(value, way)).collect();
            found.push(format!("{at} is not exactly one of the ways: {each:?}"));
        }
        for (nth, item) in value.as_array().into_iter().flatten().enumerate() {
            self.check(item, &schema["items"], &format!("{at}[{nth}]"), found);
            found.extend(self.untold(item, &schema["items"], &format!("{at}[{nth}]"), None));
        }
        let Some(object) = value.as_object() else { return };
        for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            if !object.contains_key(name) {
                found.push(format!("{at}.{name} is missing"));
            }
        }
        for (name, field) in schema["properties"].as_object().into_iter().flatten() {
            if let Some(value) = object.get(name) {
                self.check(value, field, &format!("{at}.{name}"), found);
                found.extend(self.untold(value, field, &format!("{at}.{name}"), None));
            }
        }
    }

    /// Fields that are told and not described.
    fn untold(
        &self,
        value: &Value,
        schema: &Value,
        at: &str,
        described: Option<&Map<String, Value>>,
    ) -> Vec<String> {
        let of_schema = self.described(schema);
        let (Some(object), Some(described)) = (value.as_object(), described.or(of_schema.as_ref())) else {
            return Vec::new();
        };
        let names = object.keys().filter(|name| !described.contains_key(*name));
        names.map(|name| format!("{at}.{name} is not described")).collect()
    }

    /// The fields an object may have; `None` where it may have any, or where each way says for itself.
    pub(crate) fn described(&self, schema: &Value) -> Option<Map<String, Value>> {
        let schema = self.resolve(schema);
        let is_open = schema.get("additionalProperties").is_some_and(|more| *more != Value::Bool(false));
        if is_open || schema.get("oneOf").is_some() {
            return None;
        }
        let mut fields = schema["properties"].as_object().cloned().unwrap_or_default();
        for part in schema["allOf"].as_array().into_iter().flatten() {
            fields.extend(self.described(part)?);
        }
        (!fields.is_empty() || schema.get("additionalProperties").is_some()).then_some(fields)
    }
}

fn types_of(types: &Value) -> impl Iterator<Item = &str> {
    types.as_str().into_iter().chain(types.as_array().into_iter().flatten().filter_map(Value::as_str))
}

fn is_of(value: &Value, name: &str) -> bool {
    match name {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("there is no type {other}"),
    }
}

#[test]
fn the_checker_sees_what_is_missing_wrong_or_not_described() {
    let api = serde_json::json!({ "components": { "schemas": {
        "Word": { "type": "string", "enum": ["a", "b"] },
        "Base": { "type": "object", "required": ["n"], "properties": { "n": { "type": "integer", "minimum": 0 } } },
        "Whole": { "allOf": [
            { "$ref": "#/components/schemas/Base" },
            { "type": "object", "properties": {
                "word": { "oneOf": [{ "$ref": "#/components/schemas/Word" }, { "type": "null" }] },
                "list": { "type": "array", "items": { "$ref": "#/components/schemas/Base" } },
            } },
        ] },
        "Open": { "type": "object", "properties": { "n": { "type": "integer" } }, "additionalProperties": {} },
    } } });
    let schemas = Schemas(&api);
    let is_right = |name: &str, value: Value| {
        let schema = serde_json::json!({ "$ref": format!("#/components/schemas/{name}") });
        schemas.complaints(&value, &schema).is_empty()
    };
    assert!(is_right("Whole", serde_json::json!({ "n": 0, "word": "a", "list": [{ "n": 1 }] })));
    assert!(is_right("Whole", serde_json::json!({ "n": 0, "word": null })));
    assert!(is_right("Open", serde_json::json!({ "n": 0, "more": true })));
    for wrong in [
        serde_json::json!({}),
        serde_json::json!({ "n": "0" }),
        serde_json::json!({ "n": -1 }),
        serde_json::json!({ "n": 0.5 }),
        serde_json::json!({ "n": 0, "word": "c" }),
        serde_json::json!({ "n": 0, "list": [{}] }),
        serde_json::json!({ "n": 0, "list": [{ "n": 1, "more": 1 }] }),
        serde_json::json!({ "n": 0, "more": 1 }),
        serde_json::json!([]),
    ] {
        assert!(!is_right("Whole", wrong.clone()), "{wrong}");
    }
    assert!(!is_right("Open", serde_json::json!({ "n": "0" })));
}
