from kizuna.work.commands.program import COMMANDS, run_worker, schedules

__all__ = ["COMMANDS", "run_worker", "schedules"]
