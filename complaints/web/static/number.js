// The QR code brings the tracking number behind a "#", which never leaves this device.
"use strict";
const field = document.getElementById("tracking_number");
const number = decodeURIComponent(location.hash.slice(1));
if (field && !field.value && /^[0-9-]{12,14}$/.test(number)) {
  field.value = number;
  history.replaceState(null, "", location.pathname);
  document.getElementById("query_code").focus();
}
