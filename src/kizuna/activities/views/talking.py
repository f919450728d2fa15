"""What a group writes to each other: its page, joining, silencing, notes, and a word to another group."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from kizuna.access.deeds import allow
from kizuna.access.viewer import Refused
from kizuna.activities import actions, queries
from kizuna.activities.forms import LetterForm, NotesForm, ToGroupForm
from kizuna.activities.seats import moment
from kizuna.screening.safety import spoken


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def talk(request: HttpRequest, group: UUID) -> HttpResponse:
    """The letters of a group, and a new one: for its members and organisers."""
    now = timezone.now()
    found = queries.talk(request.viewer, group, now)
    form = LetterForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            state = actions.write_letter(group=group, **form.cleaned_data, by=request.viewer, now=now)
        except Refused as why:
            form.add_error(None, str(why))
        else:
            sent, waits = _("Your letter goes round."), _("Sent. The organiser looks at it first.")
            messages.success(request, sent if state == "sent" else waits)
            if not found.keeps and spoken(" ".join(str(one) for one in form.cleaned_data.values())):
                messages.success(request, _("A person from here is told now"))
                return redirect("screening:crisis")
            return redirect("activities:talk", group)
    needs = [one for one in found.people if one.needs]
    asks = any(one.asks for one in found.people)
    context = {"talk": found, "form": form, "access": needs, "asks": asks}
    return render(request, "activities/talk.html", context, status=422 if form.errors else 200)


WISHES: dict[str, tuple[Callable[..., None], dict[str, bool]]] = {
    "join": (actions.join_group, {}),
    "leave": (actions.leave_group, {}),
    "mute": (actions.mute_group, {"silent": True}),
    "hear": (actions.mute_group, {"silent": False}),
    "share": (actions.share_access, {"share": True}),
    "close": (actions.share_access, {"share": False}),
}


@require_POST
def membership(request: HttpRequest, group: UUID) -> HttpResponse:
    """Join a group, leave it, silence its letters, or let its organiser know what one needs."""
    wish = request.POST.get("do", "")
    action, more = WISHES.get(wish, WISHES["hear"])
    said = {**more, **{name: name in request.POST for name in ("met", "shares") if wish == "join"}}
    try:
        action(group=group, **said, by=request.viewer, now=timezone.now())
    except Refused as why:
        messages.error(request, str(why))
        return redirect("activities:group", group)
    standing = queries.standing_in(request.viewer, group)
    done, asked = _("Done. It counts from now on."), _("Asked. The organiser answers you.")
    messages.success(request, asked if standing.asked else done)
    return redirect("activities:talk" if standing.member else "activities:group", group)


@require_POST
def decide_letter(request: HttpRequest, letter: UUID) -> HttpResponse:
    """An organiser lets a letter go round, keeps it, or refuses it."""
    found = queries.letter_to_decide(request.viewer, letter)
    state = request.POST.get("state", "")
    try:
        actions.decide_letter(letter=letter, state=state, by=request.viewer, now=timezone.now())
    except Refused as why:
        messages.error(request, str(why))
    return redirect("activities:talk", found)


@require_POST
def decide_member(request: HttpRequest, member: int) -> HttpResponse:
    """An organiser lets somebody in who asked, or takes somebody out."""
    group = queries.member_group(request.viewer, member)
    stays = request.POST.get("do") == "in"
    actions.decide_member(member=member, stays=stays, by=request.viewer, now=timezone.now())
    messages.success(request, _("Done. It counts from now on."))
    return redirect("activities:talk", group)


@require_POST
def let_talk(request: HttpRequest, group: UUID) -> HttpResponse:
    """An organiser says whether letters of members are looked at first."""
    first = request.POST.get("first") == "yes"
    actions.let_talk(group=group, moderated=first, by=request.viewer, now=timezone.now())
    messages.success(request, _("Done. It counts from now on."))
    return redirect("activities:talk", group)


@require_http_methods(["GET", "HEAD", "POST"])
def writer_apart(request: HttpRequest, letter: UUID) -> HttpResponse:
    """A member wants nothing more of whoever wrote a letter."""
    found = queries.letter_of(request.viewer, letter)
    if request.method == "POST":
        actions.block_writer(letter=letter, by=request.viewer, now=timezone.now())
        messages.success(request, _("Done. They never learn of it."))
        return redirect("people:avoid")
    return render(request, "activities/writer_apart.html", {"letter": found, "quick_exit": True})


@require_http_methods(["GET", "HEAD", "POST"])
def hear_less(request: HttpRequest, token: str) -> HttpResponse:
    """The link under each letter: no more letters of this group, without signing in."""
    now = timezone.now()
    name, group, holder = queries.muting(request.viewer, token, now)
    done = request.method == "POST"
    if done:
        actions.mute_group(group=group, silent=True, by=holder, now=now)
    return render(request, "activities/hear_less.html", {"name": name, "done": done})


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def notes(request: HttpRequest, event: UUID, at: int) -> HttpResponse:
    """An organiser writes down what was said at one date, for the members."""
    found = queries.notes_of(request.viewer, event, at)
    form = NotesForm(request.POST if request.method == "POST" else None, initial={"text": found.text})
    if form.is_valid():
        try:
            actions.write_notes(
                event=event, starts_at=moment(at), **form.cleaned_data, by=request.viewer, now=timezone.now()
            )
        except Refused as why:
            form.add_error("text", str(why))
        else:
            messages.success(request, _("Kept. The members of the group can read it."))
            return redirect("activities:notes", event, at)
    context = {"found": found, "form": form, "group": queries.group_of_event(request.viewer, event)}
    return render(request, "activities/notes.html", context, status=422 if form.errors else 200)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def write_to(request: HttpRequest, group: UUID) -> HttpResponse:
    """A group writes to the organisers of another group."""
    now = timezone.now()
    found = queries.group(request.viewer, group, now)
    allow(request.viewer, "letter.keep", area=found.area)
    others = [(one.id, one.name) for one in queries.options(request.viewer, now=now) if one.id != found.id]
    form = ToGroupForm(request.POST if request.method == "POST" else None, groups=others)
    if form.is_valid():
        try:
            actions.write_to_group(group=group, **form.cleaned_data, by=request.viewer, now=now)
        except Refused as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, _("Sent to the organisers of the other group."))
            return redirect("activities:talk", group)
    context = {"group": found, "form": form}
    return render(request, "activities/write_to.html", context, status=422 if form.errors else 200)
