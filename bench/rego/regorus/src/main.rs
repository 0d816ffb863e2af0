//! Evaluates the queries of a bench job with regorus: `regorus-bench JOB.json RESULTS.json`.
//! Standard output is one JSON object: nanoseconds of CPU of each phase and of each query.
use regorus::{Engine, Value};
use serde_json::{Value as Json, json};
use std::fs::{read_to_string, write};

/// Time on a CPU of this process's only thread (Linux, "proc", schedstat).
fn cpu() -> u64 {
    let text = read_to_string("/proc/self/schedstat").unwrap();
    text.split(' ').next().unwrap().parse().unwrap()
}

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let job: Json = serde_json::from_str(&read_to_string(&args[1]).unwrap()).unwrap();
    let start = cpu();
    let mut engine = Engine::new();
    for module in job["modules"].as_array().unwrap() {
        let text = |field: &str| module[field].as_str().unwrap().to_string();
        engine.add_policy(text("name"), text("source")).unwrap();
    }
    engine.add_data(Value::from_json_str(&job["data"].to_string()).unwrap()).unwrap();
    let compiled = cpu();
    engine.set_input(Value::from_json_file(job["input"].as_str().unwrap()).unwrap());
    let loaded = cpu();
    let (mut queries, mut results) = (vec![], vec![]);
    for query in job["queries"].as_array().unwrap() {
        let before = cpu();
        let found = engine.eval_query(query["query"].as_str().unwrap().to_string(), false);
        queries.push(json!({ "name": query["name"], "cpuNs": cpu() - before }));
        results.push(match found {
            Ok(found) => serde_json::to_value(&found.result[0].expressions[0].value).unwrap(),
            Err(error) => json!({ "error": error.to_string() }),
        });
    }
    let phases = json!({ "compile": compiled - start, "load": loaded - compiled, "evaluate": cpu() - loaded });
    write(&args[2], Json::from(results).to_string()).unwrap();
    println!("{}", json!({ "phases": phases, "queries": queries }));
}
