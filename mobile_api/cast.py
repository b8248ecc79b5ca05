"""Who and what the examples of the description are about: invented people, and ids that nobody has. A test holds
each example against its schema.
"""

PLAN_ID = "0192f0c0-12aa-7d10-9a51-5c1a0e7f6b20"
AGREEMENT_ID = "0192f0bf-90d4-7a02-b1c2-3d4e5f607182"
FRAMEWORK_ID = "0192f0be-44c8-7f33-8d0e-9a8b7c6d5e4f"
MENTEE = {"id": "0192f0ba-11c0-7a6e-9b3f-64d0f2a7c581", "name": "Maya Alder"}
MENTOR = {"id": "0192f0ba-5e21-7c0d-8f42-0b9d1c3e5f70", "name": "Jo Rowan"}
TOKEN = "0192f0b9-0000-7000-8000-000000000001.cV3k..."
AT = "2026-10-02T15:04:05.123Z"
