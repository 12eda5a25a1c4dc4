// The answer to a form stands in the history as the page of its address: coming back to it asks for that page, and the
// browser has no question about sending something twice. Without this file it asks.
"use strict";
history.replaceState(history.state, "");
