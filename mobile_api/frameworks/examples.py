"""Examples of drafts and what becomes of them."""

from typing import Any

RETIRE_FRAMEWORK: dict[str, Any] = {"on": "2027-01-01"}
_FRAMEWORK_TEXT = """key = "induction"
version = 1
title = "Induction"
summary = "The first weeks."
roles = ["new_starter"]
intent = 1

[[criterion]]
key = "show-round"
title = "Shown round the building"
roles = ["new_starter"]
signatures = 1
question = "Who showed them round?"
methods = ["observed"]
signer_posts = []
nudges = []
tags = []
guidance = "Fire exits, first aid, where to put a coat."
"""
NEW_DRAFT: dict[str, Any] = {"id": "0192f0d9-2a6b-7c11-8e3f-5d7a9b1c3e5f", "text": _FRAMEWORK_TEXT}
CHANGED_DRAFT: dict[str, Any] = {"text": _FRAMEWORK_TEXT}
