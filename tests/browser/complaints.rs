use serde_json::Value;

/// What is wrong, if an event of the browser says that something is.
pub(super) fn of(event: &Value) -> Option<String> {
    let params = &event["params"];
    match event["method"].as_str()? {
        "Runtime.exceptionThrown" => Some(format!("exception: {}", params["exceptionDetails"])),
        "Page.javascriptDialogOpening" => Some(format!("dialog: {}", params["message"])),
        "Runtime.consoleAPICalled" => {
            let is_bad = matches!(params["type"].as_str(), Some("error" | "warning" | "assert"));
            is_bad.then(|| format!("console: {}", params["args"]))
        }
        "Log.entryAdded" => {
            let entry = &params["entry"];
            let is_bad = matches!(entry["level"].as_str(), Some("error" | "warning"));
            is_bad.then(|| format!("log: {} {}", entry["text"], entry["url"]))
        }
        _ => None,
    }
}
