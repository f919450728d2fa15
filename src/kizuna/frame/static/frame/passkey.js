// Passkeys: an extra for browsers that can. Each form has a way without this file.
(() => {
  "use strict";
  const fromText = (text) => Uint8Array.from(
    atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0)).buffer;
  const toText = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const known = (list) => (list || []).map((one) => ({ ...one, id: fromText(one.id) }));

  const opened = (asked, kind) => {
    const wanted = { ...asked.publicKey, challenge: fromText(asked.publicKey.challenge) };
    if (kind === "create") {
      wanted.user = { ...wanted.user, id: fromText(wanted.user.id) };
      wanted.excludeCredentials = known(wanted.excludeCredentials);
      wanted.authenticatorSelection = {
        ...wanted.authenticatorSelection, residentKey: "required", requireResidentKey: true,
        userVerification: "required",
      };
    } else {
      wanted.allowCredentials = known(wanted.allowCredentials);
    }
    return { publicKey: wanted };
  };

  const written = (found) => {
    const response = { clientDataJSON: toText(found.response.clientDataJSON) };
    for (const part of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (found.response[part]) response[part] = toText(found.response[part]);
    }
    return JSON.stringify({
      id: found.id, rawId: toText(found.rawId), type: found.type, response,
      clientExtensionResults: found.getClientExtensionResults(),
    });
  };

  const options = async (form) => {
    const here = document.getElementById(form.dataset.options);
    if (here) return JSON.parse(here.textContent);
    const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
    return answer.json();
  };

  const use = async (form) => {
    const kind = form.dataset.passkey;
    const all = await options(form);
    const asked = opened(all.creation_options || all.request_options, kind);
    form.elements.credential.value = written(await navigator.credentials[kind](asked));
    form.submit();
  };

  if (!window.PublicKeyCredential) return;
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const wrong = form.querySelector("[role=alert]");
      if (wrong) wrong.hidden = true;
      use(form).catch(() => { if (wrong) wrong.hidden = false; });
    });
  }
})();
