"""The commands that run the whole: demo, init, upgrade, serve, check."""

from kizuna.access.command import Command
from kizuna.web.commands import (
    api,
    backup,
    check,
    demo,
    init,
    keys,
    ledger,
    lists,
    move,
    restore,
    retention,
    serve,
    town,
    upgrade,
    work,
)

COMMANDS = (
    Command("api client add", "Let a program use the API.", api.add, api.add_arguments),
    Command("api client close", "Close a program.", api.close, api.close_arguments),
    Command("api client list", "List the programs that may use the API.", api.listing),
    Command(
        "demo",
        "Try Kizuna with an invented town on this machine.",
        demo.run,
        demo.arguments,
        needs_settings=False,
    ),
    Command(
        "init",
        "Set up a new site: five questions, then it is ready.",
        init.run,
        init.arguments,
        needs_settings=False,
    ),
    Command(
        "town",
        "Write the invented town into an empty demo; `kizuna demo` does it for you.",
        town.run,
        town.arguments,
    ),
    Command(
        "list import",
        "Bring residents, volunteers or groups from a spreadsheet.",
        lists.run,
        lists.arguments,
    ),
    Command("list undo", "Take a list back within a day.", lists.undo, lists.undo_arguments),
    Command(
        "upgrade",
        "Bring the database and the static files up to this version.",
        upgrade.upgrade,
        upgrade.arguments,
    ),
    Command("serve", "Serve the site: web and worker together.", serve.run, serve.arguments),
    Command(
        "keys rotate",
        "Put a new key first and seal every record anew with it, while the site runs.",
        keys.rotate,
        keys.rotate_arguments,
    ),
    Command("keys status", "Say how many values each key seals.", keys.status),
    Command(
        "keys retire", "Take old keys out that open nothing any more.", keys.retire, keys.retire_arguments
    ),
    Command(
        "backup",
        "Write a sealed backup of everything while the site runs.",
        backup.run,
        backup.arguments,
    ),
    Command(
        "restore",
        "Bring a backup back, on this machine or an empty one.",
        restore.run,
        restore.arguments,
        needs_settings=False,
    ),
    Command("move", "Move all records to another database.", move.run, move.arguments),
    Command(
        "ledger prune",
        "Propose to remove old lines of the ledger; a second administrator decides.",
        ledger.run,
        ledger.arguments,
    ),
    Command("check", "Say whether this installation is healthy and safe.", check.run, check.arguments),
    Command(
        "retention",
        "Let go of what is kept for long enough; --dry-run only says what is due.",
        retention.run,
        retention.arguments,
    ),
    Command("work status", "Say what waits, runs and was given up.", work.status, work.status_arguments),
    Command("work again", "Try tasks again that were given up.", work.again, work.task_arguments),
    Command("work leave", "Leave tasks that were given up.", work.leave, work.task_arguments),
    Command("work cancel", "Stop a task at its next safe point.", work.cancel, work.cancel_arguments),
)
