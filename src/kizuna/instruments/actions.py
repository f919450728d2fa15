"""Keeping a site's own words of published scales, and questionnaires from files."""

import json
import re
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from kizuna.access.deeds import allow
from kizuna.access.viewer import NotFound, Refused, Viewer
from kizuna.instruments.fhir import NotR4, read_questionnaire
from kizuna.instruments.fhir.foreign import Foreign, code_of, foreign_of, unguarded
from kizuna.instruments.loaded import LONGEST_SOURCE, NO_VERSION
from kizuna.instruments.models import Loaded, Wording
from kizuna.instruments.queries import instruments, rules, scale_to_word
from kizuna.instruments.wording import LONGEST, PERMISSION, slots
from kizuna.ledger.actions import note


def _kept(scale: str, language: str, words: Mapping[str, str]) -> bool:
    """Write the words of one language; whether anything changed."""
    rows = {
        row.key: row for row in Wording.objects.select_for_update().filter(scale=scale, language=language)
    }
    texts = {key: text.strip() for key, text in words.items()}
    gone = [row.pk for key, row in rows.items() if not texts.get(key)]
    new = [
        Wording(scale=scale, language=language, key=key, text=text)
        for key, text in texts.items()
        if text and (key not in rows or rows[key].text != text)
    ]
    replaced = [rows[row.key].pk for row in new if row.key in rows]
    Wording.objects.filter(pk__in=[*gone, *replaced]).delete()
    Wording.objects.bulk_create(new)
    return bool(gone or new)


def keep_wording(*, scale: str, language: str, words: Mapping[str, str], by: Viewer, now: datetime) -> None:
    """Keep what a scale says in a language, all of it: what is empty or not named goes.

    `words` by slot (`wording.slots`), and for a scale whose owner must agree also `wording.PERMISSION`: who
    gave it and when. Raises Refused with a sentence, and nothing is kept.
    """
    allow(by, "wording.keep")
    found = scale_to_word(by, scale)
    if language not in dict(settings.LANGUAGES):
        raise NotFound(language)
    known = {slot.key for slot in slots(found)}
    permission = words.get(PERMISSION, "").strip()
    texts = {key: text for key, text in words.items() if key != PERMISSION}
    strange = sorted(set(texts) - known)
    if strange:
        raise Refused(_("This questionnaire has no %(what)s.") % {"what": ", ".join(strange)})
    if any(len(text) > LONGEST for text in words.values()):
        raise Refused(_("A text may have %(n)s characters at most.") % {"n": LONGEST})
    if found.words == "licence" and not permission:
        raise Refused(_("Say who allowed you to use these words, and when. Without it they are not kept."))
    with transaction.atomic():
        changed = _kept(scale, language, texts)
        if found.words == "licence":
            changed |= _kept(scale, "", {PERMISSION: permission})
        if changed:
            note(verb="wording.kept", subject=f"instruments.wording:{scale}:{language}", by=by, now=now)


def _version(theirs: str, resource: str) -> str:
    """The file's own version; one without is known by its content."""
    return theirs[:60] or f"{NO_VERSION}-{sha256(resource.encode()).hexdigest()[:8]}"


def _code(wanted: str, own: str, by: Viewer) -> str:
    code = wanted.strip() or own
    if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", code) or len(code) > 60:
        raise Refused(_("A short name has small letters, figures and hyphens, like sleep-diary."))
    if code not in {one.code for one in instruments(by)}:
        return code
    if wanted.strip():
        raise Refused(_("Kizuna has a questionnaire with this short name. Choose another one."))
    return f"{code}-file"


def load_questionnaire(
    *,
    resource: Mapping[str, Any],
    language: str,
    licence: str = "",
    code: str = "",
    by: Viewer,
    now: datetime,
) -> str:
    """Keep a FHIR R4 Questionnaire as one of this site's, switched off; returns its code.

    The same file again changes nothing; a new version takes the place of the one before, which stays for the
    answers that name it. Raises Refused with a sentence.
    """
    allow(by, "questionnaire.keep")
    if language not in dict(settings.LANGUAGES):
        raise Refused(_("This site does not speak this language."))
    text = json.dumps(resource, ensure_ascii=False)
    try:
        form = read_questionnaire(resource)
        name = _code(code, code_of(form), by)
        found = foreign_of(form, name, _version(form.version, text), language, rules(by))
    except (NotR4, ValueError) as wrong:
        raise Refused(_("This file cannot be used. %(why)s") % {"why": wrong}) from None
    allowed = (form.copyright or licence).strip()
    if not allowed:
        raise Refused(_("The file does not say who allows its use. Write down who does."))
    with transaction.atomic():
        _keep(text, found, allowed, by, now)
    return name


def _keep(text: str, found: Foreign, allowed: str, by: Viewer, now: datetime) -> None:
    """One row a version and language; the newest is current, and switched on if the one before was."""
    here = Loaded.objects.select_for_update().filter(code=found.code, language=found.language)
    rows = {row.version: row for row in here}
    same = rows.get(found.version)
    if same is not None and same.resource != text:
        raise Refused(
            _("Version %(version)s is here already, with other content. Give the file a new version.")
            % {"version": found.version}
        )
    if same is not None and same.current:
        return
    before = next((row for row in rows.values() if row.current), None)
    on = before is not None and before.on and not unguarded(found, rules(by))
    Loaded.objects.filter(pk__in=[row.pk for row in rows.values()], current=True).update(
        current=False, on=False
    )
    values = {"on": on, "current": True, "loaded_at": now}
    if same is not None:
        Loaded.objects.filter(pk=same.pk).update(**values)
    else:
        Loaded.objects.create(
            code=found.code,
            version=found.version,
            language=found.language,
            title=found.title[:300],
            url=found.form.url[:LONGEST_SOURCE],
            source=found.source[:LONGEST_SOURCE],
            licence=allowed,
            resource=text,
            **values,
        )
    subject = f"instruments.loaded:{found.code}:{found.language}"
    note(verb="questionnaire.loaded", subject=subject, by=by, now=now)


def switch_questionnaire(*, code: str, language: str, on: bool, by: Viewer, now: datetime) -> None:
    """Let a loaded questionnaire be asked, or not any more. Twice changes nothing."""
    allow(by, "questionnaire.keep")
    with transaction.atomic():
        row = Loaded.objects.select_for_update().filter(code=code, language=language, current=True).first()
        if row is None:
            raise NotFound(code)
        if row.on == on:
            return
        form = read_questionnaire(json.loads(row.resource))
        blind = unguarded(foreign_of(form, row.code, row.version, row.language, rules(by)), rules(by))
        if on and blind:
            raise Refused(
                _(
                    "“%(question)s” asks about danger, and its answers are not in the file: nobody would be "
                    "told. Give the file its answers, or type the words of the scale in."
                )
                % {"question": blind[0]}
            )
        row.on = on
        row.save(update_fields=["on"])
        verb = "questionnaire.switched_on" if on else "questionnaire.switched_off"
        note(verb=verb, subject=f"instruments.loaded:{code}:{language}", by=by, now=now)
