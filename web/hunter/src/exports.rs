//! What JavaScript calls.

use crate::Hunting;
use wasm_bindgen::JsError;
use wasm_bindgen::prelude::wasm_bindgen;

/// A hunt in a worker.
#[wasm_bindgen]
pub struct Hunter(Hunting);

#[wasm_bindgen]
impl Hunter {
    /// Hunts for a run that breaks a property without this rule.
    #[wasm_bindgen(constructor)]
    pub fn new(bug: &str) -> Result<Hunter, JsError> {
        Hunting::new(bug).map(Hunter).ok_or_else(|| JsError::new("there is nothing to hunt for"))
    }

    /// Goes on for about so many bursts. How far it is and what it has found, as JSON.
    pub fn advance(&mut self, bursts: u32) -> Result<String, JsError> {
        Ok(serde_json::to_string(&self.0.advance(u64::from(bursts)))?)
    }
}

/// The digest at which a script ends.
#[wasm_bindgen]
pub fn scenario_digest(text: &str) -> Option<String> {
    crate::scenario_digest(text)
}

/// What the fuzzer says of the seeds from one to another one, as JSON.
#[wasm_bindgen]
pub fn fuzz(first: u32, last: u32, steps: u32) -> String {
    crate::fuzz(u64::from(first)..u64::from(last), u64::from(steps))
}
